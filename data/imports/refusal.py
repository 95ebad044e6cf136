"""Why a file, or a row of it, can't be taken in."""

from collections.abc import Sequence
from dataclasses import dataclass

NAMED = 3  # rows of one reason


@dataclass(frozen=True)
class Refusal:
    """What is wrong and what to do, in Swedish, and where. Never has the value itself."""

    what: str
    line: int | None = None
    column: str | None = None

    def said_of(self, file: str) -> str:
        """The whole sentence: file, row, column, what is wrong and what to do."""
        return _sentence(self, file, [self.line] if self.line else [])


def in_words(refusals: Sequence[Refusal], file: str) -> list[str]:
    """A sentence for each reason, with the first of its rows and how many more there are.

    Gives:  as `Refusal.said_of` where a reason holds for one row, else with rows as in 'rad 2, 3, 4
            och 17 till'; in the order of the first row of each.
    """
    of_reason: dict[tuple[str, str | None], list[Refusal]] = {}
    for refusal in refusals:
        of_reason.setdefault((refusal.what, refusal.column), []).append(refusal)
    return [
        _sentence(same[0], file, [refusal.line for refusal in same if refusal.line])
        for same in of_reason.values()
    ]


def _sentence(refusal: Refusal, file: str, lines: Sequence[int]) -> str:
    rows = ", ".join(map(str, lines[:NAMED]))
    more = f" och {len(lines) - NAMED} till" if len(lines) > NAMED else ""
    place = [file]
    place += [f"rad {rows}{more}"] if lines else []
    place += [f"kolumn {refusal.column}"] if refusal.column else []
    return f"{', '.join(place)}: {refusal.what}."


class FileRefusedError(Exception):
    """Nothing of a file was taken in, for these reasons."""

    def __init__(self, refusals: Sequence[Refusal]):
        super().__init__(f"{len(refusals)} skäl")
        self.refusals = tuple(refusals)
