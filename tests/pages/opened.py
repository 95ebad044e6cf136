"""A page as a visitor opens it: the whole frame run by Streamlit's own tester, read as text."""

import html
import re
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from pages import start

FRAME = Path(__file__).parents[2] / "pages" / "frame.py"


class Opened:
    """One opened page. `text` is all that can be read in the main part, `html` its pieces."""

    def __init__(self, at: AppTest):
        self.at = at

    @property
    def html(self) -> list[str]:
        return [part.proto.body for part in self.at._tree if part.type == "html"]

    @property
    def links(self) -> list[str]:
        return [_words(part.proto.label) for part in self.at._tree if part.type == "page_link"]

    @property
    def buttons(self) -> list[str]:
        return [_words(button.label) for button in self.at.button]

    @property
    def first_line(self) -> str:
        return _plain(next(piece for piece in self.html if "lb-first" in piece).split("</p>")[0])

    @property
    def charts(self) -> list[str]:
        return [part.proto.alt for part in self.at._tree if part.type == "vega_lite_chart"]

    @property
    def text(self) -> str:
        pieces = [_plain(piece) for piece in self.html] + self.links + self.buttons
        return "\n".join([*pieces, *(message.value for message in self.at.warning)])

    def row(self, beginning: str) -> str:
        """The button or link that begins so."""
        return next(row for row in self.buttons + self.links if row.startswith(beginning))

    def run(self) -> "Opened":
        self.at.run()
        assert not self.at.exception, self.at.exception
        return self


def open_page(engine: Engine, monkeypatch, path: str = "lagesbild", **asked: str) -> Opened:
    """Open a page of the app on a store, with choices in its address."""
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    forget_store()
    at = AppTest.from_file(str(FRAME), default_timeout=60)
    at._page_hash = calc_hash("" if path == "lagesbild" else path)
    for name, value in asked.items():
        at.query_params[name] = value
    return Opened(at).run()


def forget_store() -> None:
    """Close the store that the server has open, and let it read its settings anew."""
    if start.the_snapshot.cache_info().currsize:
        start.the_snapshot().engine.dispose()
    start.the_settings.cache_clear()
    start.the_snapshot.cache_clear()


def _plain(markup: str) -> str:
    """What can be read of a piece of HTML; pictures and styles left out."""
    words = re.sub(r"<style.*?</style>|<img[^>]*>", "", markup, flags=re.DOTALL)
    words = html.unescape(re.sub(r"<[^>]+>", " ", words))
    return _spaced(words)


def _words(label: str) -> str:
    """What can be read of a label in Markdown."""
    words = re.sub(r"!\[\]\([^)]*\)", "", unquote(label))
    for _ in range(3):
        words = re.sub(r":[a-z-]+\[((?:[^\[\]\\]|\\.)*)\]", r"\1", words)
    return _spaced(re.sub(r"\\(.)", r"\1", words.replace("**", "")))


def _spaced(words: str) -> str:
    words = re.sub("(?<=\\d)\N{NO-BREAK SPACE}(?=\\d{3}(?!\\d))", "’", words)  # 1’204
    return " ".join(words.replace("\N{NO-BREAK SPACE}", " ").split())
