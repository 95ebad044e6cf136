"""Small pieces of HTML and Markdown. Everything from the store is escaped here."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

from pages.parts import sv
from pages.parts.words import State

STACKS = ' class="lb-stacks"'
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def text(value: object) -> str:
    """Anything as text in HTML, nothing in it taken for markup."""
    return escape(str(value), quote=True)


def unbroken(value: object) -> str:
    """The same, with no line broken inside a day such as 2014-12-05."""
    return ISO_DAY.sub(r"<span class='lb-nb'>\g<0></span>", text(value))


def block(*parts: str) -> str:
    """Parts as one element that the style sheet knows."""
    return f'<div class="lb">{"".join(parts)}</div>'


def badge(state: State, more: str = "") -> str:
    """A state with its sign, word and tone; never colour alone."""
    words = text(f"{state.word}{more}")
    return (
        f'<span class="lb-badge lb-{state.tone}">'
        f'<span aria-hidden="true">{text(state.sign)}</span> {words}</span>'
    )


def mark(state: State, more: str = "") -> str:
    """The same in Markdown, for the label of a link or a button."""
    return f":{_colour(state)}[{sv.plain(state.sign)} {sv.plain(state.word + more)}]"


def badge_mark(state: State, more: str = "") -> str:
    """The same in Markdown on its own ground, as the badge has it."""
    return f":{_colour(state)}-badge[{sv.plain(state.sign)} {sv.plain(state.word + more)}]"


def _colour(state: State) -> str:
    """A tone by Markdown's own name for it."""
    return {"blue": "blue", "orange": "orange", "purple": "violet"}.get(state.tone, "gray")


def picture(svg: str) -> str:
    """A drawing as an address that an image can have."""
    return f"data:image/svg+xml,{quote(svg)}"


def image(svg: str, alt: str = "") -> str:
    """A drawing as an image; without `alt` it is decoration beside figures that say the same."""
    return f'<img src="{picture(svg)}" alt="{text(alt)}">'


def listed(rows: Iterable[tuple[State, str]]) -> str:
    """A list with a sign before each row; the rows are HTML already."""
    items = "".join(
        f'<li><b class="lb-t-{state.tone}" aria-hidden="true">{text(state.sign)}</b>'
        f"<span>{row}</span></li>"
        for state, row in rows
    )
    return f'<ul class="lb-list">{items}</ul>'


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Terms and what they are, the latter HTML already."""
    inside = "".join(f"<dt>{text(term)}</dt><dd>{meaning}</dd>" for term, meaning in rows)
    return f'<dl class="lb-facts">{inside}</dl>'


def table(
    caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: bool = True
) -> str:
    """A small table: the first column names the row, the others are right aligned numbers.

    One of words has its cells under each other on a narrow screen.
    """
    head = "".join(
        f'<th scope="col"{_right(place, numbers)}>{text(heading)}</th>'
        for place, heading in enumerate(headings)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td data-name="{text(heading)}"{_right(place, numbers)}>{unbroken(cell)}</td>'
            for place, (heading, cell) in enumerate(zip(headings, row, strict=True))
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="lb-scroll" tabindex="0" role="region" aria-label="{text(caption)}">'
        f"<table{'' if numbers else STACKS}><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _right(place: int, numbers: bool) -> str:
    return ' class="r"' if place and numbers else ""
