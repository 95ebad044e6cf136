"""axe-core finds nothing serious in what is opened on a page: menus, dialogs, folds."""

import pytest
from playwright.sync_api import expect

from tests.browser.every_page import grave
from tests.thorough import in_full


@pytest.mark.parametrize("theme", ["light", *in_full("dark")])
def test_axe_finds_nothing_serious_in_an_open_menu_on_a_narrow_screen(visit, server, theme):
    page = visit(server, width=390, height=844, theme=theme)
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_role("combobox", name="Styrgrupp")).to_be_in_viewport()
    assert grave(page) == []


@pytest.mark.parametrize(
    ("way", "width", "theme"),
    [
        ("Sätt mål", 1440, "light"),
        ("Skriv hur kurvan kan vändas", 390, "dark"),
        *in_full(("Sätt mål", 390, "dark"), ("Skriv hur kurvan kan vändas", 1440, "light")),
    ],
)
def test_axe_finds_nothing_serious_where_something_is_said_of_a_figure(
    visit, server, way, width, theme
):
    page = visit(f"{server}/nyckeltal?nyckeltal=hushall", width=width, theme=theme)
    page.get_by_role("button", name=way).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert grave(page) == []


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), *in_full((1440, "dark"))])
def test_axe_finds_nothing_serious_in_the_inventory_and_in_a_row_of_it(visit, server, width, theme):
    page = visit(f"{server}/nyckeltal", width=width, theme=theme)
    page.get_by_text("Visa inventeringen").click()
    change = page.get_by_role("button", name="Ändra en rad")
    expect(change).to_be_visible()
    assert grave(page) == []
    change.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert grave(page) == []
