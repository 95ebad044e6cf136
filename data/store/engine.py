"""Opening the store, SQLite or Postgres, and one transaction at a time over it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from sqlite3 import SQLITE_BUSY
from threading import RLock
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError

BUSY_MILLISECONDS = 10_000
LOOSE = (
    "Databasen har rader som hör till något som inte finns: {}. Inget är ändrat. "
    "Återställ den senaste säkerhetskopian."
)
_TURNS: defaultdict[str, RLock] = defaultdict(RLock)  # by file: engines come and go


class StoreError(Exception):
    """The store can't be used as it is. The message, in Swedish, says why and what to do."""


def open_store(url: str) -> Engine:
    """An engine for SQLite (its folder made if missing) or Postgres. Opens no connection yet."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    Path(place.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_MILLISECONDS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection, _record) -> None:
    connection.isolation_level = None  # so that BEGIN is ours to issue
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A transaction that will write takes the lock at once, so that it is not refused later."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine, *, refers_freely: bool = False) -> Iterator[Connection]:
    """One transaction that writes: all of it is committed, or nothing.

    `refers_freely`: in SQLite, references are checked once, at the end, so that a table that others
    refer to can be made anew; StoreError, and nothing is kept, where a row refers to nothing.
    """
    with _turn(engine), engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        if not (refers_freely and engine.dialect.name == "sqlite"):
            with connection.begin():
                yield connection
            return
        _driver(connection).execute("PRAGMA foreign_keys = OFF")  # without effect in a transaction
        try:
            with connection.begin():
                yield connection
                _demand_references(connection)
        finally:
            _driver(connection).execute("PRAGMA foreign_keys = ON")


def write_if_free(engine: Engine, change: Callable[[Connection], object]) -> bool:
    """Make a change in a transaction of its own, unless somebody else is writing just then.

    For what can wait until the next time, so that whoever only reads waits for no writer. Where
    many can write at once, as in Postgres, it is made.

    Gives:  whether it was made.
    """
    if engine.dialect.name != "sqlite":
        with writing(engine) as connection:
            change(connection)
        return True
    turn = _TURNS[str(engine.url.database)]
    if not turn.acquire(blocking=False):
        return False
    try:
        return _at_once(engine, change)
    finally:
        turn.release()


def _at_once(engine: Engine, change: Callable[[Connection], object]) -> bool:
    """The same in SQLite, where the lock is had at once or not at all."""
    with engine.connect() as connection:
        _driver(connection).execute("PRAGMA busy_timeout = 0")
        try:
            with connection.execution_options(writes=True).begin():
                change(connection)
        except OperationalError as error:
            if _code(error) != SQLITE_BUSY:
                raise
            return False
        finally:
            _driver(connection).execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    return True


def _code(error: OperationalError) -> int:
    """What went wrong in SQLite, without the closer kind that stands above its lowest byte."""
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _demand_references(connection: Connection) -> None:
    loose = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    if loose:
        raise StoreError(LOOSE.format(", ".join(sorted(loose))))


def _turn(engine: Engine) -> AbstractContextManager:
    """The lock that makes this process write to SQLite in turn; none for Postgres.

    SQLite allows one writer at a time and has no queue: with many waiting, one of them may never
    get in before the timeout.
    """
    if engine.dialect.name != "sqlite":
        return nullcontext()
    return _TURNS[str(engine.url.database)]


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One connection that only reads."""
    with engine.connect() as connection:
        yield connection


def new_id(inserted: CursorResult) -> int:
    """The id that the store gave the one row that was inserted."""
    (number,) = inserted.inserted_primary_key or (None,)
    if number is None:
        raise ValueError("no row was inserted, or one without a number of its own")
    return number
