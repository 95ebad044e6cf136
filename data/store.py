"""Opening the store, SQLite or Postgres, and keeping its tables at the code's own version.

From a shell:  python -m data.store migrate
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import RLock

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError

from data.settings import ROOT, SettingError, settings

BUSY_MILLISECONDS = 10_000
_TURNS: defaultdict[str, RLock] = defaultdict(RLock)  # by file: engines come and go
OLDER = "Databasen är äldre än programmet. Kör »python -m data.store migrate« och starta om."
NEWER = "Databasen är nyare än programmet. Installera den senaste versionen av Lägesbild."
UNREACHABLE = (
    "Databasen går inte att nå. Kontrollera LAGESBILD_DATABASE_URL och att databasen är igång."
)


class StoreError(Exception):
    """The store can't be used as it is. The message, in Swedish, says why and what to do."""


def open_store(url: str) -> Engine:
    """An engine for SQLite (its folder made if missing) or Postgres. Opens no connection yet."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    Path(place.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_MILLISECONDS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection, _record) -> None:
    connection.isolation_level = None  # so that BEGIN is ours to say
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A transaction that will write takes its place at once, so that it is never refused later."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: all of it is kept, or none."""
    with _turn(engine), engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            yield connection


def _turn(engine: Engine) -> AbstractContextManager:
    """Whose turn it is to write in this process.

    SQLite lets one write at a time and has no queue: with many waiting, somebody never gets in
    before the time is out. Postgres keeps its own order.
    """
    if engine.dialect.name != "sqlite":
        return nullcontext()
    return _TURNS[str(engine.url.database)]


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One look at the store that writes nothing."""
    with engine.connect() as connection:
        yield connection


def migrations() -> Config:
    """Alembic's settings, from pyproject.toml."""
    return Config(toml_file=ROOT / "pyproject.toml")


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the tables up to this code's version, or to an earlier revision on the way.

    StoreError when the store can't be reached or is newer than the code.
    """
    config = migrations()
    if _is_newer(engine):
        raise StoreError(NEWER)
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def check_version(engine: Engine) -> None:
    """StoreError when the store can't be reached, or is older or newer than the code."""
    if _is_newer(engine):
        raise StoreError(NEWER)
    if _found_version(engine) != ScriptDirectory.from_config(migrations()).get_current_head():
        raise StoreError(OLDER)


def _is_newer(engine: Engine) -> bool:
    """Whether the store has a revision that this code has never heard of."""
    scripts = ScriptDirectory.from_config(migrations()).walk_revisions()
    return _found_version(engine) not in {None, *(script.revision for script in scripts)}


def _found_version(engine: Engine) -> str | None:
    try:
        with reading(engine) as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except OperationalError:
        raise StoreError(UNREACHABLE) from None


def main(words: list[str]) -> int:
    """Run a command about the store; 0 done, 1 refused, 2 used wrongly."""
    if words != ["migrate"]:
        sys.stderr.write("Så här: python -m data.store migrate\n")
        return 2
    try:
        migrate(open_store(settings().database_url))
    except (StoreError, SettingError) as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    sys.stdout.write("Databasen har programmets version.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
