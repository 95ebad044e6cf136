"""The figures of one period of branches, and what is known of them: see `branches`."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from metrics.disclosure.later import told_later

WHOLE, REST = "whole", "rest1"
RESTS = {"out0": "in0", "in1": REST}  # where there are three sides
Key = tuple[str | None, int | None]  # branch (None: the sums), row (None: all of them)


@dataclass
class Figures:
    """The figures of one period, and what is known of them."""

    counts: Mapping[Key, Mapping[str, int]]
    wholes: set[tuple]
    was: Mapping[tuple, tuple[bool, bool]]
    shown_before: set[tuple]
    past: Sequence["Figures"]
    internal: Collection[str]
    k: int
    knows: bool
    hold: int
    hidden: set[tuple] = field(default_factory=set)
    secret: set[tuple] = field(default_factory=set)
    loose: set[tuple] = field(default_factory=set)
    shown: set[tuple] = field(default_factory=set)
    digest: str = ""
    is_same: bool = False

    def take_from_memory(self) -> None:
        """Hide what was hidden, and show the rest."""
        self.hidden = {figure for figure in self.was if figure in self.given}
        self.secret = {figure for figure, (secret, _) in self.was.items() if secret}
        self.loose = {figure for figure, (_, loose) in self.was.items() if loose}
        self.shown = self.given - self.hidden

    def is_as_it_was(self) -> bool:
        """Whether what is hidden, secret or loose is what was."""
        marks = {f: (f in self.secret, f in self.loose) for f in self.hidden}
        return marks == dict(self.was)

    @property
    def given(self) -> set[tuple]:
        """Every side and rest that is given: not of rows over all branches."""
        return {
            (*key, name)
            for key, sides in self.counts.items()
            for name in sides
            if name != WHOLE and not (key[0] is None and key[1] is not None)
        }

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides of this period."""
        return ("out0", "out1", "in1") if REST in self.counts[None, None] else ("out0", "in0")

    @property
    def rests(self) -> Mapping[str, str]:
        """The rests of sides that are no sides themselves."""
        return RESTS if REST in self.counts[None, None] else {}

    def was_secret(self, key: Key, name: str) -> bool:
        """Whether a side was secret when the figures were last made."""
        return self.was.get((*key, name), (False, False))[0]

    def held(self, key: Key, name: str) -> bool:
        """Whether a side is small, to a head too who knows their own; or was in a period before."""
        left = self._of(key, name) - self._known(key, name)
        is_small = bool(((left > 0) & (left < self.k)).any())
        return is_small or any(past.lasts(key, name) for past in self.past)

    def lasts(self, key: Key, name: str) -> bool:
        """Whether a side is held from here on: small, or a head would learn of a small rest."""
        people = np.array(self._of(key, name))
        is_told = told_later(people, self._known(key, name), self.k).any()
        return 0 < self._of(key, name) < self.k or bool(is_told)

    def _of(self, key: Key, name: str) -> int:
        return self.counts.get(key, {}).get(name, 0)

    def _known(self, key: Key, name: str) -> np.ndarray:
        """What each head knows of a side, and an outsider."""
        heads = self.units if self.knows and name in self.counts.get(key, {}) else []
        return np.array([0, *(self.own(row, key, name) for row in heads)])

    @property
    def units(self) -> list[int]:
        """The rows that have people."""
        return sorted(
            row for branch, row in self.counts if branch is None and row is not None
            if self.counts[None, row][WHOLE]
        )  # fmt: skip

    def own(self, row: int, key: Key, name: str) -> int:
        """What the head of a row knows of a side."""
        branch, of = key
        return self.counts[branch, row][name] if of in (None, row) else 0

    def stays(self, figure: tuple) -> bool:
        """Whether a figure is hidden since it was before, or was loose in a period before."""
        return figure in self.was or any(figure in past.loose for past in self.past)

    def rows(self) -> Iterator[tuple]:
        """The rows that are given: branch, row, side, people, shown, secret, loose, digest."""
        for key in self.counts:
            if key[0] is None and key[1] is not None:
                continue
            for name in set(self.counts[key]) - {WHOLE}:
                figure = (*key, name)
                is_shown = figure in self.shown
                people = self.counts[key][name] if is_shown else None
                is_secret = figure in self.secret and not is_shown
                yield *figure, people, is_shown, is_secret, figure in self.loose, self.digest
