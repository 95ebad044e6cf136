"""a person's year of birth and sex in one place

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOVED = {  # column -> its type and what goes with it in cases, as it was
    "birth_year": "INTEGER CONSTRAINT birth_year_is_a_year CHECK (birth_year BETWEEN 1900 AND 2100)",
    "sex": "VARCHAR CONSTRAINT sex_as_in_the_register CHECK (sex IN ('kvinna', 'man'))",
}


def upgrade() -> None:
    """Bring the store up to this revision. People keep what their latest case said of them."""
    for name in MOVED:
        op.execute(
            f"UPDATE persons SET {name} = coalesce((SELECT c.{name} FROM cases c"  # noqa: S608 - our own names
            f" WHERE c.person_id = persons.person_id AND c.{name} IS NOT NULL"
            f" ORDER BY c.opened_on DESC, c.case_id DESC LIMIT 1), {name})"
        )
    if op.get_bind().dialect.name == "sqlite":
        _make_cases_anew()  # SQLite does not drop a column that a constraint of the table names
    else:
        for name in MOVED:
            op.drop_column("cases", name)


def _make_cases_anew() -> None:
    made = op.create_table(
        "cases_anew",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("target_group", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("exit_reason", sa.String(), nullable=True),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("first_decided_on", sa.Date(), nullable=True),
        sa.Column("is_zero_placed", sa.Boolean(), nullable=True),
        sa.Column("is_shared", sa.Boolean(), nullable=True),
        sa.Column("needs_parallel", sa.Boolean(), nullable=True),
        sa.CheckConstraint("closed_on >= opened_on", name="case_closes_after_it_opens"),
        sa.CheckConstraint(
            "exit_reason IS NULL OR closed_on IS NOT NULL", name="reason_when_closed"
        ),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.delivery_id"]),
        sa.ForeignKeyConstraint(["exit_reason"], ["exit_reasons.code"]),
        sa.ForeignKeyConstraint(["person_id"], ["persons.person_id"]),
        sa.ForeignKeyConstraint(["target_group"], ["target_groups.code"]),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"]),
        sa.PrimaryKeyConstraint("case_id"),
        sa.UniqueConstraint("source", "source_key"),
        sqlite_autoincrement=True,
    )
    columns = ", ".join(made.columns.keys())
    op.execute(f"INSERT INTO cases_anew ({columns}) SELECT {columns} FROM cases")  # noqa: S608 - our own names
    op.drop_table("cases")
    op.rename_table("cases_anew", "cases")
    for name in ("person_id", "unit_id"):
        op.create_index(f"ix_cases_{name}", "cases", [name])


def downgrade() -> None:
    """Take the store back to the revision before. Every case says what is known of its person."""
    for name, definition in MOVED.items():
        op.execute(f"ALTER TABLE cases ADD COLUMN {name} {definition}")
        op.execute(
            f"UPDATE cases SET {name} = (SELECT p.{name} FROM persons p"  # noqa: S608 - our own names
            " WHERE p.person_id = cases.person_id)"
        )
