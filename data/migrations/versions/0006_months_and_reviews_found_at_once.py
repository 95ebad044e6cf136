"""months of support by unit, and reviewed cases by case, found without walking through them all

Revision: 0006, after 0005
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FOUND_BY = {"household_months": "unit_id", "reviewed_cases": "case_id"}


def upgrade() -> None:
    """Bring the store up to this revision."""
    for table, column in FOUND_BY.items():
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """Take the store back to the revision before."""
    for table, column in FOUND_BY.items():
        op.drop_index(f"ix_{table}_{column}", table)
