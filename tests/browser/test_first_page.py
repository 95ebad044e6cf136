import re
import time

import pytest
from playwright.sync_api import APIRequestContext, expect

from tests.browser.screens import OWN, PLACES, drawn


@pytest.fixture(scope="module")
def request_to(browsers, server) -> APIRequestContext:
    """Asks without drawing what is answered."""
    return browsers(1440, 1000, "light", 0).request


def test_the_first_page_says_how_it_is_in_a_sentence_and_that_it_is_a_demonstration(visit, server):
    page = visit(server)
    expect(page.locator(".lb-first").first).to_have_text(
        re.compile(r"^43 av 150 är kvar i Mätgrupp 150.*försenade.*nyckeltal.*\.$")
    )
    expect(page.get_by_text("Demodata", exact=True)).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "sv"


def test_the_pages_are_in_swedish_from_their_first_byte(request_to, server):
    for path in OWN:
        assert '<html lang="sv"' in request_to.get(f"{server}/{path}").text(), path


def test_the_title_names_the_page_and_the_app(visit, server):
    page = visit(server)
    expect(page).to_have_title(re.compile("Lägesbild"))
    page.goto(f"{server}/matgrupper")
    drawn(page)
    expect(page).to_have_title(re.compile("Mätgrupper.*Lägesbild"))


def test_no_other_site_may_frame_the_pages(request_to, server):
    headers = request_to.get(f"{server}/nyckeltal").headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'self'"
    assert "unsafe-inline" not in policy["script-src"]
    assert "strict-transport-security" not in headers


def test_over_tls_the_browser_is_told_never_to_come_without(request_to, server):
    behind = {"x-forwarded-proto": "https"}
    headers = request_to.get(server, headers=behind).headers
    assert headers["strict-transport-security"] == "max-age=31536000"


def test_every_place_says_how_it_is(visit, server):
    page = visit(server)
    said = set()
    for place in PLACES:
        page.goto(f"{server}/?styrgrupp={place}")
        drawn(page)
        said.add(page.locator(".lb-first").first.inner_text())
    assert len(said) == len(PLACES)


@pytest.mark.thorough
def test_the_first_page_is_drawn_within_reason(visit, server, measured):
    page = visit(server)
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        page.reload()
        drawn(page)
        times.append(time.perf_counter() - begun)
    measured(f"first page, reload to drawn: median {sorted(times)[2]:.2f} s of five")
    assert sorted(times)[2] < 8
