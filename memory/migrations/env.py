"""What Alembic runs: within an open transaction, in which nobody else writes."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
