"""Every page of the register keeps every promise, at every address that it has."""

from itertools import cycle, product

import pytest
from sqlalchemy import Engine, insert

from data.demo.visitors import let_visitors_in
from data.models.organisation import Forum
from data.people.rights import RIGHTS, Viewer
from data.store import writing
from metrics.catalogue import FIGURES
from pages import figures, register
from tests.conftest import THOROUGH
from tests.pages.conftest import PLACES
from tests.pages.opened import open_page
from tests.pages.promises import EMPTY_PROMISES, PAGE_PROMISES, broken
from tests.pages.sent import too_fine
from tests.pages.shown import Shown
from tests.pages.walk import Address, every_address, expected, pictured
from tests.thorough import first

pytestmark = pytest.mark.walked
USUAL, *OTHERS = PLACES
EVERYWHERE = list(every_address())
FIRST = [pictured(module)[0] for module in register.PAGES]
EVERY_FIGURE = [Address(figures, (("nyckeltal", figure.key),)) for figure in FIGURES]
SHORTLY = [(place, address) for place in OTHERS for address in FIRST]
IN_FULL = [(place, address) for place in OTHERS for address in EVERYWHERE]
IN_FULL += zip(cycle(PLACES), EVERY_FIGURE, strict=False)  # by turns
BY_TURNS = [*zip(cycle(PLACES), RIGHTS, strict=False)]
BY_ROLE = [*BY_TURNS, *(each for each in product(PLACES, RIGHTS) if each not in BY_TURNS)]


@pytest.fixture(autouse=True)
def _nothing_kept_open() -> None:
    """Here the store is kept open from page to page: nothing is written to it but the log."""


@pytest.fixture(scope="module")
def engine(kept_store) -> Engine:
    """The demonstration, with a steering group that nothing has been delivered to."""
    with writing(kept_store) as connection:
        made = connection.execute(
            insert(Forum).values(code="ny", name="Ny styrgrupp", level="operativ")
        )
        let_visitors_in(connection, made.inserted_primary_key[0])
    return kept_store


@pytest.mark.parametrize("module", register.PAGES, ids=lambda module: module.PATH)
def test_a_page_says_what_is_expected_of_it(module):
    assert expected(module).ADDRESSES


@pytest.mark.parametrize("address", EVERYWHERE, ids=str)
def test_a_page_keeps_every_promise(engine, address):
    assert broken(Shown(address, USUAL, engine), PAGE_PROMISES) == []


@pytest.mark.parametrize(("place", "address"), IN_FULL if THOROUGH else SHORTLY, ids=str)
def test_a_page_keeps_them_in_other_places_and_of_every_figure(engine, place, address):
    assert broken(Shown(address, place, engine), PAGE_PROMISES) == []


@pytest.mark.parametrize(("place", "role"), first(len(RIGHTS), BY_ROLE))
def test_nobody_is_sent_anything_finer_than_words(engine, monkeypatch, place, role):
    """All pages of a role, as its visitor opens them."""
    for module in register.PAGES:
        if module.is_for(Viewer(1, "", 1, frozenset({role}), frozenset({1}))):
            page = open_page(engine, monkeypatch, module.PATH, som=role, styrgrupp=place)
            assert page.first_line
            assert too_fine(page) == [], module.PATH


@pytest.mark.parametrize("address", FIRST, ids=str)
def test_an_empty_page_says_why_and_who_can_fill_it(engine, address):
    assert broken(Shown(address, "ny", engine), EMPTY_PROMISES) == []
