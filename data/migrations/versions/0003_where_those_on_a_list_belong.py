"""where those on a list belong, what an exit leads to, and roles given by the provider's groups

Revision: 0003, after 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ADDED = {  # column -> its type and what goes with it, alike in both stores
    "group_members": {"unit_id": "INTEGER REFERENCES units (unit_id)"},
    "published_ledgers": {
        "unit_id": "INTEGER REFERENCES units (unit_id)",
        "time_in_support": "VARCHAR",
    },
    "hidden_cells": {"time_in_support": "VARCHAR"},
    "role_grants": {"by_claim": "BOOLEAN DEFAULT FALSE NOT NULL"},
    "exit_reasons": {"leads_to": "VARCHAR REFERENCES group_states (code)"},
}
LEADS_TO = {
    "arbete": "work",
    "arbete_subventionerat": "work",
    "studier": "studies",
    "annan_inkomst": "other_income",
    "okant": "unknown",
}


def upgrade() -> None:
    """Bring the store up to this revision. Members get the unit of the case they came by."""
    for table, columns in ADDED.items():
        for name, definition in columns.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {definition}")
    op.execute(
        "UPDATE group_members SET unit_id = (SELECT c.unit_id FROM cases c"
        " WHERE c.person_id = group_members.person_id AND c.opened_on <= group_members.started_on"
        " ORDER BY c.opened_on DESC, c.case_id DESC LIMIT 1)"
    )
    for reason, state in LEADS_TO.items():
        op.execute(f"UPDATE exit_reasons SET leads_to = '{state}' WHERE code = '{reason}'")  # noqa: S608 - our own codes


def downgrade() -> None:
    """Take the store back to the revision before."""
    op.execute("DELETE FROM published_ledgers WHERE unit_id IS NOT NULL")
    op.execute("DELETE FROM published_ledgers WHERE time_in_support IS NOT NULL")
    for table, columns in ADDED.items():
        for name in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
