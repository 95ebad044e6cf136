"""Reading what figures are counted from out of a store, against fetching the same and no more."""

import time
from collections.abc import Callable
from functools import cache
from statistics import median

import pyarrow as pa
from sqlalchemy import Engine

from data.store import reading
from data.store.snapshot import Snapshot
from data.store.sources import SOURCES
from metrics.facts import FRAMES
from tests.bench.table import Line, number

AREA = tuple(name for name in FRAMES if SOURCES[name][0] == "cases")


def area(engine: Engine, of: str, rounds: int) -> Line:
    """Every frame of the cases' area ÷ a bare fetch of the same columns and rows, by turns.

    Bare is what a program would do that wanted the rows and nothing else: from Postgres an Arrow
    table for each by ADBC over one connection; from SQLite, which is not read by ADBC, Python's own
    `fetchall` of the columns as they are. Neither makes days of text or checks any shape.
    """
    bare = {"sqlite": _bare_lite, "postgresql": _bare_postgres}[engine.dialect.name]
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_timed(lambda: _read(engine)))
        theirs.append(_timed(lambda: bare(engine)))
    took = f"{number(median(ours))} s mot {number(median(theirs))}"
    return Line(
        f"Läsa ärendena ÷ bar hämtning, {of}", median(ours) / median(theirs), 1.5, 1.1, took
    )


def _timed(do: Callable[[], None]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def _read(engine: Engine) -> None:
    snapshot = Snapshot(engine)
    snapshot.frames(AREA, snapshot.versions())


def _bare_lite(engine: Engine) -> None:
    with reading(engine) as connection:
        for query in _queries():
            connection.exec_driver_sql(query).cursor.fetchall()


def _bare_postgres(engine: Engine) -> None:
    from adbc_driver_manager import AdbcConnection, AdbcStatement

    with AdbcConnection(_database(engine)) as connection:
        for query in _queries():
            with AdbcStatement(connection) as statement:
                statement.set_sql_query(query)
                rows, _ = statement.execute_query()
                pa.RecordBatchReader.from_stream(rows).read_all()


@cache
def _database(engine: Engine) -> object:
    """What connections are opened from, made once as ours is."""
    from adbc_driver_postgresql import connect

    return connect(engine.url.set(drivername="postgresql").render_as_string(hide_password=False))


def _queries() -> list[str]:
    columns = {name: ", ".join(f'"{column}"' for column in SOURCES[name][1]) for name in AREA}
    return [f"SELECT {columns[name]} FROM {SOURCES[name][2]}" for name in AREA]
