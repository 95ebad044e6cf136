"""What is remembered of a table that has been protected before, and what need not be proven again.

A period whose figures are what they were, as are those of the periods that it is held by and what
is hidden of them, is protected as it was: the same again is the same. So a new month is proven by
itself, and those before it are taken from memory. A digest says whether a period's figures are what
they were; it is kept beside what is hidden, in the store that the figures are counted from, and is
never given to a reader. Periods follow one another, and the oldest may have been dropped.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import polars as pl

from metrics import columns

# Another one whenever a table of the same figures would be protected otherwise than before.
RULE = "2026-11-29"
LETTERS = str.maketrans("0123456789", "ghijklmnop")
FOR_MEMORY = ("secret", "loose", "digest")  # never for a reader


def digest(*inputs: object) -> str:
    """A short text that differs when any of these does: arrays, or what repr tells apart.

    Of letters only, so that no part of it can be read as a person's number.
    """
    made = blake2b(RULE.encode(), digest_size=12)
    for each in inputs:
        if isinstance(each, np.ndarray):
            made.update(f"{each.dtype}{each.shape}".encode())
            made.update(np.ascontiguousarray(each).tobytes())
        else:
            made.update(repr(each).encode())
        made.update(b"|")
    return made.hexdigest().translate(LETTERS)


class Was(NamedTuple):
    """How each figure was when it was last made, and whether it is held on here.

    digests: of each period, None where none is remembered
    """

    hidden: np.ndarray
    secret: np.ndarray
    loose: np.ndarray
    holds_on: bool
    digests: Sequence[str | None]

    def lasting(self, at: int, held: np.ndarray) -> np.ndarray:
        """What was loose in a period, or secret and is not held by its numbers any more."""
        return (self.loose[at] | (self.secret[at] & ~held)) & self.holds_on


def pattern(keys: pl.DataFrame, before: pl.DataFrame | None, shape: tuple[int, ...]) -> Was:
    """How each figure was before; not hidden where there is no row.

    Where the rows do not say what was loose, nothing is held on: their keeper sees to that. The
    first of the shape is the number of periods.
    """
    if before is None:
        never = np.zeros(shape, dtype=bool)
        return Was(never, never, never, holds_on=False, digests=[None] * shape[0])
    holds_on = "loose" in before.columns
    if not holds_on:
        before = before.with_columns(loose=pl.lit(False))
    text = pl.col("digest") if "digest" in before.columns else pl.lit(None, pl.String)
    before = before.with_columns(digest=text.fill_null(""))
    kinds: dict[str, columns.Kind] = {"secret": pl.Boolean, "loose": pl.Boolean}
    rows = columns.read(before, {**kinds, "digest": pl.String}, dict(keys.schema))
    marks = keys.join(
        rows.unique(keys.columns),
        on=keys.columns,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    was = marks["secret"].is_not_null(), *(marks[name].fill_null(False) for name in kinds)
    hidden, secret, loose = (mark.to_numpy().reshape(shape) for mark in was)
    each = marks["digest"].to_numpy().reshape(shape[0], -1)
    digests = [next((text for text in period if text), None) for period in each]
    return Was(hidden, secret, loose, holds_on, digests)


class Unchanged:
    """Which periods are what they were, one after the other: `digests` of those so far."""

    def __init__(self, was: Was, hold: int):
        self._was, self._back = was, max(hold, 1)  # a partner depends on the one before
        self._same: list[bool] = []
        self.digests: list[str | None] = []

    def is_same(self, made: str) -> bool:
        """Whether the next period, with this digest, can be taken from memory."""
        at = len(self.digests)
        self.digests.append(made)
        past = self._same[max(0, at - self._back) :]
        is_same = made == self._was.digests[at] and all(past)
        if is_same:
            self._same.append(True)
        return is_same

    def settle(self, *marks: tuple[np.ndarray, np.ndarray]) -> None:
        """Take note of a period that was protected again: its marks, each with what it was.

        One of which nothing is hidden, then or now, has no digest and bears on no other.
        """
        at = len(self._same)
        equal = all(np.array_equal(mark, before) for mark, before in marks)
        never = self._was.digests[at] is None and not self._was.hidden[at].any()
        self._same.append(equal and (never or self.digests[at] == self._was.digests[at]))


class Marks(NamedTuple):
    """Which figures are hidden, secret and loose, and a digest of each period."""

    hidden: np.ndarray
    secret: np.ndarray
    loose: np.ndarray
    digests: Sequence[str | None]


def marked(keys: pl.DataFrame, count: str, counts: np.ndarray, marks: Marks) -> pl.DataFrame:
    """The figures with their marks, and null for the count of those that are hidden."""
    each = {"shown": ~marks.hidden, "secret": marks.secret, "loose": marks.loose}
    named = [pl.Series(name, mark.ravel()) for name, mark in each.items()]
    periods = max(len(marks.digests), 1)
    texts = [text for text in marks.digests for _ in range(counts.size // periods)]
    named.append(pl.Series("digest", texts, pl.String))
    return keys.with_columns(pl.Series(count, counts.ravel()), *named).with_columns(
        pl.when("shown").then(count)
    )


def nothing_of(cells: pl.DataFrame) -> pl.DataFrame:
    """What is given for an empty table."""
    return cells.with_columns(
        shown=pl.lit(True),
        secret=pl.lit(False),
        loose=pl.lit(False),
        digest=pl.lit(None, pl.String),
    )
