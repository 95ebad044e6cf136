"""A database that is put back is as one just migrated, whatever a test has done to it."""

from sqlalchemy import Engine, select, text

from data import demo
from data.models.base import SQLModel
from data.models.people import Person
from data.store import writing
from tests.data.builders import put
from tests.data.hamlet import hamlets


def rows(engine: Engine) -> dict[str, list]:
    with engine.connect() as connection:
        return {
            table.name: sorted(connection.execute(select(table)).all(), key=repr)
            for table in SQLModel.metadata.sorted_tables
        }


def test_what_a_test_wrote_is_gone_and_what_was_there_is_there(kept_database):
    with kept_database.put_back() as engine:
        migrated = rows(engine)
        first = put(engine, Person, pseudonym="a")
        demo.fill_place(engine, hamlets()[0])
        with writing(engine) as connection:
            connection.execute(text("UPDATE area_versions SET version = 7"))
            connection.execute(text("DELETE FROM legal_bases"))
        assert rows(engine) != migrated

    with kept_database.put_back() as engine:
        assert rows(engine) == migrated
        assert put(engine, Person, pseudonym="a") == first


def test_tables_that_a_test_has_changed_are_made_anew(kept_database):
    with kept_database.put_back() as engine, writing(engine) as connection:
        connection.execute(text("DROP TRIGGER events_append_only ON events"))
        connection.execute(text("ALTER TABLE persons ADD COLUMN shoe integer"))

    with kept_database.put_back() as engine, engine.connect() as connection:
        trigger = "SELECT count(*) FROM pg_trigger WHERE tgname = 'events_append_only'"
        assert connection.scalar(text(trigger)) == 1
        shoe = "SELECT count(*) FROM pg_attribute WHERE attname = 'shoe' AND attnum > 0"
        assert connection.scalar(text(shoe)) == 0


def test_a_connection_that_a_test_left_open_is_closed(kept_database):
    with kept_database.put_back() as engine:
        left = engine.connect()
        left.execute(text("LOCK TABLE persons"))
        with kept_database.put_back() as again, writing(again) as connection:
            assert connection.scalar(select(Person.person_id)) is None
        left.invalidate()
