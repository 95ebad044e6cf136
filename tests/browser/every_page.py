"""What holds of every page that is drawn in a browser: what axe, its width and its console say."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, expect

WIDTHS = (390, 320)  # nothing scrolls sideways on either
BESIDE_THE_MENU = (1280, 1024, 820)  # where the menu leaves least for the page
GRAVE = ("serious", "critical")


class Finding(NamedTuple):
    """What axe may find: the rule, the element or what it lies in, and why it is let through."""

    rule: str
    within: str
    why: str


class Complaint(NamedTuple):
    """What the console may say: what it looks like, and why it can't be helped."""

    pattern: str
    why: str


FINDINGS: tuple[Finding, ...] = ()
COMPLAINTS = (
    Complaint(
        r"404 \(Not Found\) http://localhost:\d+/[\w-]+/_stcore/health$",
        "Streamlit looks for its server beside the page's address before it looks at the root.",
    ),
    Complaint(
        r"404 \(Not Found\) http://localhost:\d+/[\w-]+/_stcore/host-config$",
        "The same, for its other question.",
    ),
)
_LIES_WITHIN = """([target, within]) => {
  const found = document.querySelector(target);
  return Boolean(found && (found.closest(within) || found.querySelector(within)));
}"""
_TOO_WIDE = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const root = document.documentElement;
  const held = e => e.closest('.lb-scroll, [data-testid=stDataFrame], [aria-hidden=true]')
    || e.parentElement.closest('svg');
  const found = [...main.querySelectorAll('*')].filter(e => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right > innerWidth + 1 && !held(e); });
  const said = found.slice(0, 3).map(e => `${e.tagName} ${e.getAttribute('class') || ''} `
    + `${Math.round(e.getBoundingClientRect().right)} ${(e.textContent || '').slice(0, 40)}`);
  const words = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const whole = document.createRange();
  while (words.nextNode()) {
    let frame = words.currentNode.parentElement;
    while (frame !== main && parseFloat(getComputedStyle(frame).borderRightWidth) === 0
      && getComputedStyle(frame).overflowX === 'visible') frame = frame.parentElement;
    whole.selectNodeContents(words.currentNode);
    const box = whole.getBoundingClientRect();
    if (frame !== main && getComputedStyle(frame).overflowX === 'visible' && box.width > 1
      && box.right > frame.getBoundingClientRect().right + 1)
      said.push(`past its frame: ${words.currentNode.data.slice(0, 40)}`);
    if (!words.currentNode.parentElement.checkVisibility()) continue;
    for (const word of words.currentNode.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      whole.setStart(words.currentNode, word.index);
      whole.setEnd(words.currentNode, word.index + word[0].length);
      const lines = new Set([...whole.getClientRects()].map(line => Math.round(line.top / 4)));
      if (lines.size > 1 && !held(words.currentNode.parentElement)) said.push(`broken: ${word[0]}`);
    }
  }
  if (root.scrollWidth > innerWidth) said.push(`document ${root.scrollWidth}`);
  if (main.scrollWidth > main.clientWidth) said.push(`main ${main.scrollWidth}`);
  return said;
}"""


def chart_drawn(page: Page) -> None:
    """Wait for the chart of a page that has one."""
    if page.get_by_test_id("stVegaLiteChart").count():
        expect(page.locator("[data-testid=stVegaLiteChart] :is(canvas, svg)").first).to_be_visible()


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
        rule == finding.rule and page.evaluate(_LIES_WITHIN, [target, finding.within])
        for finding in FINDINGS
    )


def too_wide(page: Page) -> list[str]:
    """What is wider than the window or its frame, and words broken to fit, once charts follow."""
    try:
        page.wait_for_function(f"() => ({_TOO_WIDE})().length === 0", timeout=5_000)
    except Error:
        return page.evaluate(_TOO_WIDE)
    return []


def complained_of(heard, server: str) -> list[str]:
    """What the browser complained of and is not allowed, and whom but the server it called."""
    hosts = {urlsplit(address).netloc for address in heard.addresses} - {""}
    return [
        *(e for e in heard.errors if not any(re.search(c.pattern, e) for c in COMPLAINTS)),
        *(f"called {host}" for host in sorted(hosts - {urlsplit(server).netloc})),
    ]
