"""No file in pages/ can be run by its address, not even as the first request of a process.

Streamlit takes a folder `pages` beside the main script for a menu of scripts that run by
themselves, until the main script has run once. So a name is asked for as the very first
request of a process of its own, and must get what an unknown address gets: the frame's answer.
"""

import re
import shutil

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import chooser, drawn
from tests.browser.serving import ROOT, serving

NAMES = ("__init__", "figures", "frame")  # the package, a page, and what is no page: all are alike
UNKNOWN = "finns-inte"


@pytest.fixture(scope="package")
def unknown(browsers, demo_file, tmp_path_factory) -> dict:
    """What an unknown address is answered with, it too by a fresh process."""
    return _first_answer(browsers, demo_file, tmp_path_factory.mktemp("unknown"), UNKNOWN)


@pytest.mark.parametrize("name", NAMES)
def test_there_is_such_a_file_to_ask_for(name):
    assert (ROOT / "pages" / f"{name}.py").is_file()


@pytest.mark.thorough
@pytest.mark.parametrize("name", NAMES)
def test_a_page_modules_address_gets_what_an_unknown_one_gets(
    browsers, demo_file, tmp_path, unknown, name
):
    assert _first_answer(browsers, demo_file, tmp_path, name) == unknown


def _first_answer(browsers, demo_file, folder, name: str) -> dict:
    with serving(shutil.copy(demo_file, folder / "store.sqlite"), untouched=True) as address:
        page = browsers(1440, 1000, "light", 0).new_page()
        page.goto(f"{address}/{name}", timeout=60_000)
        found = _answer(page, address)
        page.close()
    return found


def _answer(page: Page, address: str) -> dict:
    """What a request is answered with, once it has been drawn in full."""
    told = page.locator("[role=dialog]", has_text="Page not found")
    expect(told).to_be_visible(timeout=60_000)
    told.get_by_role("button", name="Close").click()  # Streamlit's own, in English
    drawn(page)
    expect(page.locator(".lb h1")).to_have_text("Lägesbild")
    expect(page).to_have_url(re.compile("styrgrupp="))  # written once the choice is drawn
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    expect(page.get_by_text("Demodata", exact=True)).to_be_visible()
    for label in ("Styrgrupp", "Visa som", "Enhet", "Målgrupp", "Period"):
        expect(chooser(page, label)).to_be_visible()
    return {
        "address": page.url.removeprefix(address),
        "title": page.title(),
        "sidebar": page.get_by_test_id("stSidebar").inner_text(),
        "main": page.get_by_test_id("stMain").inner_text(),
        "went wrong": page.get_by_test_id("stException").count(),
    }
