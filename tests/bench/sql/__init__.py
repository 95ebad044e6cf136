"""The figures of the catalogue once more, in SQL, from their definitions alone.

A third way to count: compared for equality in test_sql, and what the speed of ours is held to.

A figure is a query by its key, in the module of its subject. Of those that are made of what is
seen already: see derived. The others read the frames of metrics.facts.SHAPES as tables, and `asked`,
the periods they are asked about:
    period      its first day
    past        the first day after it
    day         its last day, or the last day known of in one that goes on
and may use $until, the last day known of, and what metrics.facts.Rules has. What it gives is
called as what `count` gives; in any order.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import duckdb
import polars as pl
from polars.testing import assert_frame_equal

from metrics.catalogue import Figure
from metrics.facts import FRAMES, Facts, Rules
from metrics.from_shown import SHAPE, Shown
from metrics.periods import DAY, last_of
from tests.bench.sql import cases, chains, continuity, derived, plans, support, work

SQL: dict[str, str] = support.SQL | cases.SQL | plans.SQL | chains.SQL | continuity.SQL | work.SQL
SQL |= derived.SQL
THREADS = 2


def opened(facts: Facts) -> duckdb.DuckDBPyConnection:
    """A database in memory with the facts in tables of its own, so that reading them is no cost."""
    connection = duckdb.connect(config={"threads": THREADS})
    fill(connection, facts)
    return connection


def fill(connection: duckdb.DuckDBPyConnection, facts: Facts) -> None:
    """Put the facts in place of those that a database has."""
    for name in FRAMES:
        _keep(connection, name, getattr(facts, name))


def ask(
    connection: duckdb.DuckDBPyConnection, figure: Figure, periods: Sequence[date], until: date
) -> None:
    """Say which periods a figure is asked about, in `asked`."""
    last = [last_of(figure.cadence.name, period) for period in periods]
    rows = pl.DataFrame(
        [(p, d + DAY, min(d, until)) for p, d in zip(periods, last, strict=True) if p <= until],
        schema=dict.fromkeys(("period", "past", "day"), pl.Date),
        orient="row",
    )
    _keep(connection, "asked", rows)


def counted(
    connection: duckdb.DuckDBPyConnection, figure: Figure, until: date, rules: Rules
) -> pl.DataFrame:
    """What a figure's own `count` gives of the periods in `asked`, by its SQL."""
    query = SQL[figure.key]
    known = {"until": until} | asdict(rules)
    said = {name: value for name, value in known.items() if f"${name}" in query}
    return pl.DataFrame(connection.sql(query, params=said).to_arrow_table())


def opened_on_seen(seen: Shown, keys: Sequence[str]) -> duckdb.DuckDBPyConnection:
    """A database in memory with what is seen: the rows of those figures, a list, plans."""
    connection = duckdb.connect(config={"threads": THREADS})
    rows = [seen.of(key).with_columns(figure=pl.lit(key)) for key in keys]
    _keep(connection, "seen", pl.concat(rows))
    _keep(connection, "there", seen.periods)
    _keep(connection, "updates", seen.updates.with_columns(pl.col("at").dt.replace_time_zone(None)))
    for name in ("population", "ledger", "items", "expected"):
        _keep(connection, name, getattr(seen, name))
    return connection


def counted_of_seen(
    connection: duckdb.DuckDBPyConnection, figure: Figure, seen: Shown
) -> pl.DataFrame:
    """What a figure's own `count` gives of what is seen, by its SQL."""
    query = SQL[figure.key]
    names = ("size", "goal", "on", "until", "stale_after")
    said = {name: getattr(seen, name) for name in names if f"${name}" in query}
    told = pl.DataFrame(connection.sql(query, params=said).to_arrow_table())
    return told.select(list(SHAPE)).cast(SHAPE)


def agree(ours: pl.DataFrame, theirs: pl.DataFrame) -> None:
    """AssertionError unless both have counted the same, to the digit; rows in any order."""
    theirs = theirs.select(ours.columns).cast(dict(ours.schema))
    assert_frame_equal(ours, theirs, check_row_order=False, check_exact=True)


def _keep(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """A frame as a table of the database's own."""
    connection.register("frame", frame)
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM frame")
    connection.unregister("frame")
