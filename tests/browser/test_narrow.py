"""On a narrow screen nothing scrolls sideways, and nothing is cut."""

import pytest
from playwright.sync_api import expect

from tests.browser.every_page import WIDTHS, too_wide
from tests.browser.screens import PLACES, open_at, open_point

_HAS_SLID_IN = """width => {
  const box = document.querySelector('[role=dialog]').getBoundingClientRect();
  return box.left >= 0 && box.right <= width + 1;
}"""
_CUT = """opened => [...opened.querySelectorAll('button, textarea, p, dd')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width > 1 && (box.right > innerWidth + 1 || box.left < 0); }).map(e => e.outerHTML)"""
_CUT_IN_CHART = """() => {
  const edge = document.querySelector('[data-testid=stVegaLiteChart]').getBoundingClientRect();
  return [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg :is(text, path)')]
    .filter(e => e.getBoundingClientRect().right > edge.right + 2)
    .map(e => `${e.tagName} ${Math.round(e.getBoundingClientRect().right)} ${e.textContent}`);
}"""


@pytest.mark.parametrize(
    "path", ["nyckeltal?nyckeltal=hushall", "behorighet?som=Administratören&del=Inställningar"]
)
def test_a_table_of_words_is_read_without_scrolling_it(visit, server, path):
    page = visit(f"{server}/{path}", width=390, height=844)
    tables = page.locator(".lb-scroll:has(.lb-stacks)")
    expect(tables.first).to_be_visible()
    for table in tables.all():
        assert table.evaluate("e => e.scrollWidth - e.clientWidth") <= 0


@pytest.mark.parametrize("width", WIDTHS)
def test_the_panel_of_a_point_fits_a_narrow_screen(visit, server, width):
    page = visit(f"{server}/handlingsplaner", width=390, height=844)
    page.set_viewport_size({"width": width, "height": 844})
    opened = open_point(page, 4)
    expect(opened).to_be_visible()
    page.wait_for_function(_HAS_SLID_IN, arg=width)
    assert opened.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    assert opened.evaluate(_CUT) == []


def test_the_menu_of_a_narrow_screen_gives_way_to_the_page_it_led_to(visit, server):
    page = visit(server, width=390, height=844)
    page.get_by_test_id("stExpandSidebarButton").click()
    menu = page.get_by_test_id("stSidebar")
    menu.get_by_role("link", name="Handlingsplaner").click()
    expect(page.locator(".lb h1")).to_have_text("Handlingsplaner")
    expect(menu).to_have_attribute("data-collapsed", "true")


def test_nothing_scrolls_sideways_at_twice_the_size(visit, server):
    assert too_wide(visit(server, width=720, height=450)) == []


def test_all_of_a_chart_can_be_seen_on_a_narrow_screen(visit, server):
    page = visit(server, width=390, height=844)
    for place in PLACES:
        open_at(page, f"{server}/handlingsplaner?vy=Tidslinje&styrgrupp={place}")
        expect(page.locator("[data-testid=stVegaLiteChart] svg")).to_be_visible()
        assert page.evaluate(_CUT_IN_CHART) == [], place
