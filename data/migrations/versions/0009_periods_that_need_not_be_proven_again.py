"""a period whose counts are what they were need not be proven again

Revision: 0009, after 0008

What has been hidden stays remembered. Every steering group's figures from facts are made again: by
longer periods too from now on, and with the rests of pooled units watched.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the store up to this revision."""
    op.add_column("hidden_cells", sa.Column("digest", sa.String(), nullable=True))
    forums = sa.table("forums", sa.column("published_version"))
    op.execute(forums.update().values(published_version=None))


def downgrade() -> None:
    """Take the store back to the revision before."""
    op.drop_column("hidden_cells", "digest")
