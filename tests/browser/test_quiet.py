"""The browser has nothing to complain of, and calls nobody but the server."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.screens import EVERY, OWN, PLACES, go_to, open_point
from tests.conftest import THOROUGH
from tests.pages.walk import USUAL, titles_for


class Allowed(NamedTuple):
    """A complaint that is let through: what it looks like, and why it can't be helped."""

    pattern: str
    why: str


ALLOWED = (
    Allowed(
        r"404 \(Not Found\) http://localhost:\d+/[\w-]+/_stcore/health$",
        "Streamlit looks for its server beside the page's address before it looks at the root.",
    ),
    Allowed(
        r"404 \(Not Found\) http://localhost:\d+/[\w-]+/_stcore/host-config$",
        "The same, for its other question.",
    ),
)


@pytest.mark.parametrize("place", PLACES if THOROUGH else PLACES[:1])
def test_nothing_is_complained_of_on_the_way_through_the_pages(visit, server, heard, place):
    page = visit(f"{server}/?styrgrupp={place}")
    mine = titles_for(USUAL)
    for title in (*mine[1:], mine[0]):
        go_to(page, title)
    quiet(heard, server)


@pytest.mark.parametrize("address", EVERY if THOROUGH else OWN)
def test_nothing_is_complained_of_where_a_link_leads_straight_in(visit, server, heard, address):
    page = visit(f"{server}/{address}")
    twin = page.get_by_text("Visa som tabell")
    if twin.count():
        twin.first.click()
        expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    if page.get_by_test_id("stVegaLiteChart").count():
        chart = page.get_by_test_id("stVegaLiteChart")
        expect(chart.first.locator("canvas, svg").first).to_be_visible()
    quiet(heard, server)


def test_nothing_is_complained_of_with_a_panel_open(visit, server, heard):
    page = visit(f"{server}/handlingsplaner")
    open_point(page, 4)
    quiet(heard, server)


def quiet(heard, server: str) -> None:
    """No complaint that is not allowed, no request to another host."""
    said = [
        error for error in heard.errors if not any(re.search(a.pattern, error) for a in ALLOWED)
    ]
    assert said == []
    hosts = {urlsplit(address).netloc for address in heard.addresses} - {""}
    assert hosts == {urlsplit(server).netloc}
