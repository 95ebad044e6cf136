"""Everything that can be pressed is reached by Tab, and shows that it has been."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import panel, row_of, way

MOST_STEPS = 60
_WHERE = """() => {
  const at = document.activeElement;
  const seen = [at, at.parentElement, at.parentElement?.parentElement].some(e => {
    if (!e) return false;
    const style = getComputedStyle(e);
    const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return outline || (e === at && style.boxShadow !== 'none');
  });
  const box = at.getBoundingClientRect();
  const shown = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  const label = (at.getAttribute('aria-label') || (at.tagName === 'SUMMARY' && at.querySelector('p').innerText)
    || at.innerText || at.tagName).trim();
  return {label, seen, shown};
}"""


def _steps(page: Page) -> dict[str, dict]:
    """Where Tab goes, in order, by what stands there."""
    found: dict[str, dict] = {}
    page.locator("body").press("Tab")
    for _ in range(MOST_STEPS):
        here = page.evaluate(_WHERE)
        found.setdefault(here["label"], here)
        page.keyboard.press("Tab")
    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "",
            ["Styrgrupp", "Visa som", "Enhet", "Målgrupp", "Period", "Rensa filter"]
            + ["Punkt 4 ", "Punkt 9 ", "Exempelgrupp 120"]
            + ["Hushåll med", "Avslut till", "Planer följda"],
        ),
        ("nyckeltal", ["Enhet", "Hushåll med", "Planer följda", "Visa som tabell"]),
        ("handlingsplaner", ["Enhet", "Lista", "1 Gemensam", "9 Stöd", "Visa som tabell"]),
    ],
)
def test_tab_reaches_filters_rows_and_cards_in_order_and_is_seen(visit, server, path, expected):
    found = _steps(visit(f"{server}/{path}"))
    reached = [
        (begins, here)
        for label, here in found.items()
        for begins in expected
        if label.startswith(begins)
    ]
    assert list(dict.fromkeys(begins for begins, _ in reached)) == expected
    assert [begins for begins, here in reached if not here["seen"]] == []
    assert [begins for begins, here in reached if not here["shown"]] == []


def test_enter_on_a_row_opens_its_panel_and_escape_closes_it(visit, server):
    page = visit(f"{server}/handlingsplaner")
    row_of(page, 4).focus()
    page.keyboard.press("Enter")
    panel(page)
    for _ in range(3):
        assert page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row_of(page, 4)).to_be_focused()


def test_enter_on_a_way_leads_where_a_press_does(visit, server):
    page = visit(server)
    way(page, "Avslut till egen försörjning").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Så räknas det")).to_be_visible()
