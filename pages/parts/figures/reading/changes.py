"""Which figures have really changed, in words; what has become worse first."""

from collections.abc import Callable, Sequence

from pages.parts import sv
from pages.parts.figures.reading.reading import Reading

CHANGED = {"orange": "försämrats", "purple": "förändrats", "blue": "förbättrats"}


def real_changes_in_words(
    readings: Sequence[Reading],
    named: Callable[[list[Reading]], str | None] | None = None,
    noun: str = "nyckeltal",
) -> list[str]:
    """Phrases such as 'två nyckeltal har försämrats', 'tre har förbättrats'; none for no change.

    `named` gives the words for the readings that have changed one way. Where it gives None they are
    counted, with the noun in the first phrase only; an empty noun leaves the bare count.
    """
    phrases = []
    for tone, verb in CHANGED.items():
        changed = [
            reading for reading in readings if reading.signals and reading.variation.tone == tone
        ]
        if not changed:
            continue
        words = named(changed) if named else None
        if words is None:
            words, noun = sv.count_word(len(changed), noun, noun, neuter=True).strip(), ""
        phrases.append(f"{words} har {verb}")
    return phrases
