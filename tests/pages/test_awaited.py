"""What a demonstration shows while its places are still being filled: nothing that is not there."""

import pytest
from streamlit.testing.v1.element_tree import Block

from data import demo
from data.demo.behind import Filling
from pages import start
from tests.data.hamlet import hamlets
from tests.pages.opened import Opened, open_page

COMES = "fylls på och kommer hit av sig själv"
WAITS = "Byn Två fylls på. Sidan kommer av sig själv när allt är på plats."


class Process:
    """A process that runs until it is given how it ended."""

    code: int | None = None

    def poll(self) -> int | None:
        return self.code


@pytest.fixture
def process(store, monkeypatch) -> Process:
    """What fills a store that has the first of three places so far."""
    monkeypatch.setattr(demo, "PLACES", hamlets())
    demo.fill_place(store, demo.PLACES[0])
    filling = Filling()
    filling._process = Process()
    monkeypatch.setattr(start, "the_filling", lambda: filling)
    return filling._process


def written(parts: Block) -> str:
    return " ".join(part.proto.body for part in parts if part.type == "html")


def sidebar(page: Opened) -> str:
    return written(page.at.sidebar)


def test_the_places_to_come_are_named_below_those_that_are_there(store, process, monkeypatch):
    page = open_page(store, monkeypatch)

    assert page.at.selectbox(key="styrgrupp").options == ["Byn Ett"]
    assert f"Byn Två och Byn Tre {COMES}a." in sidebar(page)

    demo.fill_place(store, demo.PLACES[1])
    assert f"Byn Tre {COMES}." in sidebar(page.run())

    demo.fill_place(store, demo.PLACES[2])
    assert "fylls på" not in sidebar(page.run())
    assert page.at.selectbox(key="styrgrupp").options == ["Byn Ett", "Byn Två", "Byn Tre"]


@pytest.mark.parametrize("asked_for", ["tva", "Byn Två"])
def test_a_place_to_come_that_the_address_asks_for_says_so_and_then_comes(
    store, process, monkeypatch, asked_for
):
    page = open_page(store, monkeypatch, styrgrupp=asked_for)

    assert WAITS in page.first_line
    assert "<a href='/?styrgrupp=ett' target='_self'>Byn Ett</a>" in written(page.at.main)
    assert not page.at.sidebar.selectbox

    demo.fill_place(store, demo.PLACES[1])
    page.run()

    assert WAITS not in page.text
    assert page.at.selectbox(key="styrgrupp").value == demo.PLACES[1].ids[0]


def test_a_filling_that_failed_does_not_promise_anything(store, process, monkeypatch):
    process.code = 1

    page = open_page(store, monkeypatch)
    assert "kunde inte fyllas på. Starta om programmet" in sidebar(page)
    assert COMES not in sidebar(page)

    page = open_page(store, monkeypatch, styrgrupp="tre")
    assert "Byn Tre kunde inte fyllas på. Starta om programmet" in page.first_line


def test_a_place_that_is_not_to_come_is_told_as_before(store, process, monkeypatch):
    page = open_page(store, monkeypatch, styrgrupp="Atlantis")

    assert "Styrgruppen i adressen finns inte här." in page.text
