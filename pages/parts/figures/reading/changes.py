"""Which figures have really changed, in words; what has become worse first."""

from collections.abc import Callable, Sequence

from pages.parts import sv
from pages.parts.figures.reading.reading import Reading

CHANGED = {"orange": "försämrats", "purple": "förändrats", "blue": "förbättrats"}


def real_changes_in_words(
    some: Sequence[Reading],
    named: Callable[[list[Reading]], str | None] | None = None,
    noun: str = "nyckeltal",
) -> list[str]:
    """'två nyckeltal har försämrats', 'tre har förbättrats'; nothing for what has not changed.

    `named` gives the words for those that have changed one way; where it gives None they are
    counted, the noun said once; without a noun they are only counted.
    """
    said = []
    for tone, verb in CHANGED.items():
        changed = [one for one in some if one.signals and one.variation.tone == tone]
        if not changed:
            continue
        words = named(changed) if named else None
        if words is None:
            words, noun = sv.count_word(len(changed), noun, noun, neuter=True).strip(), ""
        said.append(f"{words} har {verb}")
    return said
