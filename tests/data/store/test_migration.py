"""From every version that has landed, with rows in it, up to the code's own; and one step down."""

from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, select, text

from data.store import (
    StoreError,
    check_version,
    migrate,
    migrations,
    open_store,
    reading,
    writing,
)
from data.store.migration import revisions
from data.store.snapshot import Snapshot
from data.store.sources import SOURCES
from tests.thorough import first

MOVED = {"cases": ("birth_year", "sex")}  # to persons
LANDED = sorted((Path(__file__).parent / "landed").glob("*.sql"))


def fill(engine: Engine, file: Path) -> None:
    """Run the statements of a file, in its own revision's tables."""
    with writing(engine) as connection:
        for line in file.read_text(encoding="utf-8").splitlines():
            if not line.startswith("--"):
                connection.execute(text(line.replace(":", r"\:")))


def everything(engine: Engine) -> dict[str, list[dict]]:
    """Every row of every table that there is, in no order that matters."""
    tables = MetaData()
    with reading(engine) as connection:
        tables.reflect(connection)
        return {
            table.name: sorted(map(dict, connection.execute(select(table)).mappings()), key=str)
            for table in tables.sorted_tables
            if table.name != "alembic_version"
        }


def missing(before: dict[str, list[dict]], after: dict[str, list[dict]]) -> list[tuple[str, dict]]:
    """The rows that were there before and are not any more, by the columns that they had."""
    return [
        (name, row)
        for name, rows in before.items()
        for row in rows
        if not any(kept(name, row).items() <= now.items() for now in after[name])
    ]


def kept(name: str, row: dict) -> dict:
    """A row without the columns that have moved to another table."""
    return {column: value for column, value in row.items() if column not in MOVED.get(name, ())}


def test_a_landed_version_has_rows_of_every_kind_to_bring_along(bare_store):
    (latest,) = LANDED[-1:]
    migrate(bare_store, latest.stem)
    fill(bare_store, latest)

    assert [name for name, rows in everything(bare_store).items() if not rows] == []


@pytest.mark.parametrize("file", first(2, [*LANDED[::-1]]), ids=lambda file: file.stem)
def test_rows_of_a_landed_version_come_along(bare_store, file):
    migrate(bare_store, file.stem)
    fill(bare_store, file)
    before = everything(bare_store)

    migrate(bare_store)

    check_version(bare_store)
    assert missing(before, everything(bare_store)) == []
    assert (
        everything(bare_store)["persons"][0].items()
        >= {"birth_year": 1990, "sex": "kvinna"}.items()
    )
    snapshot = Snapshot(bare_store)
    assert [snapshot.frame(name, snapshot.versions()).height for name in SOURCES]
    assert snapshot.frame("grants", snapshot.versions()).height == 1


@pytest.mark.parametrize("file", LANDED[-2:], ids=lambda file: file.stem)
def test_one_step_down_and_up_again_loses_nothing_that_was_there_before_it(bare_store, file):
    migrate(bare_store, file.stem)
    fill(bare_store, file)
    before = everything(bare_store)
    migrate(bare_store, revisions()[revisions().index(file.stem) + 1])

    config = migrations()
    with writing(bare_store) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "-1")

    assert everything(bare_store) == before
    migrate(bare_store)
    assert missing(before, everything(bare_store)) == []


def test_a_store_with_rows_that_refer_to_nothing_is_left_as_it_is(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    migrate(engine, "0004")
    fill(engine, next(file for file in LANDED if file.stem == "0004"))
    with closing(connect(tmp_path / "store.sqlite")) as file, file:
        file.execute("DELETE FROM units WHERE unit_id = 1")
    before = everything(engine)

    with pytest.raises(StoreError, match="cases.*Inget är ändrat"):
        migrate(engine)

    assert everything(engine) == before
    engine.dispose()


@pytest.mark.parametrize(
    ("person", "case", "after"),
    [(None, "man", "man"), ("kvinna", "man", "man"), ("kvinna", None, "kvinna")],
)
def test_a_person_keeps_what_their_case_said_last_and_else_what_was_known(
    bare_store, person, case, after
):
    migrate(bare_store, "0004")
    fill(bare_store, next(file for file in LANDED if file.stem == "0004"))
    with writing(bare_store) as connection:
        connection.execute(text("UPDATE persons SET sex = :sex"), {"sex": person})
        connection.execute(text("UPDATE cases SET sex = :sex"), {"sex": case})

    migrate(bare_store)

    assert [row["sex"] for row in everything(bare_store)["persons"]] == [after]


def test_revisions_are_known_by_the_names_of_their_files():
    scripts = ScriptDirectory.from_config(migrations())

    assert [*revisions()][::-1] == [script.revision for script in scripts.walk_revisions()]
    assert revisions()[-1] == scripts.get_current_head()
