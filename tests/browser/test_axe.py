"""axe-core finds nothing serious on any page, in light and dark, on a wide and a narrow screen."""

from itertools import cycle
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.screens import EVERY, OWN, open_point
from tests.conftest import THOROUGH


class Allowed(NamedTuple):
    """A finding that is let through: the rule, the element or what it lies in, and why."""

    rule: str
    within: str
    why: str


ALLOWED: tuple[Allowed, ...] = ()
GRAVE = ("serious", "critical")
# Every day each page once, in a thorough run every address: by turns on a wide and a narrow screen,
# in light and dark.
WAYS = ((1440, "light"), (390, "dark"), (1440, "dark"), (390, "light"))
BY_TURNS = [(address, *way) for address, way in zip(OWN, cycle(WAYS), strict=False)]
IN_FULL = [(address, *way) for address, way in zip(EVERY, cycle(WAYS), strict=False)]
_LIES_WITHIN = """([target, within]) => {
  const found = document.querySelector(target);
  return Boolean(found && (found.closest(within) || found.querySelector(within)));
}"""


@pytest.mark.parametrize(("address", "width", "theme"), IN_FULL if THOROUGH else BY_TURNS)
def test_axe_finds_nothing_serious(visit, server, address, width, theme):
    page = visit(f"{server}/{address}", width=width, theme=theme)
    if page.get_by_test_id("stVegaLiteChart").count():
        expect(page.locator("[data-testid=stVegaLiteChart] :is(canvas, svg)").first).to_be_visible()
    assert grave(page) == []


@pytest.mark.parametrize(("width", "theme"), WAYS if THOROUGH else WAYS[:2])
def test_axe_finds_nothing_serious_with_a_panel_open(visit, server, width, theme):
    page = visit(f"{server}/handlingsplaner", width=width, theme=theme)
    open_point(page, 4)
    assert grave(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_an_open_menu_on_a_narrow_screen(visit, server, theme):
    page = visit(server, width=390, height=844, theme=theme)
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_role("combobox", name="Styrgrupp")).to_be_in_viewport()
    assert grave(page) == []


def grave(page: Page) -> list[str]:
    """What axe finds serious or critical and is not allowed, a line each."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']} {node['target'][0]}: {_why(node)} :: {node['html'][:160]}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
        if not _allowed(page, rule["id"], node["target"][0])
    ]


def _why(node: dict) -> str:
    return " ".join(check["message"] for check in node["any"] + node["all"] + node["none"])


def _allowed(page: Page, rule: str, target: str) -> bool:
    return any(
        rule == allowed.rule and page.evaluate(_LIES_WITHIN, [target, allowed.within])
        for allowed in ALLOWED
    )


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
@pytest.mark.parametrize("way", ["Sätt mål", "Skriv hur kurvan kan vändas"])
def test_axe_finds_nothing_serious_where_something_is_said_of_a_figure(
    visit, server, way, width, theme
):
    page = visit(f"{server}/nyckeltal?nyckeltal=hushall", width=width, theme=theme)
    page.get_by_role("button", name=way).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert grave(page) == []


@pytest.mark.parametrize(("width", "theme"), [(1440, "dark"), (390, "light")])
def test_axe_finds_nothing_serious_in_the_inventory_and_in_a_row_of_it(visit, server, width, theme):
    page = visit(f"{server}/nyckeltal", width=width, theme=theme)
    page.get_by_text("Visa inventeringen").click()
    change = page.get_by_role("button", name="Ändra en rad")
    expect(change).to_be_visible()
    assert grave(page) == []
    change.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert grave(page) == []
