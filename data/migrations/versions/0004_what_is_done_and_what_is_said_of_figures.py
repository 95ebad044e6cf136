"""what is done with people, what is recorded about figures, and figures made elsewhere

Revision: 0004, after 0003
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ALWAYS = date(1900, 1, 1)
ADDED = {  # column -> its type and what goes with it, alike in both stores
    "persons": {
        "birth_year": "INTEGER CONSTRAINT persons_birth_year_is_a_year"
        " CHECK (birth_year BETWEEN 1900 AND 2100)",
        "sex": "VARCHAR CONSTRAINT persons_sex_as_in_the_register CHECK (sex IN ('kvinna', 'man'))",
    },
    "cases": {
        "first_decided_on": "DATE",
        "is_zero_placed": "BOOLEAN",
        "is_shared": "BOOLEAN",
        "needs_parallel": "BOOLEAN",
    },
    "household_months": {"amount": "INTEGER CONSTRAINT amount_from_zero CHECK (amount >= 0)"},
    "individual_plans": {"next_step_on": "DATE"},
    "plan_follow_ups": {"next_step_on": "DATE"},
    "published_figures": {
        "value": "FLOAT CONSTRAINT hidden_has_no_value CHECK (shown OR value IS NULL)",
        "value_90": "FLOAT CONSTRAINT hidden_has_no_ninth_decile CHECK (shown OR value_90 IS NULL)",
        "value_all": "FLOAT CONSTRAINT hidden_has_no_median_of_all"
        " CHECK (shown OR value_all IS NULL)",
        "people": "INTEGER CONSTRAINT hidden_has_nobody CHECK (shown OR people IS NULL)",
        "sex": "VARCHAR",
        "age_band": "VARCHAR",
    },
    "hidden_cells": {"band": "VARCHAR"},
    "targets": {
        "valid_until": "DATE",
        "set_by_user_id": "INTEGER REFERENCES users (user_id)",
        "version": "INTEGER DEFAULT 1 NOT NULL",
    },
}
TRACKS = [  # asks for participation, asks for progression
    ("delaktighet", "Delaktighet", True, False),
    ("framsteg", "Framsteg", True, True),
    ("arbete", "Arbete", True, True),
    ("vila", "Ej aktuell för insats", False, False),
]
INSTRUMENTS = [("stegen", "Stegen, egen skattning")]
INDICATORS = [  # whether it is the staff's belief in a job
    ("halsa", "Hälsan räcker för arbete", False),
    ("vardag", "Vardagen fungerar", False),
    ("soka", "Vet hur man söker arbete", False),
    ("samarbete", "Samarbetar med andra", False),
    ("tilltro", "Handläggarens tilltro till arbete inom ett år", True),
]
STANDINGS = [
    ("exists", "Finns"),
    ("missing", "Underlag saknas"),
    ("to_be_made", "Ska tas fram"),
]


def upgrade() -> None:
    """Bring the store up to this revision. People get the year of birth and sex of their cases."""
    for table, columns in ADDED.items():
        for name, definition in columns.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {definition}")
    for name in ("birth_year", "sex"):
        op.execute(
            f"UPDATE persons SET {name} = (SELECT c.{name} FROM cases c"  # noqa: S608 - our own names
            f" WHERE c.person_id = persons.person_id AND c.{name} IS NOT NULL"
            " ORDER BY c.opened_on DESC, c.case_id DESC LIMIT 1)"
        )
    _make_lists()
    _make_work()
    _make_figures()
    _make_append_only("figure_notes", op.get_bind().dialect.name)
    _fill_lists()


def _fill_lists() -> None:
    def rows(codes: list[tuple], *more: str) -> list[dict]:
        names = ("code", "label", *more)
        return [
            {**dict(zip(names, code, strict=True)), "rank": rank, "valid_from": ALWAYS}
            for rank, code in enumerate(codes, start=1)
        ]

    lists = {
        "tracks": rows(TRACKS, "asks_participation", "asks_progression"),
        "instruments": rows(INSTRUMENTS),
        "indicators": [row | {"instrument": "stegen"} for row in rows(INDICATORS, "is_belief")],
        "figure_standings": rows(STANDINGS),
    }
    for table, made in lists.items():
        kinds = {"valid_from": sa.Date}
        columns = [sa.column(name, kinds.get(name)) for name in made[0]]
        op.bulk_insert(sa.table(table, *columns), made)


def _make_lists() -> None:
    op.create_table(
        "figure_standings",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "instruments",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "tracks",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("asks_participation", sa.Boolean(), nullable=False),
        sa.Column("asks_progression", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "indicators",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("is_belief", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["instrument"], ["instruments.code"]),
        sa.PrimaryKeyConstraint("code"),
    )


def _make_work() -> None:
    op.create_table(
        "consents",
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_until > given_on", name="consent_ends_after_it_is_given"),
        sa.CheckConstraint(
            "withdrawn_on >= given_on", name="consent_is_withdrawn_after_it_is_given"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.person_id"]),
        sa.PrimaryKeyConstraint("consent_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_consents_person_id", "consents", ["person_id"], unique=False)
    op.create_table(
        "response_samples",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("sampled_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("answered_same_day", sa.Integer(), nullable=False),
        sa.CheckConstraint("channel IN ('e-post', 'telefon')", name="channel_is_known"),
        sa.CheckConstraint(
            "answered_same_day BETWEEN 0 AND received", name="answered_are_of_the_received"
        ),
        sa.CheckConstraint("received >= 0", name="received_from_zero"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"]),
        sa.PrimaryKeyConstraint("unit_id", "sampled_on", "channel"),
    )
    op.create_table(
        "review_rounds",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_on > starts_on", name="round_ends_after_start"),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.delivery_id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"]),
        sa.PrimaryKeyConstraint("round_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_review_rounds_unit_id", "review_rounds", ["unit_id"], unique=False)
    op.create_table(
        "assessments",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("rater", sa.String(), nullable=False),
        sa.CheckConstraint("rater IN ('participant', 'staff')", name="rater_is_known"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"]),
        sa.ForeignKeyConstraint(["instrument"], ["instruments.code"]),
        sa.PrimaryKeyConstraint("assessment_id"),
        sa.UniqueConstraint("case_id", "instrument", "assessed_on", "rater"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_assessments_case_id", "assessments", ["case_id"], unique=False)
    op.create_table(
        "bridging_activities",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name="activity_ends_after_start"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"]),
        sa.PrimaryKeyConstraint("activity_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_bridging_activities_case_id", "bridging_activities", ["case_id"], unique=False
    )
    op.create_table(
        "contact_periods",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name="contact_ends_after_start"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"]),
        sa.PrimaryKeyConstraint("contact_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contact_periods_case_id", "contact_periods", ["case_id"], unique=False)
    op.create_table(
        "contacts_after_exit",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("contacted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"]),
        sa.PrimaryKeyConstraint("case_id", "contacted_on"),
    )
    op.create_table(
        "programme_stays",
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("most_months", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.CheckConstraint("result IN ('work', 'studies', 'other')", name="result_is_known"),
        sa.CheckConstraint("ends_on >= starts_on", name="stay_ends_after_start"),
        sa.CheckConstraint("most_months > 0", name="stay_has_a_longest_time"),
        sa.CheckConstraint("result IS NULL OR ends_on IS NOT NULL", name="result_when_ended"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"]),
        sa.PrimaryKeyConstraint("stay_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_programme_stays_case_id", "programme_stays", ["case_id"], unique=False)
    op.create_table(
        "reviewed_cases",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"]),
        sa.ForeignKeyConstraint(["round_id"], ["review_rounds.round_id"]),
        sa.PrimaryKeyConstraint("round_id", "case_id"),
    )
    op.create_table(
        "track_periods",
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name="track_ends_after_start"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"]),
        sa.ForeignKeyConstraint(["track"], ["tracks.code"]),
        sa.PrimaryKeyConstraint("track_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_track_periods_case_id", "track_periods", ["case_id"], unique=False)
    op.create_table(
        "assessment_scores",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name="score_from_1_to_5"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.assessment_id"]),
        sa.ForeignKeyConstraint(["indicator"], ["indicators.code"]),
        sa.PrimaryKeyConstraint("assessment_id", "indicator"),
    )


def _make_figures() -> None:
    op.create_table(
        "delivered_figures",
        sa.Column("delivered_figure_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("part_in_words", sa.String(), nullable=False),
        sa.Column("whole_in_words", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("better", sa.String(), nullable=True),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.CheckConstraint("better IN ('higher', 'lower')", name="better_is_a_direction"),
        sa.CheckConstraint("cadence IN ('month', 'quarter', 'year')", name="cadence_is_known"),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.forum_id"]),
        sa.PrimaryKeyConstraint("delivered_figure_id"),
        sa.UniqueConstraint("forum_id", "key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "population",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("from_age", sa.Integer(), nullable=False),
        sa.Column("until_age", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 0", name="people_from_zero"),
        sa.CheckConstraint("until_age > from_age", name="ages_in_order"),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.forum_id"]),
        sa.PrimaryKeyConstraint("forum_id", "year", "from_age", "until_age"),
    )
    op.create_table(
        "scorecards",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.forum_id"]),
        sa.PrimaryKeyConstraint("forum_id"),
    )
    op.create_table(
        "chosen_figures",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("headline", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["scorecards.forum_id"]),
        sa.PrimaryKeyConstraint("forum_id", "figure"),
    )
    op.create_table(
        "delivered_values",
        sa.Column("value_id", sa.Integer(), nullable=False),
        sa.Column("delivered_figure_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.Float(), nullable=False),
        sa.Column("whole", sa.Float(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("part >= 0", name="delivered_part_from_zero"),
        sa.CheckConstraint("whole >= 0", name="delivered_whole_from_zero"),
        sa.ForeignKeyConstraint(["delivered_figure_id"], ["delivered_figures.delivered_figure_id"]),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.delivery_id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"]),
        sa.PrimaryKeyConstraint("value_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "delivered_values_by_figure",
        "delivered_values",
        ["delivered_figure_id", "period"],
        unique=False,
    )
    op.create_table(
        "figure_notes",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("causes", sa.String(), nullable=True),
        sa.Column("partners", sa.String(), nullable=True),
        sa.Column("works", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=True),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_user_id"], ["users.user_id"]),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.forum_id"]),
        sa.PrimaryKeyConstraint("note_id"),
        sa.UniqueConstraint("forum_id", "figure", "version"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_figure_notes_forum_id", "figure_notes", ["forum_id"], unique=False)
    op.create_table(
        "inventory",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("by_user_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_user_id"], ["users.user_id"]),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.forum_id"]),
        sa.ForeignKeyConstraint(["standing"], ["figure_standings.code"]),
        sa.PrimaryKeyConstraint("entry_id"),
        sa.UniqueConstraint("forum_id", "figure"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rebases",
        sa.Column("rebase_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_user_id"], ["users.user_id"]),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.forum_id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"]),
        sa.PrimaryKeyConstraint("rebase_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rebases_forum_id", "rebases", ["forum_id"], unique=False)
    op.create_table(
        "point_figures",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["point_id"], ["action_points.point_id"]),
        sa.PrimaryKeyConstraint("point_id", "figure"),
    )


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
    """Take the store back to the revision before."""
    op.execute("DELETE FROM published_figures WHERE sex IS NOT NULL OR age_band IS NOT NULL")
    op.execute("DELETE FROM published_figures WHERE value IS NOT NULL")
    for table in (
        "assessment_scores",
        "track_periods",
        "reviewed_cases",
        "programme_stays",
        "point_figures",
        "contacts_after_exit",
        "contact_periods",
        "bridging_activities",
        "assessments",
        "review_rounds",
        "response_samples",
        "rebases",
        "inventory",
        "figure_notes",
        "delivered_values",
        "chosen_figures",
        "scorecards",
        "population",
        "delivered_figures",
        "indicators",
        "consents",
        "tracks",
        "instruments",
        "figure_standings",
    ):
        op.drop_table(table)
    for table, columns in ADDED.items():
        for name in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
