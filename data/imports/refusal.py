"""Why a file, or a row of it, can't be taken in."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """What is wrong and what to do, in Swedish, and where. Never has the value itself."""

    what: str
    line: int | None = None
    column: str | None = None

    def said_of(self, file: str) -> str:
        """The whole sentence: file, row, column, what is wrong and what to do."""
        place = [file]
        place += [f"rad {self.line}"] if self.line else []
        place += [f"kolumn {self.column}"] if self.column else []
        return f"{', '.join(place)}: {self.what}."


class FileRefusedError(Exception):
    """Nothing of a file was taken in, for these reasons."""

    def __init__(self, refusals: Sequence[Refusal]):
        super().__init__(f"{len(refusals)} skäl")
        self.refusals = tuple(refusals)
