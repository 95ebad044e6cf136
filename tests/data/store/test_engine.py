import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.models import SQLModel
from data.store import StoreError, check_version, migrate, open_store, reading, writing
from data.store.migration import NEWER, OLDER


def test_the_migrations_make_the_tables_that_the_code_has(store):
    with reading(store) as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), SQLModel.metadata
        )

    assert differences == []


@pytest.mark.parametrize("words", ["UPDATE events SET action = 'b'", "DELETE FROM events"])
def test_an_event_once_written_stays_as_it_is(store, words):
    with writing(store) as connection:
        connection.execute(
            text("INSERT INTO events (at, action, what) VALUES ('2026-01-01 00:00:00', 'a', 'b')")
        )

    with pytest.raises(DBAPIError, match="append-only"), writing(store) as connection:
        connection.execute(text(words))


def test_a_store_that_is_older_than_the_code_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(StoreError, match=OLDER[:20]):
        check_version(open_store(f"sqlite:///{tmp_path / 'empty.sqlite'}"))


@pytest.mark.parametrize("enter", [check_version, migrate])
def test_a_store_that_is_newer_than_the_code_is_refused_in_a_sentence(store, enter):
    with writing(store) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreError, match=NEWER[:20]):
        enter(store)


def test_a_store_that_does_not_answer_is_refused_in_a_sentence():
    with pytest.raises(StoreError, match="går inte att nå"):
        check_version(open_store("postgresql+psycopg://nobody@localhost:1/nothing"))


def test_migrating_a_migrated_store_changes_nothing(store):
    migrate(store)

    check_version(store)
