"""Columns of a table, view or subquery in the store, read into a frame by the quickest way."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary, finalize

import polars as pl
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from data.store import reading
from data.store.frames import shaped_as

# A second copy of SQLite in one process, which a driver for Arrow brings with it, undoes the first
# one's locks and may delete its log. So SQLite is read by Python's own module, as one text with a
# line per row: put together inside SQLite, and parsed as CSV by polars.
_SEPARATOR = "\x1f"
_ALL = "SELECT CAST(group_concat({line}, char(10)) AS BLOB) FROM {source}"
_EACH = "SELECT {line} FROM {source}"
_opened_from: WeakKeyDictionary[Engine, Any] = WeakKeyDictionary()
_turn = Lock()
_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


def read(engine: Engine, source: str, shape: pl.Schema) -> pl.DataFrame:
    """Read columns of a table, view or subquery into a frame of the given shape.

    From Postgres by ADBC, from SQLite as lines of text. Empty text is given as null.
    """
    return read_each(engine, {source: shape})[source]


def read_each(engine: Engine, shapes: Mapping[str, pl.Schema]) -> dict[str, pl.DataFrame]:
    """The same for several, source -> shape, in one transaction on one connection."""
    if engine.dialect.name == "sqlite":
        with reading(engine) as lite:
            return {source: _read_lite(lite, source, shape) for source, shape in shapes.items()}
    with _connected(engine) as connection:
        return {source: _read_postgres(connection, source, s) for source, s in shapes.items()}


@contextmanager
def _connected(engine: Engine) -> Iterator[Any]:
    """A connection to a Postgres store that only reads, all of it as of one moment.

    The database object that connections are opened from asks for the store's types once, which
    takes ten times as long as opening a connection. It keeps none open, so it survives a restart of
    Postgres. It may be used by one thread at a time.
    """
    from adbc_driver_manager import AdbcConnection, AdbcStatement  # when needed: they take time
    from adbc_driver_postgresql import connect

    with _turn:
        if engine not in _opened_from:
            address = engine.url.set(drivername="postgresql")
            database = connect(address.render_as_string(hide_password=False))
            finalize(engine, database.close).atexit = False  # somebody may still be reading
            _opened_from[engine] = database
        connection = AdbcConnection(_opened_from[engine])
    try:
        connection.set_autocommit(False)
        with AdbcStatement(connection) as statement:
            statement.set_sql_query(_ONE_MOMENT)
            statement.execute_update()
        yield connection
    finally:
        with _turn:
            connection.close()


def _read_postgres(connection, source: str, shape: pl.Schema) -> pl.DataFrame:
    from adbc_driver_manager import AdbcStatement

    columns = ", ".join(
        f'NULLIF(CAST("{name}" AS text), \'\') AS "{name}"' if kind == pl.String else f'"{name}"'
        for name, kind in shape.items()
    )
    with AdbcStatement(connection) as statement:
        statement.set_sql_query(f"SELECT {columns} FROM {source}")  # noqa: S608 - from frames.py
        rows, _ = statement.execute_query()
        return shaped_as(shape, pl.DataFrame(rows))


def _read_lite(connection: Connection, source: str, shape: pl.Schema) -> pl.DataFrame:
    forms, cells = zip(*(_cell(name, kind) for name, kind in shape.items()), strict=True)
    line = f"printf('{_SEPARATOR.join(forms)}', {', '.join(cells)})"
    lines = _lines(connection, line, source)
    if not lines:
        return shape.to_frame()
    as_text = pl.read_csv(
        lines,
        has_header=False,
        separator=_SEPARATOR,
        schema=dict.fromkeys(shape.names(), pl.String),
    )
    return as_text.select(_parsed(name, kind).cast(kind) for name, kind in shape.items())


def _lines(connection: Connection, line: str, source: str) -> bytes:
    """One line per row: all rows as one value, or row by row where that is too big for SQLite."""
    try:
        ((lines,),) = connection.exec_driver_sql(_ALL.format(line=line, source=source))
    except DBAPIError as error:
        if "too big" not in str(error.orig):
            raise
        rows = connection.exec_driver_sql(_EACH.format(line=line, source=source))
        return "\n".join([line for (line,) in rows.all()]).encode()
    return lines or b""


def _cell(name: str, kind: pl.DataType) -> tuple[str, str]:
    """How SQLite prints a column: the format for its printf, and the value that goes into it.

    Text is put in quotation marks, and those inside it are doubled (%w). %s prints null as nothing.
    """
    if kind == pl.Float64:
        # printf would print a null as 0
        return "%s", f"iif(\"{name}\" IS NULL, '', printf('%!.17g', \"{name}\"))"
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
