"""A page taken apart: every piece of text that is drawn, with what it is and where it stands."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from streamlit.testing.v1 import AppTest

from tests.pages.opened import spaced, words_of

BLOCKS = {"p", "h1", "h2", "h3", "li", "tr", "dt", "dd", "summary", "div", "section", "ol", "ul"}
BLOCKS |= {"table", "tbody", "thead", "details", "dl", "header", "footer", "article", "nav"}
CELLS = ("td", "th")
HEADINGS = ("h1", "h2", "h3", "summary")


@dataclass(frozen=True)
class Piece:
    """One piece of text. `kind` is its element with its class or key, `under` the heading above it.

    A row of a table is one piece, its cells parted by ' | '; `under` is then the table's name.
    What is said under a term has the term, then the heading, as its `under`. An option has its
    `place` among the others.
    """

    kind: str
    words: str
    under: str = ""
    place: int = 0


def pieces(at: AppTest) -> Iterator[Piece]:
    """Every piece of an AppTest, in the order of the page."""
    under = ""
    for part in at._tree:
        match part.type:
            case "html" if "<style" not in part.proto.body:
                for piece in of_html(part.proto.body, under):
                    if piece.kind.split(".")[0] in HEADINGS:
                        under = piece.words
                    yield piece
            case "dataframe" | "arrow_data_frame" | "table":
                yield from _of_frame(part.value, under)
            case "vega_lite_chart":
                yield Piece("chart", spaced(part.proto.alt), under)
            case "page_link" | "button" | "download_button" | "expander":
                key = getattr(part, "key", None) or part.proto.label and part.type
                yield Piece(f"{part.type}.{key}", words_of(part.proto.label), under)
            case "selectbox" | "button_group" | "radio" | "multiselect":
                yield from (_of_choice(part, under))
            case _:
                yield from _of_other(part, under)


def _of_choice(part, under: str) -> Iterator[Piece]:
    yield Piece(f"label.{part.key}", spaced(part.label), under)
    for place, option in enumerate(part.options):
        words = words_of(getattr(option, "content", option))
        yield Piece(f"option.{part.key}", words, under, place)
    if placeholder := getattr(part.proto, "placeholder", ""):
        yield Piece(f"placeholder.{part.key}", spaced(placeholder), under)


def _of_other(part, under: str) -> Iterator[Piece]:
    """What has a label, a help, a placeholder or a text of its own."""
    proto = getattr(part, "proto", None)
    for name in ("label", "placeholder", "help", "body"):
        words = getattr(proto, name, "")
        if isinstance(words, str) and words and "<style" not in words:
            yield Piece(f"{name}.{getattr(part, 'key', None)}", words_of(words), under)


def _of_frame(frame, under: str) -> Iterator[Piece]:
    headings = [spaced(str(name)) for name in frame.columns]
    yield Piece("headings", " | ".join(headings), under)
    for row in frame.itertuples(index=False):
        cells = ("" if cell is None else spaced(str(cell)) for cell in row)
        yield Piece("row", " | ".join(cells), " | ".join(headings))


def of_html(markup: str, under: str = "") -> list[Piece]:
    """The pieces of a piece of HTML."""
    reader = _Reader(under)
    reader.feed(re.sub(r"<style.*?</style>", "", markup, flags=re.DOTALL))
    reader.close()
    return [replace(piece, words=spaced(piece.words)) for piece in reader.pieces]


class _Reader(HTMLParser):
    """Text by the nearest block around it; what is only read aloud is a piece of its own."""

    def __init__(self, under: str):
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.under, self.table, self.term = under, "", ""
        self.open: list[tuple[str, str]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        of = {name: value or "" for name, value in attrs}
        if tag in BLOCKS:
            self._end()
            if of.get("role") == "region":
                self.table = of.get("aria-label", "")
            self.open.append((tag, of.get("class", "")))
        elif tag in CELLS:
            self.words.append(" | ")
        elif tag in ("br", "b", "small", "span", "i"):
            self.words.append(" ")
        for name in ("aria-label", "alt", "title"):
            if of.get(name):
                self.pieces.append(Piece(f"{tag}@{name}", html.unescape(of[name]), self.under))

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self._end()
            while self.open and self.open.pop()[0] != tag:
                pass
        elif tag in ("b", "small", "span"):
            self.words.append(" ")

    def handle_data(self, data):
        self.words.append(data)

    def close(self):
        super().close()
        self._end()

    def _end(self):
        words = spaced("".join(self.words)).removeprefix("| ")
        self.words = []
        if not words:
            return
        tag, classes = self.open[-1] if self.open else ("", "")
        kind = f"{tag}.{classes}" if classes else tag
        under = self.under
        if tag == "tr":
            under = self.table or self.under
        elif tag == "dd":
            under = f"{self.term} · {self.under}"
        self.pieces.append(Piece(kind, words, under))
        if tag in HEADINGS:
            self.under = words
        elif tag == "dt":
            self.term = words
