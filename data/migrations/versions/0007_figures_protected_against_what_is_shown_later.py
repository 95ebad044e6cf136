"""every steering group's figures are made again, by a rule that reckons with what is shown later

Revision: 0007, after 0006

What has been hidden stays remembered: figures made by the stricter rule hide that and more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the store up to this revision."""
    forums = sa.table("forums", sa.column("published_version"))
    op.execute(forums.update().values(published_version=None))


def downgrade() -> None:
    """Take the store back to the revision before."""
