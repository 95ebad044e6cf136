"""On every page, wherever a link leads straight in: axe finds nothing serious, nothing scrolls
sideways on a narrow screen, and the browser complains of nothing and calls nobody but the server.
"""

from itertools import cycle

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW
from tests.browser.every_page import (
    BESIDE_THE_MENU,
    WIDTHS,
    chart_drawn,
    complained_of,
    grave,
    too_wide,
)
from tests.browser.screens import EVERY, OWN, PLACES, drawn, go_to, open_point, within
from tests.pages.walk import USUAL, titles_for
from tests.thorough import first

ADDRESSES = [*OWN, *sorted({*EVERY} - {*OWN})]
WAYS = ((390, "dark"), (1440, "light"), (390, "light"), (1440, "dark"))


@pytest.mark.parametrize(
    ("address", "width", "theme"),
    first(
        len(OWN), [(address, *way) for address, way in zip(ADDRESSES, cycle(WAYS), strict=False)]
    ),
)
def test_a_page_is_accessible_and_quiet(visit, server, heard, address, width, theme):
    """By turns on a narrow and a wide screen, in light and dark; the wide one is made smaller."""
    page = visit(f"{server}/{address}", width=width, theme=theme)
    chart_drawn(page)
    found = grave(page)
    for between in BESIDE_THE_MENU if width > NARROW else ():
        page.set_viewport_size({"width": between, "height": 844})
        drawn(page)
        found += too_wide(page)
    _show_table(page)
    assert [*found, *complained_of(heard, server)] == []


@pytest.mark.thorough
@pytest.mark.parametrize(("address", "place"), [*zip(ADDRESSES, cycle(PLACES), strict=False)])
def test_nothing_scrolls_sideways(visit, server, address, place):
    """By turns in each of the places, opened on a telephone."""
    page = visit(within(f"{server}/{address}", f"styrgrupp={place}"), width=WIDTHS[0], height=844)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        drawn(page)
        assert too_wide(page) == [], width


@pytest.mark.parametrize("place", first(1, PLACES))
def test_nothing_is_complained_of_on_the_way_through_the_pages(visit, server, heard, place):
    page = visit(f"{server}/?styrgrupp={place}")
    mine = titles_for(USUAL)
    for title in (*mine[1:], mine[0]):
        go_to(page, title)
    assert complained_of(heard, server) == []


@pytest.mark.parametrize(("width", "theme"), first(1, WAYS))
def test_a_panel_is_accessible_and_quiet(visit, server, heard, width, theme):
    page = visit(f"{server}/handlingsplaner", width=width, theme=theme)
    open_point(page, 4)
    assert grave(page) == []
    assert complained_of(heard, server) == []


BAD = """<main data-testid="stMain"><h1>Ärenden</h1><button></button>
  <p style="color: #aaa; background: #fff">4 711</p><div style="width: 900px; height: 9px"></div>
  <section style="width: 40px; border: 1px solid">Självförsörjande</section>
  <img src="http://127.0.0.1:9/picture.png" alt="kartan"></main>"""


def test_a_page_that_is_none_of_this_is_found_out(visit, server, heard):
    page = visit(server, width=390)
    page.set_content(BAD)
    rules = [line.split()[0] for line in grave(page)]
    assert {"button-name", "color-contrast"} <= set(rules)
    wide = too_wide(page)
    assert any(line.startswith("DIV") for line in wide)
    assert "past its frame: Självförsörjande" in wide
    found = complained_of(heard, server)
    assert "called 127.0.0.1:9" in found
    assert any("picture.png" in line or "ERR_" in line or "CSP" in line for line in found[:-1])


def _show_table(page: Page) -> None:
    twin = page.get_by_text("Visa som tabell")
    if twin.count():
        twin.first.click()
        expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
