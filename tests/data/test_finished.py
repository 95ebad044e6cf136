"""The demonstration's finished figures are those that its facts give, cell by cell."""

import shutil
from itertools import chain

import polars as pl
import pytest

from data import demo
from data.demo import finished
from data.demo.finished import Finished
from data.models.figures import HiddenCell
from data.models.organisation import Forum
from data.published import publish
from data.store import open_store, writing
from data.store.snapshot import Snapshot
from tests.data.builders import put, rows_of

RENEW = "Renew the files:  python -m data.demo finish"
SHOWN = 30  # cells named when they differ


@pytest.fixture
def counted(request, migrated_file, tmp_path) -> Finished:
    """The figures of one place, made from its facts alone."""
    path = tmp_path / "counted.sqlite"
    shutil.copy(migrated_file, path)
    engine = open_store(f"sqlite:///{path}")
    with writing(engine) as connection:
        forum_id = demo.put_in(connection, request.param)
    publish(Snapshot(engine), forum_id)
    yield finished.published(engine, forum_id)
    engine.dispose()


def different(shipped: pl.DataFrame, counted: pl.DataFrame) -> list[str]:
    """The cells that only one of them has, each as a line."""
    sides = (("shipped", shipped), ("counted", counted))
    both = pl.concat([frame.with_columns(side=pl.lit(side)) for side, frame in sides])
    cells = both.filter(both.drop("side").is_duplicated().not_()).sort(pl.all().exclude("side"))
    return [", ".join(_words(cell)) for cell in cells.to_dicts()]


def _words(cell: dict) -> list[str]:
    side = cell.pop("side")
    return [side, *(f"{name} {value}" for name, value in cell.items() if value is not None)]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("place", "counted"),
    [pytest.param(place, place, id=place.CODE) for place in demo.PLACES],
    indirect=["counted"],
)
def test_every_shipped_cell_is_what_the_facts_give(place, counted):
    shipped = finished.shipped(place.CODE)
    assert shipped is not None, f"{place.CODE} has no finished figures. {RENEW}"

    lines = list(chain(*map(different, shipped, counted)))

    assert not lines, f"{len(lines)} cells differ. {RENEW}\n" + "\n".join(lines[:SHOWN])


def test_what_is_shipped_has_no_digests_of_another_store(demo_store):
    marks = {"digest": "letters", "figure": "avslut", "secret": True, "loose": False}
    forum_id = rows_of(demo_store, Forum)[0]["forum_id"]
    put(demo_store, HiddenCell, forum_id=forum_id, **marks)

    taken = finished.published(demo_store, forum_id)

    assert "secret" in taken.hidden.columns
    assert all("digest" not in frame.columns for frame in taken)


def test_a_cell_that_differs_is_named_from_both_sides():
    cells = {"figure": ["avslut", "hushall"], "unit": ["A", None], "part": [3, 5]}
    shipped = pl.DataFrame(cells)

    assert different(shipped, shipped) == []
    assert different(shipped, pl.DataFrame(cells | {"part": [3, 6]})) == [
        "shipped, figure hushall, part 5",
        "counted, figure hushall, part 6",
    ]
