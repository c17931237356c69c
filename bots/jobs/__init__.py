"""Jobs: turns that are finished whatever dies in between, and renders on any number of machines.

They stand on DBOS, which keeps its queues and workflows in a SQLite file or in PostgreSQL.
"""
