"""One bar that adds up to a whole: parts with their numbers inside and their names below."""

from collections.abc import Sequence
from dataclasses import dataclass

from pages.parts import sv
from pages.parts.markup import text

NARROW = 0.06  # of the whole: under this the number stands below, by the name


@dataclass(frozen=True)
class Part:
    """One part of a bar. `count` is None where hidden; `tone` is a class of the style sheet."""

    name: str
    count: int | None
    tone: str


def bar(parts: Sequence[Part], whole: int, sentence: str) -> str:
    """A bar of the parts of a whole; `sentence` is for those who do not see it.

    Hidden parts are one hatched stretch together: how they share it is not known.
    """
    shown = [(part.count, part.tone) for part in parts if part.count]
    rest = whole - sum(count for count, _ in shown)
    stretches = [_stretch(count, tone, whole, sv.number(count)) for count, tone in shown]
    if rest > 0 and any(part.count is None for part in parts):
        stretches.append(_stretch(rest, "hatch", whole, sv.HIDDEN))
    keys = "".join(_key(part) for part in parts)
    return (
        f'<div class="lb-bar" role="img" aria-label="{text(sentence)}">{"".join(stretches)}</div>'
        f'<ul class="lb-keys">{keys}</ul>'
    )


def _stretch(count: int, tone: str, whole: int, number: str) -> str:
    inside = f"<b>{text(number)}</b>" if count >= NARROW * whole else ""
    return f'<span class="{tone}" style="flex:{count} 1 0">{inside}</span>'


def _key(part: Part) -> str:
    number = sv.HIDDEN if part.count is None else sv.number(part.count)
    tone = "hatch" if part.count is None else part.tone
    return f'<li class="lb-key"><i class="{tone}"></i>{text(part.name)} <b>{text(number)}</b></li>'
