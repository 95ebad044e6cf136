"""Pictures of the pages for people to judge:  python -m tests.browser.pictures

Draws every page at two widths, light and dark, in full height, from a fresh demonstration, into
docs/bilder/.
"""

import io
import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image, ImageColor
from playwright.sync_api import Page, expect, sync_playwright

from pages.parts.theme import THEMES as COLOURS
from pages.register import PAGES
from tests.browser.screens import CHROMIUM, FLAGS, drawn, open_at, open_point
from tests.browser.serving import ROOT, serving
from tests.pages.walk import pictured

FOLDER = ROOT / "docs" / "bilder"
WIDTHS = {1440: 900, 390: 844}
THEMES = {"light": "ljus", "dark": "mork"}
ADDRESSES = {
    address.name: address.written() for module in PAGES for address in pictured(module)
} | {"punkt": "handlingsplaner"}
POINT = 4
MOST = 256  # colours in a picture: enough for flat ones, and the files stay small


def main() -> None:
    """Write every picture; says how many and how large they are together."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "fresh.sqlite") as server,
        sync_playwright() as playwright,
    ):
        found = next(filter(None, map(shutil.which, CHROMIUM)), None)
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        for (width, height), theme in product(WIDTHS.items(), THEMES):
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=theme, locale="sv-SE"
            )
            for name, address in ADDRESSES.items():
                page = context.new_page()
                open_at(page, f"{server}/{address}")
                if name == "punkt":
                    open_point(page, POINT)
                    page.mouse.move(0, 0)
                    picture = page.screenshot(animations="disabled")
                else:
                    picture = _in_full_height(page, width, height)
                _write(picture, FOLDER / f"{name}-{width}-{THEMES[theme]}.png", theme)
                page.close()
        browser.close()
    sizes = [path.stat().st_size for path in FOLDER.glob("*.png")]
    sys.stdout.write(f"{len(sizes)} bilder, {sum(sizes) / 1e6:.1f} MB, i {FOLDER}\n")


def _in_full_height(page: Page, width: int, height: int) -> bytes:
    """Streamlit scrolls inside the page, so the window is made as high as what is in it."""
    _charts_drawn(page)
    main = page.get_by_test_id("stMain")
    needed = main.evaluate("e => e.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, needed)})
    drawn(page)
    _charts_drawn(page)
    return page.screenshot(animations="disabled")


def _charts_drawn(page: Page) -> None:
    for chart in page.get_by_test_id("stVegaLiteChart").all():
        expect(chart.locator("canvas, svg").first).to_be_visible()


def _write(picture: bytes, path: Path, theme: str) -> None:
    """In few colours, those of the states exactly: they are so rare that others would take them."""
    own = [channel for colour in COLOURS[theme].values() for channel in ImageColor.getrgb(colour)]
    with Image.open(io.BytesIO(picture)) as image:
        full = image.convert("RGB")
    found = full.quantize(MOST - len(own) // 3).getpalette()
    palette = Image.new("P", (1, 1))
    palette.putpalette([*own, *found][: 3 * MOST])
    full.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
