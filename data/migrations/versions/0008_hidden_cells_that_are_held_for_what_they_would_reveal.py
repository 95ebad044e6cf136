"""hidden cells that are held for what they would reveal are remembered as such

Revision: 0008, after 0007

What has been hidden stays remembered. Every steering group's figures from facts are made again, and
which of their hidden cells would reveal others is remembered from then on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the store up to this revision."""
    with op.batch_alter_table("hidden_cells") as hidden_cells:
        hidden_cells.add_column(
            sa.Column("loose", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("hidden_cells") as hidden_cells:
        hidden_cells.alter_column("loose", server_default=None)
    forums = sa.table("forums", sa.column("published_version"))
    op.execute(forums.update().values(published_version=None))


def downgrade() -> None:
    """Take the store back to the revision before."""
    op.drop_column("hidden_cells", "loose")
