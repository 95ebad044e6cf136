"""From a click to a drawn page in Chromium: a unit is chosen, and all has been drawn again."""

import shutil
from statistics import median

from playwright.sync_api import Page as Tab
from playwright.sync_api import expect, sync_playwright

from tests.bench.measure import PAGES
from tests.bench.table import Line, number
from tests.bench.visit import CHOICES, Page
from tests.browser.screens import CHROMIUM, FLAGS, PATIENCE, chooser

MEASURED = PAGES[:2]  # the first page, and Nyckeltal
# From the click until the script has run to its end, nothing old is left and it has been painted.
CLOCK = """() => {
  window.took = new Promise(done => addEventListener("click", () => {
    const begun = performance.now(), app = document.querySelector("[data-testid=stApp]");
    let ran = false;
    const look = () => {
      const state = app.getAttribute("data-test-script-state");
      ran ||= state !== "notRunning";
      if (!ran || state !== "notRunning") return;
      if (document.querySelector("[data-stale=true], [data-testid=stSkeleton]")) return;
      seen.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)));
    };
    const seen = new MutationObserver(look);
    seen.observe(app, { attributes: true, childList: true, subtree: true });
  }, { capture: true, once: true }));
}"""


def drawn(port: int, rounds: int) -> list[Line]:
    """Click to drawn ÷ the same of the empty frame, by turns; nothing without Chromium."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        return []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        lines = []
        for page in MEASURED:
            tabs = [_opened(browser.new_page(), port, side) for side in (page, page.empty)]
            taken: tuple[list[float], list[float]] = ([], [])
            for turn in range(rounds + 1):
                for tab, kept in zip(tabs, taken, strict=True):
                    kept.append(_chosen(tab, 1 + turn % (CHOICES - 1)))
            lines.append(_line(page, *(median(kept[1:]) for kept in taken)))  # the first warms up
        browser.close()
    return lines


def _opened(tab: Tab, port: int, page: Page) -> Tab:
    tab.set_default_timeout(PATIENCE)
    tab.goto(f"http://localhost:{port}/{page.path}?{page.query}")
    _wait(tab)
    return tab


def _wait(tab: Tab) -> None:
    expect(chooser(tab, "Enhet")).to_be_visible()
    expect(tab.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(tab.locator("[data-stale=true], [data-testid=stSkeleton]")).to_have_count(0)


def _chosen(tab: Tab, place: int) -> float:
    """Milliseconds from the click on one of the units until all is drawn."""
    chooser(tab, "Enhet").click()
    option = tab.get_by_role("option").nth(place)
    expect(option).to_be_visible()
    tab.evaluate(CLOCK)
    option.click()
    took = tab.evaluate("window.took")
    _wait(tab)
    return took


def _line(page: Page, full: float, empty: float) -> Line:
    told = f"{number(full)} ms mot {number(empty)}"
    return Line(f"{page.name}, klick till ritad ÷ tom", full / empty, 2.0, 1.3, told)
