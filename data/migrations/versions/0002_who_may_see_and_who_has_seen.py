"""who may see, who has seen, and what the law says on its day

Revision: 0002, after 0001
"""

import tomllib
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("access_log", "log_reviews")
NEW_ROLES = [
    ("extern", "Extern part", 5),
    ("dataansvarig", "Dataansvarig", 6),
    ("loggranskare", "Loggranskare", 7),
    ("administratör", "Administratör", 8),
]
ACCESS_KINDS = [
    ("signed_in", "Loggade in"),
    ("signed_out", "Loggade ut"),
    ("let_go", "Loggades ut"),
    ("refused", "Nekades"),
    ("opened_cases", "Öppnade ärenden"),
    ("took_out", "Laddade ner"),
    ("rights", "Ändrade behörighet"),
    ("setting", "Ändrade inställning"),
]
ADDED = {  # column -> its type and what goes with it, alike in both stores
    "users": {
        "email": "VARCHAR",
        "party_id": "INTEGER REFERENCES parties (party_id)",
        "deactivated_at": {"sqlite": "DATETIME", "postgresql": "TIMESTAMP WITH TIME ZONE"},
        "version": "INTEGER DEFAULT 1 NOT NULL",
    },
    "settings": {
        "changed_by_user_id": "INTEGER REFERENCES users (user_id)",
        "changed_at": {"sqlite": "DATETIME", "postgresql": "TIMESTAMP WITH TIME ZONE"},
    },
    "role_grants": {"version": "INTEGER DEFAULT 1 NOT NULL"},
    "forums": {"municipality": "VARCHAR"},
    "status_updates": {"undoes": "INTEGER REFERENCES status_updates (seq)"},
}
ALWAYS, BEGINS = date(1900, 1, 1), sa.column("valid_from", sa.Date)
LAW = Path(__file__).with_name("0002_law.toml")


def upgrade() -> None:
    """Bring the store up to this revision."""
    kind = op.get_bind().dialect.name
    for table, columns in ADDED.items():
        for name, definition in columns.items():
            of_kind = definition[kind] if isinstance(definition, dict) else definition
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {of_kind}")
    _make_code_list()
    _make_sign_ins()
    _make_access_log()
    _make_reviews()
    _make_law()
    _make_hidden_cells()
    for table in APPEND_ONLY:
        _make_append_only(table, kind)
    roles = sa.table("roles", *map(sa.column, ("code", "label", "rank")), BEGINS)
    rows = [
        {"code": code, "label": label, "rank": rank, "valid_from": ALWAYS}
        for code, label, rank in NEW_ROLES
    ]
    op.bulk_insert(roles, rows)


def _make_code_list() -> None:
    made = op.create_table(
        "access_kinds",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code"),
    )
    rows = [
        {"code": code, "label": label, "rank": rank, "valid_from": ALWAYS}
        for rank, (code, label) in enumerate(ACCESS_KINDS, start=1)
    ]
    op.bulk_insert(made, rows)


def _make_sign_ins() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("sign_in_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"]),
        sa.PrimaryKeyConstraint("sign_in_id"),
        sa.UniqueConstraint("token"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sign_ins_user_id", "sign_ins", ["user_id"], unique=False)


def _make_access_log() -> None:
    op.create_table(
        "access_log",
        sa.Column("access_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("forum_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"]),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.forum_id"]),
        sa.ForeignKeyConstraint(["kind"], ["access_kinds.code"]),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"]),
        sa.PrimaryKeyConstraint("access_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("access_log_by_forum", "access_log", ["forum_id", "at"], unique=False)


def _make_reviews() -> None:
    op.create_table(
        "log_reviews",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
        sa.CheckConstraint(
            "CAST(month AS VARCHAR(10)) LIKE '%-01'", name="review_of_a_whole_month"
        ),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.forum_id"]),
        sa.ForeignKeyConstraint(["by_user_id"], ["users.user_id"]),
        sa.PrimaryKeyConstraint("review_id"),
        sa.UniqueConstraint("forum_id", "month"),
        sqlite_autoincrement=True,
    )


def _make_law() -> None:
    made = op.create_table(
        "legal_bases",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("short", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("replaced_by", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by_user_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_until > valid_from", name="law_ends_after_it_begins"),
        sa.CheckConstraint(
            "status IN ('gällande', 'upphävd', 'föreslagen', 'beslutad')", name="law_status"
        ),
        sa.CheckConstraint(
            "evidence IN ('verified', 'secondary', 'derived', 'recalled')", name="law_evidence"
        ),
        sa.CheckConstraint(
            "(confirmed_on IS NULL) = (confirmed_by_user_id IS NULL)", name="confirmed_by_somebody"
        ),
        sa.ForeignKeyConstraint(["replaced_by"], ["legal_bases.code"]),
        sa.ForeignKeyConstraint(["confirmed_by_user_id"], ["users.user_id"]),
        sa.PrimaryKeyConstraint("code"),
    )
    nothing = {"valid_until": None, "replaced_by": None, "version": 1}
    rows = tomllib.loads(LAW.read_text(encoding="utf-8"))["law"]
    op.bulk_insert(made, [nothing | row for row in rows])


def _make_hidden_cells() -> None:
    op.create_table(
        "hidden_cells",
        sa.Column("hidden_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.Date(), nullable=True),
        sa.Column("after_months", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("target_group", sa.String(), nullable=True),
        sa.Column("side", sa.String(), nullable=True),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.forum_id"]),
        sa.ForeignKeyConstraint(["group_id"], ["measurement_groups.group_id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"]),
        sa.ForeignKeyConstraint(["target_group"], ["target_groups.code"]),
        sa.PrimaryKeyConstraint("hidden_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_hidden_cells_forum_id", "hidden_cells", ["forum_id"], unique=False)


def _make_append_only(table: str, kind: str) -> None:
    """Refuse to change or delete what has been written."""
    if kind == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def downgrade() -> None:
    """Take the store back to the revision before. Grants of the new roles go with them."""
    for table in (
        "hidden_cells",
        "legal_bases",
        "log_reviews",
        "access_log",
        "sign_ins",
        "access_kinds",
    ):
        op.drop_table(table)
    codes = ", ".join(f"'{code}'" for code, _, _ in NEW_ROLES)
    op.execute(f"DELETE FROM role_grants WHERE role IN ({codes})")  # noqa: S608 - our own codes
    op.execute(f"DELETE FROM roles WHERE code IN ({codes})")  # noqa: S608 - our own codes
    for table, columns in ADDED.items():
        for name in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
