"""A demonstration is filled one place at a time, each whole or not there."""

import sys

import polars as pl
import pytest
from polars.exceptions import InvalidOperationError
from polars.testing import assert_frame_equal
from sqlalchemy import select, text

from data import demo
from data.demo import behind, finished
from data.demo.__main__ import main
from data.demo.behind import Filling
from data.demo.finished import Finished
from data.models.organisation import Forum
from data.published import catch_up
from data.store import reading
from data.store.snapshot import Snapshot
from tests.data.builders import put
from tests.data.hamlet import Hamlet
from tests.data.hamlet import hamlets as places
from tests.operation import IN_OPERATION


@pytest.fixture
def hamlets(monkeypatch) -> tuple[Hamlet, ...]:
    """A demonstration of three small places, in place of the real ones."""
    monkeypatch.setattr(demo, "PLACES", places())
    return demo.PLACES


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


@pytest.fixture
def address(store, monkeypatch) -> str:
    """The store's address, which the commands read from the environment."""
    address = store.url.render_as_string(hide_password=False)
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", address)
    return address


def test_the_command_fills_a_store_and_makes_the_figures_that_are_not_shipped(
    store, hamlets, address, capsys
):
    assert main(["fill"]) == 0

    assert capsys.readouterr().out == "".join(f"{place.NAME} är ifyllt.\n" for place in hamlets)
    assert codes_in(store) == ["ett", "tva", "tre"]
    assert forums_behind(store) == []


def test_the_command_fills_nothing_but_a_demonstration(
    store, hamlets, address, monkeypatch, capsys
):
    for name, value in IN_OPERATION.items():
        monkeypatch.setenv(name, value)

    assert main(["fill"]) == 1
    assert "LAGESBILD_MODE" in capsys.readouterr().err
    assert codes_in(store) == []


def test_the_command_writes_files_that_can_be_stored_instead_of_publishing(
    store, hamlets, address, monkeypatch, tmp_path
):
    monkeypatch.setattr(finished, "FOLDER", tmp_path / "finished")

    assert main(["finish"]) == 0
    demo.fill(store)

    assert forums_behind(store) == []
    for place in hamlets:
        counted = finished.published(store, place.ids[-1])
        assert finished.shipped(place.CODE).figures.equals(counted.figures)


def test_what_is_awaited_is_what_a_filling_has_yet_to_bring(store, hamlets, monkeypatch):
    monkeypatch.setattr(behind, "COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    filling = Filling()
    assert filling.awaited([]) == {}

    filling.begin(store)

    assert filling.awaited(["ett"]) == {"tva": "Byn Två", "tre": "Byn Tre"}
    assert not filling.has_failed
    filling.end()


def test_a_filling_that_ends_early_has_failed(store, hamlets, monkeypatch):
    monkeypatch.setattr(behind, "COMMAND", (sys.executable, "-c", "raise SystemExit(1)"))
    filling = Filling()
    filling.begin(store)
    filling._process.wait()

    assert filling.has_failed
    filling.end()


def test_nothing_is_begun_for_a_store_that_is_full(store, hamlets, monkeypatch):
    monkeypatch.setattr(behind, "COMMAND", ("no such command",))
    demo.fill(store)
    filling = Filling()

    filling.begin(store)

    assert filling.awaited([]) == {}
    filling.end()
