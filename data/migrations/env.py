"""How Alembic reaches the store: by the connection that data.store hands it."""

from alembic import context

from data.models import SQLModel

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, transactional_ddl=False)
context.run_migrations()
