"""The figures that are counted from facts once more, in SQL, from their definitions alone.

A third way to count: compared for equality in test_sql, and what the speed of ours is held to.

A figure is a query by its key, in the module of its subject. It reads the frames of
metrics.facts.SHAPES as tables, and `asked`, the periods it is asked about:
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
from metrics.periods import DAY, last_of
from tests.bench.sql import cases, chains, continuity, plans, support, work

SQL: dict[str, str] = support.SQL | cases.SQL | plans.SQL | chains.SQL | continuity.SQL | work.SQL
THREADS = 2


def opened(facts: Facts) -> duckdb.DuckDBPyConnection:
    """A database in memory with the facts in tables of its own, so that reading them is no cost."""
    connection = duckdb.connect(config={"threads": THREADS})
    for name in FRAMES:
        _keep(connection, name, getattr(facts, name))
    return connection


def ask(
    connection: duckdb.DuckDBPyConnection, figure: Figure, periods: Sequence[date], until: date
) -> None:
    """Say which periods a figure is asked about, in `asked`."""
    last = [last_of(figure.cadence, period) for period in periods]
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


def agree(ours: pl.DataFrame, theirs: pl.DataFrame) -> None:
    """AssertionError unless both have counted the same, to the digit; rows in any order."""
    theirs = theirs.select(ours.columns).cast(dict(ours.schema))
    assert_frame_equal(ours, theirs, check_row_order=False, check_exact=True)


def _keep(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """A frame as a table of the database's own."""
    connection.register("frame", frame)
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM frame")
    connection.unregister("frame")
