"""Frames of the store, shared by every session and read again only when their area has changed.

Nothing here is narrowed to a viewer: only data.reader and data.published may use it.
"""

from threading import Lock

import polars as pl
from sqlalchemy import Engine, text

from data import frames
from data.store import reading

_LISTS = ("party_kinds", "forum_levels", "roles", "target_groups", "exit_reasons")
_LISTS += ("group_states", "point_statuses", "point_judgements", "outcome_levels")
_CODES = " UNION ALL ".join(
    f"SELECT '{name}' AS list, code, label, rank FROM {name}"  # noqa: S608 - our own names
    for name in _LISTS
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
    "settings": ("organisation", frames.SETTINGS, "settings"),
    "grants": (
        "organisation",
        frames.GRANTS,
        (
            "(SELECT g.*, u.display_name, u.issuer, r.label AS role_label, r.rank AS role_rank"
            " FROM role_grants g JOIN users u USING (user_id) JOIN roles r ON r.code = g.role) AS g"
        ),
    ),
    "cases": (
        "cases",
        frames.CASES,
        (
            "(SELECT c.*, coalesce(r.counts_as_self_support, false) AS self_support"
            " FROM cases c LEFT JOIN exit_reasons r ON r.code = c.exit_reason) AS c"
        ),
    ),
    "household_months": ("cases", frames.HOUSEHOLD_MONTHS, "household_months"),
    "individual_plans": (
        "cases",
        frames.INDIVIDUAL_PLANS,
        (
            "(SELECT p.*, c.unit_id, c.target_group FROM individual_plans p"
            " JOIN cases c USING (case_id)) AS p"
        ),
    ),
    "follow_ups": ("cases", frames.FOLLOW_UPS, "plan_follow_ups"),
    "deliveries": ("cases", frames.DELIVERIES, "deliveries"),
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
    "targets": ("figures", frames.TARGETS, "targets"),
    "published": ("figures", frames.PUBLISHED, "published_figures"),
    "ledgers": ("figures", frames.LEDGERS, "published_ledgers"),
}

_ABSENT = -(2**62)  # stands for null among whole numbers on the way out of SQLite


def read(engine: Engine, source: str, shape: pl.Schema) -> pl.DataFrame:
    """Read columns out of a table, view or subquery into a frame of the given shape, by ADBC.

    SQLite's driver guesses a column's type from its first rows, so there nulls travel as a value
    of the column's own kind and days as text, and are put right here.
    """
    lite = engine.dialect.name == "sqlite"
    columns = ", ".join(_column(name, kind, lite) for name, kind in shape.items())
    query = f"SELECT {columns} FROM {source}"  # noqa: S608 - names from frames.py only
    with _connect(engine, lite) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        frame = pl.DataFrame(cursor.fetch_arrow_table())
    return frame.select(_mended(name, kind, lite) for name, kind in shape.items()).cast(dict(shape))


def _connect(engine: Engine, lite: bool):
    """A connection of ADBC's own to the engine's store; its drivers are imported when needed."""
    if lite:
        from adbc_driver_sqlite import dbapi

        return dbapi.connect(engine.url.database)
    from adbc_driver_postgresql import dbapi

    return dbapi.connect(
        engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    )


def _column(name: str, kind: pl.DataType, lite: bool) -> str:
    quoted = f'"{name}"'
    if not lite:
        return f"CAST({quoted} AS text) AS {quoted}" if kind == pl.String else quoted
    if kind.is_integer() or kind == pl.Boolean:
        return f"coalesce({quoted}, {_ABSENT}) AS {quoted}"
    return f"coalesce({quoted}, '') AS {quoted}" if kind != pl.Float64 else quoted


def _mended(name: str, kind: pl.DataType, lite: bool) -> pl.Expr:
    column = pl.col(name)
    if not lite or kind == pl.Float64:
        return column
    if kind.is_integer() or kind == pl.Boolean:
        number = column.cast(pl.Int64)
        known = pl.when(number != _ABSENT).then(number)
        return (known != 0).alias(name) if kind == pl.Boolean else known.alias(name)
    text_ = column.cast(pl.String)
    known = pl.when(text_ != "").then(text_)
    if kind == pl.Date:
        return known.str.to_date("%Y-%m-%d").alias(name)
    if isinstance(kind, pl.Datetime):
        moment = known.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us")
        return moment.dt.replace_time_zone("UTC").alias(name)
    return known.alias(name)


class Snapshot:
    """The frames of one store; ask `versions()` once a rerun, then `frame(name, versions)`."""

    def __init__(self, engine: Engine):
        self.engine = engine
        self._kept: dict[str, tuple[int, pl.DataFrame]] = {}
        self._lock = Lock()

    def versions(self) -> dict[str, int]:
        """The version of every area, now."""
        with reading(self.engine) as connection:
            return dict(
                connection.execute(text("SELECT area, version FROM area_versions")).tuples().all()
            )

    def frame(self, name: str, versions: dict[str, int]) -> pl.DataFrame:
        """A frame of SOURCES, not older than the versions asked for."""
        area, shape, source = SOURCES[name]
        wanted = versions[area]
        kept = self._kept.get(name)
        if kept and kept[0] >= wanted:
            return kept[1]
        with self._lock:
            kept = self._kept.get(name)
            if not kept or kept[0] < wanted:
                kept = self._kept[name] = (wanted, read(self.engine, source, shape))
        return kept[1]
