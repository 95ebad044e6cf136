"""Readers of branches of the same people, who solve for whole numbers.

A reader knows how the wholes are published, every side that is shown, which are hidden, and that a
hidden side of an open row or of a sum is not 0; a head also knows their own row. Whatever is small
and not theirs may still be any of 1 … k-1. Over time, that a side shown later was not small.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from hypothesis import strategies as st

from metrics.disclosure import protect_again, protect_branches
from tests.metrics.disclosure.system import System

BRANCHES, K = ("a", "b"), 5
SIDES = {3: ("out0", "out1", "in1"), 2: ("out0", "in0")}
TOGETHER = {"in0": ("out1", "in1"), "rest1": ("out0", "out1")}  # where there are three sides


@dataclass
class World:
    """The people of each period: branches x rows x sides."""

    cells: list[np.ndarray]

    @property
    def rows(self) -> range:
        return range(self.cells[0].shape[1])

    def frame(self) -> pl.DataFrame:
        rows = []
        for at, cells in enumerate(self.cells):
            for b, name in enumerate(BRANCHES):
                for u in self.rows:
                    sides = cells[b, u].tolist()
                    twice = sides[2] if len(sides) == 3 else None
                    rows.append((at, name, u, sum(sides), sum(sides[1:]), twice))
        names = ["period", "branch", "row", "whole", "in0", "in1"]
        kinds = [pl.Int64, pl.String, *[pl.Int64] * 4]
        return pl.DataFrame(rows, dict(zip(names, kinds, strict=True)), orient="row")


@dataclass
class Published:
    """What is shown, and what a reader remembers that was shown once."""

    wholes: pl.DataFrame
    sides: pl.DataFrame
    spans: pl.DataFrame | None = None
    once: pl.DataFrame | None = None

    def count(self, at: int, branch, row, side) -> int | None:
        """What is shown of a side; None if hidden."""
        return self._of(at, branch, row, side, "people")

    def remembered(self, at: int, branch, row, side) -> bool:
        """Whether it was shown once."""
        if self.once is None:
            return False
        same = pl.col("branch").eq_missing(branch) & pl.col("row").eq_missing(row)
        return self.once.filter(same, period=at, side=side).height > 0

    def _of(self, at, branch, row, side, column):
        same = pl.col("branch").eq_missing(branch) & pl.col("row").eq_missing(row)
        return self.sides.filter(same, period=at, side=side)[column].item()

    def shown_wholes(self, at: int) -> set[tuple]:
        shown = self.wholes.filter("shown", period=at)
        return set(shown.select("branch", "row").iter_rows())


def publish(world: World, knows: bool = True, hold: int = 0, before=None, **asked) -> Published:
    table = world.frame()
    made = protect_again(
        table.select("period", "branch", "row", people="whole"),
        ["row", "branch"],
        "people",
        before=None,
        apart="period",
        knows="row" if knows else None,
        hold=hold,
        keep=[(None, name) for name in (*BRANCHES, None)],
    )
    wholes = made.select("period", "branch", "row", "people", "shown")
    made = protect_branches(
        table, wholes=wholes, k=K, knows=knows, hold=hold, before=before, **asked
    )
    return Published(wholes, made.sides, made.spans)


def known_to(world: World, seen: Published, at: int, head: int | None, later: dict) -> System:
    """What a reader knows of one period; `later`: the least that later periods say of a figure."""
    known, cells = System(), world.cells[at]
    sides = SIDES[cells.shape[2]]
    known.names = [(b, u, s) for b in BRANCHES for u in world.rows for s in sides]
    shown_wholes = {
        (branch, row): people
        for branch, row, people in seen.wholes.filter("shown", period=at)
        .select("branch", "row", "people")
        .iter_rows()
    }
    for b in (*BRANCHES, None):
        for u in (*world.rows, None):
            of = [n for n in known.names if b in (n[0], None) and u in (n[1], None)]
            if (b, u) in shown_wholes or (u == head and head is not None):
                known.know(of, count(world, at, of), count(world, at, of))
            elif count(world, at, of):
                known.know(of, 1, np.inf)
            if b is None and u is not None:
                continue
            is_open = any(seen.count(at, b, u, s) is not None for s in sides)
            for s in sides:
                part = [n for n in of if n[2] == s]
                least = later.get((b, u, s), 0)
                is_known = seen.count(at, b, u, s) is not None or seen.remembered(at, b, u, s)
                if is_known or (u == head and head is not None):
                    known.know(part, count(world, at, part), count(world, at, part))
                elif is_open or least:
                    known.know(part, max(least, 1), np.inf)
    return known


def count(world: World, at: int, names: list[tuple]) -> int:
    cells = world.cells[at]
    sides = SIDES[cells.shape[2]]
    return sum(int(cells[BRANCHES.index(b), u, sides.index(s)]) for b, u, s in names)


def secrets(world: World, at: int, head: int | None):
    """What may be small of others: the sides and their rests, of rows, branches and all."""
    sides = SIDES[world.cells[at].shape[2]]
    together = {s: (s,) for s in sides} | (TOGETHER if len(sides) == 3 else {})
    for b in (*BRANCHES, None):
        for u in (*world.rows, None):
            if u is not None and (u == head or b is None):
                continue
            for name, of in together.items():
                names = [
                    (branch, row, s)
                    for branch in BRANCHES
                    for row in world.rows
                    for s in of
                    if b in (branch, None) and u in (row, None) and row != head
                ]
                yield (b, u, name), names, u is not None


def leaks(world: World, seen: Published, knows: bool = True, hold: int = 0) -> list:
    found = []
    for at in range(len(world.cells)):
        later = known_from_later(world, seen, at, hold)
        for head in [None, *(world.rows if knows else [])]:
            known = known_to(world, seen, at, head, later)
            assert known.possible()
            for figure, names, is_cell in secrets(world, at, head):
                truth = count(world, at, names)
                if not 0 < truth < K:
                    continue
                if is_cell:
                    values = [n for n in range(1, K) if known.possible((names, n, n))]
                else:
                    values = [n for n in range(1, 3 * K) if known.possible((names, n, n))]
                if len(values) < K - 1:
                    found.append((at, head, figure, truth, values))
    return found


def known_from_later(world: World, seen: Published, at: int, hold: int) -> dict[tuple, int]:
    """The hidden sides of a period that a later one shows: those were not small."""
    least = {}
    for then in range(at + 1, min(at + hold + 1, len(world.cells))):
        sides = set(SIDES[world.cells[then].shape[2]]) & set(SIDES[world.cells[at].shape[2]])
        for b, u, s in [
            (b, u, s) for b in (*BRANCHES, None) for u in (*world.rows, None) for s in sides
        ]:
            if (b is None) == (u is None) or b is not None:
                if b is None and u is not None:
                    continue
                if seen.count(at, b, u, s) is None and (seen.count(then, b, u, s) or 0) >= K:
                    names = [
                        (x, y, s) for x in BRANCHES for y in world.rows
                        if b in (x, None) and u in (y, None)
                    ]  # fmt: skip
                    if count(world, at, names):
                        least[b, u, s] = K
    return least


@st.composite
def worlds(draw, periods=1, sides=(2, 3)):
    rows, sides = draw(st.integers(2, 4)), draw(st.sampled_from(sides))
    few = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 9, 12, 15, 22])
    size = 2 * rows * sides
    cells = [
        np.array(draw(st.lists(few, min_size=size, max_size=size))).reshape(2, rows, sides)
        for _ in range(periods)
    ]
    return World(cells)


def made_up(seed: int) -> World:
    chance = np.random.default_rng(seed)
    rows = int(chance.integers(2, 4))
    rates = chance.choice([0.5, 2, 4, 8, 15], (2, rows, 3))
    return World([chance.poisson(rates) for _ in range(3)])
