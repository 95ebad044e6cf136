"""A demonstration is filled one place at a time, each whole or not there."""

from dataclasses import dataclass, field
from datetime import date

import polars as pl
import pytest
from polars.exceptions import InvalidOperationError
from polars.testing import assert_frame_equal
from sqlalchemy import Connection, select, text

from data import demo
from data.demo import finished, rows
from data.demo.finished import Finished
from data.models.organisation import Forum
from data.models.people import Case, Person
from data.published import catch_up
from data.store import reading
from data.store.snapshot import Snapshot
from tests.data.builders import put

BEGUN, UNTIL = date(2026, 1, 1), date(2026, 3, 31)


@dataclass
class Hamlet:
    """A place of one unit with one case, shaped as the modules of data.demo."""

    CODE: str
    breaks: bool = False
    ids: list[int] = field(default_factory=list)

    def fill(self, connection: Connection) -> int:
        party = rows.add_party(connection, f"Kommunen {self.CODE}", "kommunal_namnd", False)
        forum_id, units = rows.add_forum(
            connection,
            code=self.CODE,
            name=self.CODE,
            as_of=UNTIL,
            parties={"kommunen": party},
            units={f"Enheten i {self.CODE}": ("kommunen", BEGUN)},
            followed=[f"Enheten i {self.CODE}"],
        )
        self.ids.append(forum_id)
        delivery = rows.add_delivery(connection, forum_id, self.CODE, (BEGUN, UNTIL))
        rows.add(
            connection,
            Case,
            source="demo",
            source_key=self.CODE,
            person_id=rows.add(connection, Person, pseudonym=self.CODE),
            unit_id=next(iter(units.values())),
            target_group="unga",
            opened_on=BEGUN,
            delivery_id=delivery,
        )
        if self.breaks:
            raise RuntimeError(self.CODE)
        return forum_id


@pytest.fixture
def hamlets(monkeypatch) -> tuple[Hamlet, ...]:
    """A demonstration of three small places, in place of the real ones."""
    places = tuple(Hamlet(code) for code in ("ett", "tva", "tre"))
    monkeypatch.setattr(demo, "PLACES", places)
    return places


def codes_in(engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.scalars(select(Forum.code).order_by(Forum.forum_id)))


def test_an_empty_store_lacks_every_place_and_a_full_one_none(store, hamlets):
    assert demo.missing(store) == hamlets

    demo.fill(store)

    assert demo.missing(store) == ()
    assert codes_in(store) == ["ett", "tva", "tre"]


def test_a_filling_that_was_broken_off_goes_on_with_what_is_missing(store, hamlets):
    hamlets[1].breaks = True
    with pytest.raises(RuntimeError):
        demo.fill(store)
    assert codes_in(store) == ["ett"]
    assert demo.missing(store) == hamlets[1:]

    hamlets[1].breaks = False
    demo.fill(store)

    assert codes_in(store) == ["ett", "tva", "tre"]
    with reading(store) as connection:
        assert connection.scalar(text("SELECT count(*) FROM parties")) == 3


def test_a_place_is_filled_once_also_when_two_begin(store, hamlets):
    for _ in range(2):
        demo.fill_place(store, hamlets[0])

    assert codes_in(store) == ["ett"]


def test_a_store_with_steering_groups_of_its_own_lacks_nothing(store, hamlets):
    put(store, Forum, code="eget", name="Eget", level="operativ")

    assert demo.missing(store) == ()


def test_a_new_place_leaves_the_figures_of_the_others_as_they_are(store, hamlets):
    demo.fill_place(store, hamlets[0])
    catch_up(Snapshot(store))
    stood = figures_published(store)

    demo.fill_place(store, hamlets[1])

    assert figures_published(store) == stood
    assert forums_behind(store) == hamlets[1].ids


def figures_published(engine) -> list[int]:
    """How many times figures have been published, by steering group."""
    done = "SELECT forum_id FROM events WHERE action = 'publicerade skyddade siffror'"
    with reading(engine) as connection:
        return list(connection.scalars(text(done)))


def forums_behind(engine) -> list[int]:
    before = len(figures_published(engine))
    catch_up(Snapshot(engine))
    return figures_published(engine)[before:]


def test_shipped_figures_are_stored_with_the_place_and_need_no_publishing(
    store, hamlets, monkeypatch, tmp_path
):
    monkeypatch.setattr(finished, "FOLDER", tmp_path / "finished")
    demo.fill_place(store, hamlets[0])
    catch_up(Snapshot(store))
    counted = finished.published(store, hamlets[0].ids[0])
    of_second = Finished(*(renamed(frame, "tva") for frame in counted))
    finished.ship("tva", of_second)

    demo.fill_place(store, hamlets[1])

    stored = finished.published(store, hamlets[1].ids[0])
    assert counted.figures.height > 0
    for frame, expected in zip(stored, of_second, strict=True):
        assert_frame_equal(frame, expected)
    assert forums_behind(store) == []


def test_a_name_that_the_place_does_not_have_is_an_error(store, hamlets, monkeypatch, tmp_path):
    monkeypatch.setattr(finished, "FOLDER", tmp_path / "finished")
    demo.fill_place(store, hamlets[0])
    catch_up(Snapshot(store))
    finished.ship("tva", finished.published(store, hamlets[0].ids[0]))

    with pytest.raises(InvalidOperationError, match="replace_strict"):
        demo.fill_place(store, hamlets[1])
    assert codes_in(store) == ["ett"]


def renamed(frame: pl.DataFrame, code: str) -> pl.DataFrame:
    return frame.with_columns(pl.col("unit").str.replace("ett", code))
