"""Frames of the store, shared by every session and read again only when their area has changed.

Nothing here is narrowed to a viewer: only data.reader and data.published may use it.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import count
from threading import Lock

import polars as pl
from sqlalchemy import Connection, Engine, text

from data import frames
from data.store import reading

_LISTS = ("party_kinds", "forum_levels", "roles", "target_groups", "exit_reasons")
_LISTS += ("group_states", "point_statuses", "point_judgements", "outcome_levels", "access_kinds")
_LISTS += ("tracks", "instruments", "indicators", "figure_standings")
_CODES = " UNION ALL ".join(
    f"SELECT '{name}' AS list, code, label, rank, valid_from, valid_until FROM {name}"  # noqa: S608 - our own names
    for name in _LISTS
)

# What figures read, by name -> whether a steering group has any of it, in SQL.
_OF_CASE = "{0} x JOIN cases c USING (case_id) JOIN scope s ON s.unit_id = c.unit_id"
_OF_UNIT = "{0} x JOIN scope s ON s.unit_id = x.unit_id"
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
    "household_months": _OF_UNIT.format("household_months"),
    "household_months.amount": f"{_OF_UNIT.format('household_months')} AND x.amount IS NOT NULL",
    "support_months": _OF_UNIT.format("household_months"),
    "support_months.birth_year": (
        "persons x JOIN cases c ON c.person_id = x.person_id AND x.birth_year IS NOT NULL"
        " JOIN scope s ON s.unit_id = c.unit_id"
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
_PRESENT = " UNION ALL ".join(
    f"SELECT f.forum_id, '{name}' AS name FROM forums f"  # noqa: S608 - our own names
    f" WHERE EXISTS (SELECT 1 FROM {rows} WHERE s.forum_id = f.forum_id)"
    for name, rows in _THERE.items()
)

# frame -> the area whose version it goes by, its shape, and where its columns come from
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
            "(SELECT c.*, coalesce(r.counts_as_self_support, false) AS self_support, r.leads_to"
            " FROM cases c LEFT JOIN exit_reasons r ON r.code = c.exit_reason) AS c"
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

# A second copy of SQLite in one process, as a driver for Arrow brings, undoes the first one's
# locks and may delete its log. So SQLite is read by Python's own module: a line of text a row,
# put together inside SQLite and taken apart by polars.
_SEPARATOR = "\x1f"


def read(engine: Engine, source: str, shape: pl.Schema) -> pl.DataFrame:
    """Read columns out of a table, view or subquery into a frame of the given shape.

    By ADBC from Postgres; from SQLite as lines of text. Text in the store is never empty: an
    empty one comes out as null.
    """
    return read_each(engine, {source: shape})[source]


def read_each(engine: Engine, shapes: Mapping[str, pl.Schema]) -> dict[str, pl.DataFrame]:
    """The same of several, source -> shape, over one connection.

    To open one to Postgres takes longer than to read a small frame.
    """
    lite = engine.dialect.name == "sqlite"
    take = _read_lite if lite else _read_postgres
    with reading(engine) if lite else _connected(engine) as connection:
        return {source: take(connection, source, shape) for source, shape in shapes.items()}


def _connected(engine: Engine) -> AbstractContextManager:
    from adbc_driver_postgresql import dbapi  # imported when needed: it takes its time

    address = engine.url.set(drivername="postgresql")
    return dbapi.connect(address.render_as_string(hide_password=False))


def _read_postgres(connection, source: str, shape: pl.Schema) -> pl.DataFrame:
    columns = ", ".join(
        f'NULLIF(CAST("{name}" AS text), \'\') AS "{name}"' if kind == pl.String else f'"{name}"'
        for name, kind in shape.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {source}")  # noqa: S608 - names from frames.py
        return pl.DataFrame(cursor.fetch_arrow_table()).select(shape.names()).cast(dict(shape))


def _read_lite(connection: Connection, source: str, shape: pl.Schema) -> pl.DataFrame:
    forms, cells = zip(*(_cell(name, kind) for name, kind in shape.items()), strict=True)
    line = f"printf('{_SEPARATOR.join(forms)}', {', '.join(cells)})"
    rows = connection.exec_driver_sql(f"SELECT {line} FROM {source}")  # noqa: S608 - as above
    lines = "\n".join([line for (line,) in rows.cursor.fetchall()])
    if not lines:
        return shape.to_frame()
    as_text = pl.read_csv(
        lines.encode(),
        has_header=False,
        separator=_SEPARATOR,
        schema=dict.fromkeys(shape.names(), pl.String),
    )
    return as_text.select(_parsed(name, kind) for name, kind in shape.items()).cast(dict(shape))


def _cell(name: str, kind: pl.DataType) -> tuple[str, str]:
    """A column as SQLite prints it: a form for its printf, and what goes into it.

    Text stands between quotation marks, with its own doubled (%w). A null prints as nothing by %s.
    """
    if kind == pl.Float64:
        return "%s", f"iif(\"{name}\" IS NULL, '', printf('%!.17g', \"{name}\"))"  # null is 0
    if kind != pl.String:
        return "%s", f'"{name}"'
    return '"%w"', f"coalesce(\"{name}\", '')"


def _parsed(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.String:
        return pl.when(column != "").then(column).alias(name)
    if kind == pl.Boolean:
        return column.cast(pl.Int64) != 0
    if kind == pl.Date:
        return column.str.to_date("%Y-%m-%d")
    if isinstance(kind, pl.Datetime):
        moment = column.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us")
        return moment.dt.replace_time_zone("UTC")
    return column


_numbers = count(1)


class Snapshot:
    """The frames of one store; ask `versions()` once a rerun, then `frame(name, versions)`."""

    def __init__(self, engine: Engine):
        self.engine = engine
        self.number = next(_numbers)
        self._kept: dict[str, tuple[int, pl.DataFrame]] = {}
        self._lock = Lock()

    def versions(self) -> dict[str, int]:
        """The version of every area, now."""
        with reading(self.engine) as connection:
            return dict(connection.execute(text("SELECT area, version FROM area_versions")).all())

    def frame(self, name: str, versions: dict[str, int]) -> pl.DataFrame:
        """A frame of SOURCES, not older than the versions asked for."""
        return self.frames((name,), versions)[name]

    def frames(self, names: Sequence[str], versions: dict[str, int]) -> dict[str, pl.DataFrame]:
        """Several, by name: what has to be read is read over one connection."""
        if self._behind(names, versions):
            with self._lock:
                behind = {SOURCES[n][2]: n for n in self._behind(names, versions)}
                shapes = {source: SOURCES[name][1] for source, name in behind.items()}
                for source, frame in read_each(self.engine, shapes).items():
                    name = behind[source]
                    self._kept[name] = (versions[SOURCES[name][0]], frame)
        return {name: self._kept[name][1] for name in names}

    def _behind(self, names: Sequence[str], versions: dict[str, int]) -> list[str]:
        """Those that are not kept, or are older than the versions asked for."""
        never = (-1, None)
        return [n for n in names if self._kept.get(n, never)[0] < versions[SOURCES[n][0]]]
