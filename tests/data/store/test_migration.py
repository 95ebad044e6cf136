"""From every version that has landed, with rows in it, up to the code's own; and one step down."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, MetaData, select, text

from data.store import check_version, migrate, migrations, reading, writing
from data.store.snapshot import Snapshot
from data.store.sources import SOURCES

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
        if not any(row.items() <= now.items() for now in after[name])
    ]


def test_a_landed_version_has_rows_of_every_kind_to_bring_along(bare_store):
    (latest,) = LANDED[-1:]
    migrate(bare_store, latest.stem)
    fill(bare_store, latest)

    assert [name for name, rows in everything(bare_store).items() if not rows] == []


@pytest.mark.parametrize("file", LANDED, ids=lambda file: file.stem)
def test_rows_of_a_landed_version_come_along(bare_store, file):
    migrate(bare_store, file.stem)
    fill(bare_store, file)
    before = everything(bare_store)

    migrate(bare_store)

    check_version(bare_store)
    assert missing(before, everything(bare_store)) == []
    snapshot = Snapshot(bare_store)
    assert [snapshot.frame(name, snapshot.versions()).height for name in SOURCES]
    assert snapshot.frame("grants", snapshot.versions()).height == 1


def test_one_step_down_and_up_again_loses_nothing_that_was_there_before_it(bare_store):
    (latest,) = LANDED[-1:]
    migrate(bare_store, latest.stem)
    fill(bare_store, latest)
    before = everything(bare_store)
    migrate(bare_store)

    config = migrations()
    with writing(bare_store) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "-1")

    assert everything(bare_store) == before
    migrate(bare_store)
    assert missing(before, everything(bare_store)) == []
