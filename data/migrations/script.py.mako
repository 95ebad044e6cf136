"""${message}

Revision: ${up_revision}, after ${down_revision or "nothing"}
"""

import sqlalchemy as sa
from alembic import op

revision = "${up_revision}"
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the store up to this revision."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Take the store back to the revision before."""
    ${downgrades if downgrades else "pass"}
