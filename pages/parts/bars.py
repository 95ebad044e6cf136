"""One bar that adds up to a whole: parts with their numbers inside and their names below."""

from collections.abc import Sequence
from dataclasses import dataclass

from pages.parts import sv
from pages.parts.markup import text

NARROW = 0.06  # of the whole: under this the number stands below, by the name


@dataclass(frozen=True)
class Part:
    """One part of a bar; `many` is None where it is hidden. `tone` is a class of the sheet's."""

    name: str
    many: int | None
    tone: str


def bar(parts: Sequence[Part], whole: int, said: str) -> str:
    """A bar of parts of a whole; `said` is the sentence for those who do not see it.

    Hidden parts are one hatched stretch together: how they share it is not known.
    """
    shown = [part for part in parts if part.many]
    hidden = [part for part in parts if part.many is None]
    rest = whole - sum(part.many for part in shown)
    stretches = [_stretch(part.many, part.tone, whole, sv.number(part.many)) for part in shown]
    if hidden and rest > 0:
        stretches.append(_stretch(rest, "hatch", whole, sv.HIDDEN))
    keys = "".join(_key(part) for part in parts)
    return (
        f'<div class="lb-bar" role="img" aria-label="{text(said)}">{"".join(stretches)}</div>'
        f'<ul class="lb-keys">{keys}</ul>'
    )


def _stretch(many: int, tone: str, whole: int, number: str) -> str:
    inside = f"<b>{text(number)}</b>" if many >= NARROW * whole else ""
    return f'<span class="{tone}" style="flex:{many} 1 0">{inside}</span>'


def _key(part: Part) -> str:
    many = sv.HIDDEN if part.many is None else sv.number(part.many)
    tone = "hatch" if part.many is None else part.tone
    return f'<li class="lb-key"><i class="{tone}"></i>{text(part.name)} <b>{text(many)}</b></li>'
