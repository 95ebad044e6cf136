"""the first tables

Revision: 0001, after nothing
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("events", "status_updates", "member_states")
AREAS = ("organisation", "cases", "groups", "plans", "figures")
CODES = {
    "party_kinds": [
        ("kommunal_namnd", "Kommunal nämnd"),
        ("forvaltning", "Förvaltning"),
        ("statlig_myndighet", "Statlig myndighet"),
        ("region", "Region"),
        ("annat", "Annan part"),
    ],
    "forum_levels": [
        ("strategisk", "Strategisk nivå"),
        ("operativ", "Operativ styrgrupp"),
        ("arbetsgrupp", "Arbetsgrupp"),
    ],
    "roles": [
        ("utvecklingsledare", "Utvecklingsledare"),
        ("ledamot", "Ledamot"),
        ("enhetschef", "Enhetschef"),
        ("handläggare", "Handläggare"),
    ],
    "target_groups": [
        ("unga", "Unga 18–24"),
        ("arbetssokande", "Arbetssökande 25–64"),
        ("halsohinder", "Hälsohinder"),
        ("sociala_hinder", "Sociala hinder"),
    ],
    "exit_reasons": [
        ("arbete", "Arbete", True),
        ("arbete_subventionerat", "Arbete med stöd", True),
        ("studier", "Studier med studiemedel", True),
        ("annan_inkomst", "Annan egen inkomst", True),
        ("kommunal_anstallning", "Kommunal arbetsmarknadsanställning", False),
        ("arbetsmarknadsatgard", "Arbetsmarknadsåtgärd", False),
        ("sjukersattning", "Sjukpenning eller sjukersättning", False),
        ("pension", "Pension", False),
        ("flyttat", "Flyttat", False),
        ("avliden", "Avliden", False),
        ("annat", "Annat", False),
        ("okant", "Okänt", False),
    ],
    "group_states": [
        ("remaining", "Kvar", False, True),
        ("returned", "Kvar, har kommit tillbaka", False, True),
        ("work", "Arbete", True, False),
        ("studies", "Studier", True, False),
        ("other_income", "Annan egen inkomst", True, False),
        ("other_reason", "Annan orsak", False, False),
        ("unknown", "Okänt", False, False),
    ],
    "point_statuses": [
        ("not_started", "Ej påbörjad", False),
        ("in_progress", "Pågår", False),
        ("done", "Klar", True),
        ("cancelled", "Avbruten", True),
    ],
    "point_judgements": [
        ("on_track", "I fas", False),
        ("at_risk", "Risk", True),
        ("blocked", "Hindrad", True),
    ],
    "outcome_levels": [("individual", "För individen"), ("organisation", "För organisationen")],
}
FLAGS = {
    "exit_reasons": ("counts_as_self_support",),
    "group_states": ("counts_as_self_support", "counts_as_remaining"),
    "point_statuses": ("ends_the_point",),
    "point_judgements": ("needs_help",),
}


def upgrade() -> None:
    """Bring the store up to this revision."""
    op.create_table(
        "area_versions",
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("area"),
    )
    op.create_table(
        "exit_reasons",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("counts_as_self_support", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "forum_levels",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "group_states",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("counts_as_self_support", sa.Boolean(), nullable=False),
        sa.Column("counts_as_remaining", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT (counts_as_self_support AND counts_as_remaining)", name="one_side_of_the_list"
        ),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "outcome_levels",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "party_kinds",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "persons",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id"),
        sa.UniqueConstraint("pseudonym"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "point_judgements",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("needs_help", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "point_statuses",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("ends_the_point", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "roles",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "target_groups",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "users",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("user_id"),
        sa.UniqueConstraint("issuer", "subject"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "forums",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("last_met_on", sa.Date(), nullable=True),
        sa.Column("published_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["level"],
            ["forum_levels.code"],
        ),
        sa.PrimaryKeyConstraint("forum_id"),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "parties",
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("is_external", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind"],
            ["party_kinds.code"],
        ),
        sa.PrimaryKeyConstraint("party_id"),
        sa.UniqueConstraint("name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "action_plans",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["forum_id"],
            ["forums.forum_id"],
        ),
        sa.PrimaryKeyConstraint("plan_id"),
        sa.UniqueConstraint("forum_id", "title"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_action_plans_forum_id"), "action_plans", ["forum_id"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=False),
        sa.Column("observed_from", sa.Date(), nullable=False),
        sa.Column("observed_until", sa.Date(), nullable=False),
        sa.Column("rows_taken", sa.Integer(), nullable=False),
        sa.Column("rows_refused", sa.Integer(), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("observed_until >= observed_from", name="observed_in_order"),
        sa.ForeignKeyConstraint(
            ["forum_id"],
            ["forums.forum_id"],
        ),
        sa.PrimaryKeyConstraint("delivery_id"),
        sa.UniqueConstraint("profile", "file_hash"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "events",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=True),
        sa.Column("forum_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("which", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_user_id"],
            ["users.user_id"],
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"],
            ["forums.forum_id"],
        ),
        sa.PrimaryKeyConstraint("event_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "forum_parties",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"],
            ["forums.forum_id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["parties.party_id"],
        ),
        sa.PrimaryKeyConstraint("forum_id", "party_id"),
    )
    op.create_table(
        "measurement_groups",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("baseline_on", sa.Date(), nullable=False),
        sa.Column("goal_count", sa.Integer(), nullable=True),
        sa.Column("goal_on", sa.Date(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("follows_cases", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.CheckConstraint("(goal_count IS NULL) = (goal_on IS NULL)", name="goal_has_its_day"),
        sa.CheckConstraint("goal_count > 0", name="goal_is_a_number_of_people"),
        sa.CheckConstraint("goal_on > baseline_on", name="goal_lies_ahead"),
        sa.ForeignKeyConstraint(
            ["forum_id"],
            ["forums.forum_id"],
        ),
        sa.PrimaryKeyConstraint("group_id"),
        sa.UniqueConstraint("forum_id", "name"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_measurement_groups_forum_id"), "measurement_groups", ["forum_id"], unique=False
    )
    op.create_table(
        "replaced_forums",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"],
            ["forums.forum_id"],
        ),
        sa.PrimaryKeyConstraint("forum_id", "name"),
    )
    op.create_table(
        "settings",
        sa.Column("setting_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"],
            ["forums.forum_id"],
        ),
        sa.PrimaryKeyConstraint("setting_id"),
        sa.UniqueConstraint("forum_id", "name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "units",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("parent_id <> unit_id", name="unit_is_not_its_own_parent"),
        sa.CheckConstraint("valid_until > valid_from", name="unit_ends_after_it_begins"),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["units.unit_id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["parties.party_id"],
        ),
        sa.PrimaryKeyConstraint("unit_id"),
        sa.UniqueConstraint("party_id", "name"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_units_parent_id"), "units", ["parent_id"], unique=False)
    op.create_index(op.f("ix_units_party_id"), "units", ["party_id"], unique=False)
    op.create_table(
        "action_points",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("responsible_function", sa.String(), nullable=True),
        sa.Column("responsible_unit_id", sa.Integer(), nullable=True),
        sa.Column("responsible_person", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("due_on >= starts_on", name="point_is_due_after_it_starts"),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["action_plans.plan_id"],
        ),
        sa.ForeignKeyConstraint(
            ["responsible_unit_id"],
            ["units.unit_id"],
        ),
        sa.PrimaryKeyConstraint("point_id"),
        sa.UniqueConstraint("plan_id", "number"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_action_points_plan_id"), "action_points", ["plan_id"], unique=False)
    op.create_index(
        op.f("ix_action_points_responsible_unit_id"),
        "action_points",
        ["responsible_unit_id"],
        unique=False,
    )
    op.create_table(
        "cases",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("target_group", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("exit_reason", sa.String(), nullable=True),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("sex IN ('kvinna', 'man')", name="sex_as_in_the_register"),
        sa.CheckConstraint("birth_year BETWEEN 1900 AND 2100", name="birth_year_is_a_year"),
        sa.CheckConstraint("closed_on >= opened_on", name="case_closes_after_it_opens"),
        sa.CheckConstraint(
            "exit_reason IS NULL OR closed_on IS NOT NULL", name="reason_when_closed"
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.delivery_id"],
        ),
        sa.ForeignKeyConstraint(
            ["exit_reason"],
            ["exit_reasons.code"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.person_id"],
        ),
        sa.ForeignKeyConstraint(
            ["target_group"],
            ["target_groups.code"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["units.unit_id"],
        ),
        sa.PrimaryKeyConstraint("case_id"),
        sa.UniqueConstraint("source", "source_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_cases_person_id"), "cases", ["person_id"], unique=False)
    op.create_index(op.f("ix_cases_unit_id"), "cases", ["unit_id"], unique=False)
    op.create_table(
        "expected_outcomes",
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["level"],
            ["outcome_levels.code"],
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["action_plans.plan_id"],
        ),
        sa.PrimaryKeyConstraint("outcome_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_expected_outcomes_plan_id"), "expected_outcomes", ["plan_id"], unique=False
    )
    op.create_table(
        "forum_units",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"],
            ["forums.forum_id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["units.unit_id"],
        ),
        sa.PrimaryKeyConstraint("forum_id", "unit_id"),
    )
    op.create_table(
        "group_members",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["measurement_groups.group_id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.person_id"],
        ),
        sa.PrimaryKeyConstraint("member_id"),
        sa.UniqueConstraint("group_id", "person_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_group_members_group_id"), "group_members", ["group_id"], unique=False)
    op.create_index(
        op.f("ix_group_members_person_id"), "group_members", ["person_id"], unique=False
    )
    op.create_table(
        "household_months",
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("target_group", sa.String(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("CAST(month AS VARCHAR(10)) LIKE '%-01'", name="month_is_its_first_day"),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.delivery_id"],
        ),
        sa.ForeignKeyConstraint(
            ["target_group"],
            ["target_groups.code"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["units.unit_id"],
        ),
        sa.PrimaryKeyConstraint("household_id", "month"),
    )
    op.create_table(
        "published_figures",
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("target_group", sa.String(), nullable=True),
        sa.Column("part", sa.Integer(), nullable=True),
        sa.Column("whole", sa.Integer(), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "shown OR (part IS NULL AND whole IS NULL)", name="hidden_has_no_figure"
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"],
            ["forums.forum_id"],
        ),
        sa.ForeignKeyConstraint(
            ["target_group"],
            ["target_groups.code"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["units.unit_id"],
        ),
        sa.PrimaryKeyConstraint("cell_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "published_figures_by_forum",
        "published_figures",
        ["forum_id", "figure", "period"],
        unique=False,
    )
    op.create_table(
        "published_ledgers",
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("after_months", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint('("on" IS NULL) <> (after_months IS NULL)', name="day_or_months"),
        sa.CheckConstraint("shown OR members IS NULL", name="hidden_ledger_has_no_count"),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["measurement_groups.group_id"],
        ),
        sa.PrimaryKeyConstraint("cell_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_published_ledgers_group_id"), "published_ledgers", ["group_id"], unique=False
    )
    op.create_table(
        "role_grants",
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(role IN ('enhetschef', 'handläggare')) = (unit_id IS NOT NULL)",
            name="unit_where_the_role_goes_by_unit",
        ),
        sa.CheckConstraint("valid_until > valid_from", name="grant_ends_after_it_begins"),
        sa.ForeignKeyConstraint(
            ["forum_id"],
            ["forums.forum_id"],
        ),
        sa.ForeignKeyConstraint(
            ["role"],
            ["roles.code"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["units.unit_id"],
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.user_id"],
        ),
        sa.PrimaryKeyConstraint("grant_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_role_grants_forum_id"), "role_grants", ["forum_id"], unique=False)
    op.create_index(op.f("ix_role_grants_user_id"), "role_grants", ["user_id"], unique=False)
    op.create_table(
        "targets",
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"],
            ["forums.forum_id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["units.unit_id"],
        ),
        sa.PrimaryKeyConstraint("target_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_targets_forum_id"), "targets", ["forum_id"], unique=False)
    op.create_table(
        "individual_plans",
        sa.Column("individual_plan_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ended_on >= made_on", name="plan_ends_after_it_is_made"),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.case_id"],
        ),
        sa.PrimaryKeyConstraint("individual_plan_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_individual_plans_case_id"), "individual_plans", ["case_id"], unique=False
    )
    op.create_table(
        "member_states",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["group_members.member_id"],
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["users.user_id"],
        ),
        sa.ForeignKeyConstraint(
            ["state"],
            ["group_states.code"],
        ),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_member_states_member_id"), "member_states", ["member_id"], unique=False
    )
    op.create_table(
        "point_parties",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["parties.party_id"],
        ),
        sa.ForeignKeyConstraint(
            ["point_id"],
            ["action_points.point_id"],
        ),
        sa.PrimaryKeyConstraint("point_id", "party_id"),
    )
    op.create_table(
        "service_episodes",
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name="episode_ends_after_it_starts"),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.case_id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["parties.party_id"],
        ),
        sa.PrimaryKeyConstraint("episode_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_service_episodes_case_id"), "service_episodes", ["case_id"], unique=False
    )
    op.create_table(
        "status_updates",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("judgement", sa.String(), nullable=True),
        sa.Column("needs", sa.String(), nullable=True),
        sa.Column("next_step", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.CheckConstraint(
            "judgement IS NULL OR judgement = 'on_track' OR needs IS NOT NULL",
            name="help_says_what_is_needed",
        ),
        sa.CheckConstraint(
            "status <> 'done' OR (done_on IS NOT NULL AND (note IS NOT NULL OR evidence IS NOT NULL))",
            name="done_has_day_and_note",
        ),
        sa.ForeignKeyConstraint(
            ["by_user_id"],
            ["users.user_id"],
        ),
        sa.ForeignKeyConstraint(
            ["judgement"],
            ["point_judgements.code"],
        ),
        sa.ForeignKeyConstraint(
            ["point_id"],
            ["action_points.point_id"],
        ),
        sa.ForeignKeyConstraint(
            ["status"],
            ["point_statuses.code"],
        ),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_status_updates_point_id"), "status_updates", ["point_id"], unique=False
    )
    op.create_table(
        "support_months",
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id", "month"],
            ["household_months.household_id", "household_months.month"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.person_id"],
        ),
        sa.PrimaryKeyConstraint("household_id", "person_id", "month"),
    )
    op.create_table(
        "plan_follow_ups",
        sa.Column("individual_plan_id", sa.Integer(), nullable=False),
        sa.Column("followed_up_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["individual_plan_id"],
            ["individual_plans.individual_plan_id"],
        ),
        sa.PrimaryKeyConstraint("individual_plan_id", "followed_up_on"),
    )
    for table in APPEND_ONLY:
        _make_append_only(table)
    for name, rows in CODES.items():
        _insert_codes(name, rows)
    versions = sa.table("area_versions", sa.column("area"), sa.column("version"))
    op.bulk_insert(versions, [{"area": area, "version": 1} for area in AREAS])


def downgrade() -> None:
    """Take the store back to the revision before."""
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute("DROP FUNCTION refuse_change()")
    op.drop_table("plan_follow_ups")
    op.drop_table("support_months")
    op.drop_index(op.f("ix_status_updates_point_id"), table_name="status_updates")
    op.drop_table("status_updates")
    op.drop_index(op.f("ix_service_episodes_case_id"), table_name="service_episodes")
    op.drop_table("service_episodes")
    op.drop_table("point_parties")
    op.drop_index(op.f("ix_member_states_member_id"), table_name="member_states")
    op.drop_table("member_states")
    op.drop_index(op.f("ix_individual_plans_case_id"), table_name="individual_plans")
    op.drop_table("individual_plans")
    op.drop_index(op.f("ix_targets_forum_id"), table_name="targets")
    op.drop_table("targets")
    op.drop_index(op.f("ix_role_grants_user_id"), table_name="role_grants")
    op.drop_index(op.f("ix_role_grants_forum_id"), table_name="role_grants")
    op.drop_table("role_grants")
    op.drop_index(op.f("ix_published_ledgers_group_id"), table_name="published_ledgers")
    op.drop_table("published_ledgers")
    op.drop_index("published_figures_by_forum", table_name="published_figures")
    op.drop_table("published_figures")
    op.drop_table("household_months")
    op.drop_index(op.f("ix_group_members_person_id"), table_name="group_members")
    op.drop_index(op.f("ix_group_members_group_id"), table_name="group_members")
    op.drop_table("group_members")
    op.drop_table("forum_units")
    op.drop_index(op.f("ix_expected_outcomes_plan_id"), table_name="expected_outcomes")
    op.drop_table("expected_outcomes")
    op.drop_index(op.f("ix_cases_unit_id"), table_name="cases")
    op.drop_index(op.f("ix_cases_person_id"), table_name="cases")
    op.drop_table("cases")
    op.drop_index(op.f("ix_action_points_responsible_unit_id"), table_name="action_points")
    op.drop_index(op.f("ix_action_points_plan_id"), table_name="action_points")
    op.drop_table("action_points")
    op.drop_index(op.f("ix_units_party_id"), table_name="units")
    op.drop_index(op.f("ix_units_parent_id"), table_name="units")
    op.drop_table("units")
    op.drop_table("settings")
    op.drop_table("replaced_forums")
    op.drop_index(op.f("ix_measurement_groups_forum_id"), table_name="measurement_groups")
    op.drop_table("measurement_groups")
    op.drop_table("forum_parties")
    op.drop_table("events")
    op.drop_table("deliveries")
    op.drop_index(op.f("ix_action_plans_forum_id"), table_name="action_plans")
    op.drop_table("action_plans")
    op.drop_table("parties")
    op.drop_table("forums")
    op.drop_table("users")
    op.drop_table("target_groups")
    op.drop_table("roles")
    op.drop_table("point_statuses")
    op.drop_table("point_judgements")
    op.drop_table("persons")
    op.drop_table("party_kinds")
    op.drop_table("outcome_levels")
    op.drop_table("group_states")
    op.drop_table("forum_levels")
    op.drop_table("exit_reasons")
    op.drop_table("area_versions")


def _insert_codes(name: str, rows: list[tuple]) -> None:
    """Fill a code list, in the order it stands."""
    columns = ("code", "label", *FLAGS.get(name, ()))
    names = [*columns, "rank"]
    table = sa.table(name, *map(sa.column, names), sa.column("valid_from", sa.Date))
    values = [
        dict(zip(columns, row, strict=True)) | {"rank": rank, "valid_from": date(1900, 1, 1)}
        for rank, row in enumerate(rows, start=1)
    ]
    op.bulk_insert(table, values)


def _make_append_only(table: str) -> None:
    """A row, once written, can be neither changed nor deleted."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
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
