"""Tongues: what the agent and the tools say, in the language of the person they say it to.

All of it is said in English first: that is what histories hold, models read and tests expect. A
folder here for each other language maps English templates to its own.
"""
