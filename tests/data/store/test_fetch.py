"""What only one kind of store does when it is read; the rest is tried in test_snapshot, on both."""

import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import adbc_driver_manager
import polars as pl
import pytest
from adbc_driver_manager import AdbcConnection
from sqlalchemy import Engine, event
from sqlalchemy.exc import DatabaseError

from data.models.organisation import Party
from data.store import open_store
from data.store.fetch import read
from tests.data.builders import put
from tests.postgres import ask

MANY, SHAPE = 40, pl.Schema({"name": pl.String})


@pytest.fixture
def lite(migrated_file, tmp_path) -> Engine:
    """A store in a file."""
    shutil.copy(migrated_file, tmp_path / "store.sqlite")
    engine = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield engine
    engine.dispose()


def narrow(engine: Engine, most: int) -> None:
    """Let no text in the store be longer than so many bytes, as it may be in a huge one."""

    @event.listens_for(engine, "checkout")
    def _limit(connection, *_) -> None:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, most)


def names() -> list[str]:
    return [f"Part {number:04}, med »åäö« och\nradbrytning" for number in range(MANY)]


def test_more_than_sqlite_can_hold_in_one_text_is_read_a_row_at_a_time(lite):
    for name in names():
        put(lite, Party, name=name)
    narrow(lite, most=1_000)

    assert read(lite, "parties", SHAPE)["name"].to_list() == names()


def test_what_is_wrong_otherwise_is_not_taken_for_that(lite):
    with pytest.raises(DatabaseError, match="no such table"):
        read(lite, "nothing_of_the_kind", SHAPE)


def test_no_two_connections_to_postgres_are_opened_at_the_same_time(kept_database, monkeypatch):
    opening, met = [], []

    def slowly(database: object) -> AdbcConnection:
        opening.append(database)
        met.append(len(opening))
        time.sleep(0.02)
        opening.pop()
        return AdbcConnection(database)

    monkeypatch.setattr(adbc_driver_manager, "AdbcConnection", slowly)
    with kept_database.put_back() as engine, ThreadPoolExecutor(8) as readers:
        assert len([*readers.map(lambda _: read(engine, "parties", SHAPE), range(16))]) == 16
    assert met == [1] * 16


def test_postgres_is_read_by_many_at_once_and_again_when_it_has_let_everybody_go(kept_database):
    with kept_database.put_back() as engine, ThreadPoolExecutor(8) as readers:
        put(engine, Party, name="Part")

        def read_once(_number: int) -> list[str]:
            return read(engine, "parties", SHAPE)["name"].to_list()

        assert [*readers.map(read_once, range(60))] == [["Part"]] * 60
        address = engine.url.render_as_string(hide_password=False)
        ask(
            address,
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        assert read_once(0) == ["Part"]
        assert alone(address)


def alone(address: str) -> bool:
    """Whether nobody else is connected within seconds: the server takes a while to let one go."""
    connected = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    until = time.monotonic() + 5
    while ask(address, connected) != 1:
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
