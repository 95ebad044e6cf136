"""What only one kind of store does when it is read; the rest is tried in test_snapshot, on both."""

import shutil
import sqlite3

import polars as pl
import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import DatabaseError

from data.models.organisation import Party
from data.store import open_store
from data.store.fetch import read
from tests.data.builders import put

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
