"""Where every frame comes from: the area whose version it follows, its shape, and its SQL.

Nothing here is narrowed to a viewer: see data.store.snapshot.
"""

import polars as pl

from data.store import frames

_LISTS = ("party_kinds", "forum_levels", "roles", "target_groups", "exit_reasons")
_LISTS += ("group_states", "point_statuses", "point_judgements", "outcome_levels", "access_kinds")
_LISTS += ("tracks", "instruments", "indicators", "figure_standings")
_CODES = " UNION ALL ".join(
    f"SELECT '{name}' AS list, code, label, rank, valid_from, valid_until FROM {name}"  # noqa: S608 - our own names
    for name in _LISTS
)

# What figures read: name -> SQL for the rows of a steering group, to see whether there are any.
_OF_CASE = "{0} x JOIN cases c USING (case_id) JOIN scope s ON s.unit_id = c.unit_id"
_OF_UNIT = "{0} x JOIN scope s ON s.unit_id = x.unit_id"
_PAID = "household_months x JOIN scope s ON s.unit_id = x.unit_id"
_SUPPORTED = (
    "support_months m JOIN household_months x USING (household_id, month)"
    " JOIN scope s ON s.unit_id = x.unit_id"
)
_BY_CASE = {
    "episodes": "service_episodes",
    "activities": "bridging_activities",
    "contacts": "contact_periods",
    "tracks": "track_periods",
    "assessments": "assessments",
    "stays": "programme_stays",
    "after_exit": "contacts_after_exit",
    "reviewed": "reviewed_cases",
    "individual_plans": "individual_plans",
}
_THERE = {name: _OF_CASE.format(table) for name, table in _BY_CASE.items()}
_THERE |= {
    "household_months": _PAID,
    "household_months.amount": f"{_PAID} AND x.amount IS NOT NULL",
    "support_months": _SUPPORTED,
    "support_months.birth_year": (
        f"{_SUPPORTED} JOIN persons p ON p.person_id = m.person_id AND p.birth_year IS NOT NULL"
    ),
    "cases": _OF_UNIT.format("cases"),
    **{
        f"cases.{name}": f"{_OF_UNIT.format('cases')} AND x.{name} IS NOT NULL"
        for name in ("first_decided_on", "is_zero_placed", "is_shared", "needs_parallel")
    },
    "follow_ups": (
        "plan_follow_ups x JOIN individual_plans p USING (individual_plan_id)"
        " JOIN cases c USING (case_id) JOIN scope s ON s.unit_id = c.unit_id"
    ),
    "individual_plans.next_step_on": (
        f"{_OF_CASE.format('individual_plans')} AND x.next_step_on IS NOT NULL"
    ),
    "scores": (
        "assessment_scores x JOIN assessments a USING (assessment_id)"
        " JOIN cases c USING (case_id) JOIN scope s ON s.unit_id = c.unit_id"
    ),
    "consents": (
        "consents x JOIN cases c ON c.person_id = x.person_id JOIN scope s ON s.unit_id = c.unit_id"
    ),
    "rounds": _OF_UNIT.format("review_rounds"),
    "samples": _OF_UNIT.format("response_samples"),
    "population": "population s",
    "deliveries": "deliveries s",
}
_SCOPE = (
    "WITH RECURSIVE scope (forum_id, unit_id) AS (SELECT forum_id, unit_id FROM forum_units"
    " UNION SELECT s.forum_id, u.unit_id FROM scope s JOIN units u ON u.parent_id = s.unit_id)"
)
# Stops at the first row: without the offset Postgres joins all rows to find out if there is any.
_ONE = "LIMIT 1 OFFSET 0"
_PRESENT = " UNION ALL ".join(
    f"SELECT f.forum_id, '{name}' AS name FROM forums f"  # noqa: S608 - our own names
    f" WHERE EXISTS (SELECT 1 FROM {rows} WHERE s.forum_id = f.forum_id {_ONE})"
    for name, rows in _THERE.items()
)

