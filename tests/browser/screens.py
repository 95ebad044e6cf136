"""What a person does on the screens: opens one, chooses a filter, opens a point, says how it is."""

import re

from playwright.sync_api import Locator, Page, expect

from pages.register import PAGES
from tests.pages.walk import every_address, pictured

# the engine by itself first: the same pages in two thirds of the time
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
PATIENCE = 30_000
# Every address that the pages have, in words: those of tests/pages/expected that have a name, and
# all of them.
OWN = tuple(address.written() for module in PAGES for address in pictured(module))
EVERY = tuple(address.written() for address in every_address())
PLACES = ("spanga-tensta", "gotland", "lillstad")
_DRAWN = """() =>
  document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
  && document.querySelector(".lb-first")?.checkVisibility()
  && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]")
"""

expect.set_options(timeout=PATIENCE)


def open_at(page: Page, address: str) -> None:
    """Go to an address and wait until the page has been drawn in full."""
    page.goto(address)
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until the script has run to its end, and all that it made is on the screen."""
    page.wait_for_function(_DRAWN)


def within(address: str, question: str) -> str:
    """An address with one more question: within("/a?b=c", "d=e") -> "/a?b=c&d=e"."""
    return f"{address}{'&' if '?' in address else '?'}{question}"


def chooser(page: Page, label: str) -> Locator:
    """A filter, or one of the sidebar's choices."""
    return page.get_by_role("combobox", name=label, exact=True)


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a filter."""
    chooser(page, label).click()
    page.get_by_role("option", name=option, exact=True).click()
    expect(chooser(page, label)).to_have_value(option)
    drawn(page)


def go_to(page: Page, title: str) -> None:
    """Change page by the sidebar."""
    page.get_by_test_id("stSidebar").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    drawn(page)


def way(page: Page, begins: str) -> Locator:
    """A card or a row that leads somewhere, by how its words begin."""
    inside, name = page.get_by_role("main"), re.compile(f"^{re.escape(begins)}")
    return inside.get_by_role("link", name=name).or_(inside.get_by_role("button", name=name))


def row_of(page: Page, number: int) -> Locator:
    """A point's row in the list of Handlingsplaner, by the point's number."""
    return way(page, f"{number} ")


def open_point(page: Page, number: int) -> Locator:
    """Press a point's row; gives its panel."""
    row_of(page, number).click()
    return panel(page)


def panel(page: Page) -> Locator:
    """The panel of a point that is open."""
    return panel_of(page, "Vad som har sagts")


def panel_of(page: Page, heading: str) -> Locator:
    """The panel that is open, known by a heading in it."""
    opened = page.get_by_role("dialog")
    expect(opened.get_by_role("heading", name=heading)).to_be_visible()
    drawn(page)
    return opened


def status_button(opened: Locator, word: str) -> Locator:
    """The button that saves a status."""
    return opened.get_by_role("button", name=re.compile(rf"{word}$"))