# frame -> the area whose version it follows, its shape, and where its columns come from
SOURCES: dict[str, tuple[str, pl.Schema, str]] = {
    "codes": ("organisation", frames.CODES, f"({_CODES}) AS c"),
    "forums": ("organisation", frames.FORUMS, "forums"),
    "units": ("organisation", frames.UNITS, "units"),
    "forum_units": ("organisation", frames.FORUM_UNITS, "forum_units"),
    "parties": ("organisation", frames.PARTIES, "parties"),
    "forum_parties": ("organisation", frames.FORUM_PARTIES, "forum_parties"),
    "replaced_forums": ("organisation", frames.REPLACED_FORUMS, "replaced_forums"),
    "settings": (
        "organisation",
        frames.SETTINGS,
        (
            "(SELECT s.*, u.display_name AS changed_by FROM settings s"
            " LEFT JOIN users u ON u.user_id = s.changed_by_user_id) AS s"
        ),
    ),
    "grants": (
        "organisation",
        frames.GRANTS,
        (
            "(SELECT g.*, u.display_name, u.issuer, r.label AS role_label, r.rank AS role_rank,"
            " u.deactivated_at IS NOT NULL AS is_deactivated,"
            " coalesce(p.is_external, false) AS is_external"
            " FROM role_grants g JOIN users u USING (user_id) JOIN roles r ON r.code = g.role"
            " LEFT JOIN parties p ON p.party_id = u.party_id) AS g"
        ),
    ),
    "users": ("organisation", frames.USERS, "users"),
    "legal_bases": (
        "organisation",
        frames.LEGAL_BASES,
        (
            "(SELECT l.*, u.display_name AS confirmed_by FROM legal_bases l"
            " LEFT JOIN users u ON u.user_id = l.confirmed_by_user_id) AS l"
        ),
    ),
    "reviews": (
        "organisation",
        frames.REVIEWS,
        (
            "(SELECT r.*, u.display_name AS by FROM log_reviews r"
            " JOIN users u ON u.user_id = r.by_user_id) AS r"
        ),
    ),
    "cases": (
        "cases",
        frames.CASES,
        (
            "(SELECT c.*, p.birth_year, p.sex,"
            " coalesce(r.counts_as_self_support, false) AS self_support, r.leads_to"
            " FROM cases c JOIN persons p USING (person_id)"
            " LEFT JOIN exit_reasons r ON r.code = c.exit_reason) AS c"
        ),
    ),
    "household_months": ("cases", frames.HOUSEHOLD_MONTHS, "household_months"),
    "support_months": (
        "cases",
        frames.SUPPORT_MONTHS,
        (
            "(SELECT s.person_id, s.month, h.unit_id, h.target_group, p.birth_year, p.sex"
            " FROM support_months s JOIN household_months h USING (household_id, month)"
            " JOIN persons p USING (person_id)) AS s"
        ),
    ),
    "individual_plans": (
        "cases",
        frames.INDIVIDUAL_PLANS,
        (
            "(SELECT p.*, c.unit_id, c.target_group FROM individual_plans p"
            " JOIN cases c USING (case_id)) AS p"
        ),
    ),
    "follow_ups": ("cases", frames.FOLLOW_UPS, "plan_follow_ups"),
    "episodes": (
        "cases",
        frames.EPISODES,
        "(SELECT e.*, e.party_id AS party FROM service_episodes e) AS e",
    ),
    "activities": ("cases", frames.ACTIVITIES, "bridging_activities"),
    "contacts": ("cases", frames.CONTACTS, "contact_periods"),
    "tracks": ("cases", frames.TRACKS, "track_periods"),
    "assessments": ("cases", frames.ASSESSMENTS, "assessments"),
    "scores": (
        "cases",
        frames.SCORES,
        (
            "(SELECT s.*, i.is_belief FROM assessment_scores s"
            " JOIN indicators i ON i.code = s.indicator) AS s"
        ),
    ),
    "consents": ("cases", frames.CONSENTS, "consents"),
    "stays": ("cases", frames.STAYS, "programme_stays"),
    "after_exit": ("cases", frames.AFTER_EXIT, "contacts_after_exit"),
    "rounds": ("cases", frames.ROUNDS, "review_rounds"),
    "reviewed": ("cases", frames.REVIEWED, "reviewed_cases"),
    "samples": (
        "cases",
        frames.SAMPLES,
        (
            "(SELECT s.unit_id, s.sampled_on, s.received, s.answered_same_day AS answered"
            " FROM response_samples s) AS s"
        ),
    ),
    "population": ("cases", frames.POPULATION, "population"),
    "deliveries": ("cases", frames.DELIVERIES, "deliveries"),
    "present": ("cases", frames.PRESENT, f"({_SCOPE} {_PRESENT}) AS p"),
    "groups": ("groups", frames.GROUPS, "measurement_groups"),
    "members": ("groups", frames.MEMBERS, "group_members"),
    "states": (
        "groups",
        frames.STATES,
        "(SELECT s.*, m.group_id FROM member_states s JOIN group_members m USING (member_id)) AS s",
    ),
    "plans": ("plans", frames.PLANS, "action_plans"),
    "outcomes": ("plans", frames.OUTCOMES, "expected_outcomes"),
    "points": (
        "plans",
        frames.POINTS,
        (
            "(SELECT i.*, i.point_id AS item_id, p.forum_id, p.decided_on FROM action_points i"
            " JOIN action_plans p USING (plan_id)) AS i"
        ),
    ),
    "point_parties": (
        "plans",
        frames.POINT_PARTIES,
        (
            "(SELECT i.point_id AS item_id, p.name AS party FROM point_parties i"
            " JOIN parties p USING (party_id)) AS i"
        ),
    ),
    "updates": (
        "plans",
        frames.UPDATES,
        (
            "(SELECT s.*, s.point_id AS item_id, u.display_name AS by FROM status_updates s"
            " JOIN users u ON u.user_id = s.by_user_id) AS s"
        ),
    ),
    "point_figures": (
        "plans",
        frames.POINT_FIGURES,
        "(SELECT p.point_id AS item_id, p.figure FROM point_figures p) AS p",
    ),
    "targets": (
        "figures",
        frames.TARGETS,
        (
            "(SELECT t.*, u.display_name AS set_by FROM targets t"
            " LEFT JOIN users u ON u.user_id = t.set_by_user_id) AS t"
        ),
    ),
    "rebases": (
        "figures",
        frames.REBASES,
        (
            '(SELECT r.*, u.display_name AS "by" FROM rebases r'
            " JOIN users u ON u.user_id = r.by_user_id) AS r"
        ),
    ),
    "figure_notes": (
        "figures",
        frames.FIGURE_NOTES,
        (
            '(SELECT n.*, u.display_name AS "by" FROM figure_notes n'
            " JOIN users u ON u.user_id = n.by_user_id) AS n"
        ),
    ),
    "scorecards": ("figures", frames.SCORECARDS, "scorecards"),
    "chosen": ("figures", frames.CHOSEN, "chosen_figures"),
    "inventory": (
        "figures",
        frames.INVENTORY,
        (
            '(SELECT i.*, u.display_name AS "by" FROM inventory i'
            " LEFT JOIN users u ON u.user_id = i.by_user_id) AS i"
        ),
    ),
    "delivered_figures": ("figures", frames.DELIVERED_FIGURES, "delivered_figures"),
    "delivered_values": (
        "figures",
        frames.DELIVERED_VALUES,
        (
            "(SELECT v.*, f.forum_id, f.key FROM delivered_values v"
            " JOIN delivered_figures f USING (delivered_figure_id)) AS v"
        ),
    ),
    "published": ("figures", frames.PUBLISHED, "published_figures"),
    "ledgers": ("figures", frames.LEDGERS, "published_ledgers"),
}
