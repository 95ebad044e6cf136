"""Proof that two margins of a three-way table reveal nothing small to any reader.

A value is possible when a whole table of whole numbers has it. Tables are looked for in two ways:

- A move adds to some cells and subtracts from as many others so that no shown figure changes, as at
  the corners of a rectangle. Moves made one after another, while no cell falls below 0 and no
  hidden figure below its floor, lead from the true table to others, and pass all numbers on the
  way. The result is possible for every reader in whose own unit no cell has been moved.
- What no moves reach is looked for by a program in whole numbers, among all tables. A table that it
  finds is used for every figure and every reader that it proves something for.

Readers know both margins as far as they are shown, that a hidden figure is at least 1 and, if it is
not small, at least k (see `metrics.disclosure.later`), and which cells of the table are 0, since
what a unit does is no secret. A head also knows every cell of their own unit. It must stay possible
for a small (or held) cell, for a small side of a row or column, and for a column's side less a
head's own part, to be each of 1 … k-1; and for the same figures summed over both sides, to be any
of k-1 numbers.

A program that takes more than STEPS, or a proof that takes more than PROGRAMS, has failed. Steps
are counted and not seconds, so that the result is the same on every machine.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, product

import numpy as np

STEPS, PROGRAMS = 200, 60
FAR = 10_000


class Proof:
    """The demands on one period's table, and which of them are not yet proven (`is_open`).

    A proven demand stays proven when more is hidden, since the same tables still agree.
    """

    def __init__(
        self, figures: np.ndarray, secret: np.ndarray, k: int, knows: bool, floor: np.ndarray
    ):
        """All arrays are rows × columns × sides, margins last on each axis.

        Takes:  figures, and if each is `secret`; floor, the least that each can be if it is hidden.
        """
        self.shape = figures.shape
        self.least = max(k - 1, 2)
        self.figures = figures.ravel()
        self.cells = figures[:-1, :-1, :-1].ravel()
        self.sums = _sums(self.shape)
        self.row_of = np.arange(self.cells.size) // (self.shape[1] - 1) // (self.shape[2] - 1)
        heads = [row for row in range(self.shape[0] - 1) if figures[row, -1, -1] and knows]
        self.readers = [*heads, None]
        self.left = np.array([self._without(head) for head in self.readers])
        small = (self.left > 0) & (self.left < k)
        is_demanded = np.ones(self.shape, dtype=bool)
        is_demanded[-1, -1] = False  # the sides of all are given
        self.is_open = (small | secret.ravel()) & (self.left > 0) & is_demanded.ravel()
        self.secret = secret.ravel()
        self.floor = floor.ravel()
        self.over_sides = np.arange(self.figures.size) % self.shape[2] == self.shape[2] - 1
        self.seen: dict[tuple[int, int], set[int]] = {}
        self.programs = PROGRAMS

    def _without(self, head: int | None) -> np.ndarray:
        """The figures less a head's own part of each; unchanged for an outsider (None)."""
        return self.figures - self.sums @ np.where(self.row_of == head, self.cells, 0)

    def fails(self, is_shown: np.ndarray) -> int | None:
        """The column of a figure whose demand is not proven if these are shown; None if all are."""
        failed = next(self.unproven(is_shown), None)
        return None if failed is None else int(np.unravel_index(failed[1], self.shape)[1])

    def loosen(self, figures: np.ndarray) -> None:
        """Let these figures be as few as 1."""
        self.floor[figures.ravel()] = 1

    def unproven(self, is_shown: np.ndarray) -> Iterator[tuple[int, int]]:
        """The demands that are not proven if these are shown, reader and figure, one by one."""
        if not self.is_open.any():
            return
        self.show(is_shown)
        for reader, figure in np.argwhere(self.is_open).tolist():
            if not self.proves(reader, figure):
                yield reader, figure

    def show(self, is_shown: np.ndarray) -> None:
        """Take these to be shown from now on."""
        in_margin = np.zeros(self.shape, dtype=bool)
        in_margin[-1] = in_margin[:, -1] = True
        self.shown = (in_margin & is_shown).ravel()
        self.hidden = (in_margin & ~is_shown).ravel() & (self.figures > 0)
        moves, changes = _moves(self.shape)
        fine = ~(changes[:, self.shown].any(axis=1) | moves[:, self.cells == 0].any(axis=1))
        self.moves, self.changes = moves[fine], changes[fine]

    def proves(self, reader: int, figure: int) -> bool:
        """Whether a demand is proven by what is shown now; if so it is crossed off."""
        if self.is_open[reader, figure]:
            proven = self._by_moves(reader, figure) or self._by_programs(reader, figure)
            self.is_open[reader, figure] &= not proven
        return not self.is_open[reader, figure]

    def _by_moves(self, reader: int, figure: int) -> bool:
        """Whether moves prove the demand; if so it is crossed off for all readers they hold for."""
        left, numbers = int(self.left[reader, figure]), self.least - 1
        over_sides = self.over_sides[figure]
        down = min(left - 1, numbers) if over_sides else left - 1
        fell, fallen = self._walk(self.cells, reader, figure, -down)
        up = numbers - fell if over_sides else max(self.least - left, 0)
        rose, risen = self._walk(self.cells, reader, figure, up)
        if rose < up or (fell < down and not over_sides):
            return False
        moved = fallen | risen
        for other, head in enumerate(self.readers):
            unmoved = head is None or not moved[self.row_of == head].any()
            if unmoved and self.left[other, figure] == left:
                self.is_open[other, figure] = False
        return True

    def _walk(
        self, table: np.ndarray, reader: int, figure: int, far: int
    ) -> tuple[int, np.ndarray]:
        """How far moves can change a figure from a table, and which cells they move.

        At most `far`, which is negative for a fall.
        """
        unknown = ~self.moves[:, self.row_of == self.readers[reader]].any(axis=1)
        usable = unknown & (np.abs(self.changes[:, figure]) == 1)
        turned = self.changes[usable, figure, None] * np.sign(far)
        hidden = self._bounded(figure)
        steps = np.hstack([self.moves[usable], self.changes[usable][:, hidden]]) * turned
        room = np.concatenate([table, self.sums[hidden] @ table - self.floor[hidden]])
        moved, gone = np.zeros(self.cells.size, dtype=bool), 0
        while gone < abs(far) and len(steps):
            times = np.where(steps < 0, room // np.maximum(-steps, 1), FAR).min(axis=1)
            best = int(times.argmax())
            repeats = min(int(times[best]), abs(far) - gone)
            if not repeats:
                break
            room = room + repeats * steps[best]
            moved |= steps[best, : self.cells.size] != 0
            gone += repeats
        return gone, moved

    def _bounded(self, figure: int) -> np.ndarray:
        """The hidden figures that keep above their floor when the demand on one is tried.

        If it is held, those that are held too need not: as long as they are nobody learns of them.
        """
        is_held = self.secret & (self.floor > 1)
        return self.hidden & ~is_held if is_held[figure] else self.hidden

    def _by_programs(self, reader: int, figure: int) -> bool:
        """Whether programs prove the demand: each number that must be possible has a table.

        For a figure over both sides any `least` numbers are enough.
        """
        seen = self.seen.setdefault((reader, figure), set())
        if not self.over_sides[figure]:
            numbers = [self.least, *range(1, self.least)]  # the one that fails most often first
            return all(n in seen or self._possible(reader, figure, n) for n in numbers)
        left = int(self.left[reader, figure])
        near = range(max(0, left - self.least), left + self.least + 1)
        for number in sorted(near, key=lambda n: abs(n - left)):
            if len(seen) >= self.least:
                break
            if number not in seen:
                self._possible(reader, figure, number)
        return len(seen) >= self.least

    def _possible(self, reader: int, figure: int, number: int) -> bool:
        """Whether there is a table where the figure, less the reader's own part, is this number."""
        free = (self.cells > 0) & (self.row_of != self.readers[reader])
        sums = self.sums[:, free]
        own = self.figures - sums @ self.cells[free]
        shown, hidden = self.shown, self._bounded(figure)
        free_cells = self._program(
            np.vstack([sums[shown], sums[hidden], sums[[figure]]]),
            np.hstack([(self.figures - own)[shown], (self.floor - own)[hidden], number]),
            np.hstack([(self.figures - own)[shown], np.full(hidden.sum(), np.inf), number]),
        )
        if free_cells is None:
            return False
        table = self.cells.copy()
        table[free] = free_cells
        self._note(table)
        fell, _ = self._walk(table, reader, figure, -max(number - 1, 0))
        rose, _ = self._walk(table, reader, figure, max(self.least - number, 0))
        self.seen[reader, figure].update(range(number - fell, number + rose + 1))
        return True

    def _note(self, table: np.ndarray) -> None:
        """Record the numbers that a table proves possible, for the readers that it holds for.

        If a hidden figure is below its floor, it proves something for that figure alone.
        """
        changed = self.sums @ (table - self.cells)
        moved = table != self.cells
        low = self.hidden & (self.sums @ table < self.floor)
        for reader, head in enumerate(self.readers):
            if head is None or not moved[self.row_of == head].any():
                for figure in np.flatnonzero(self.is_open[reader]).tolist():
                    if low.sum() > low[figure]:
                        continue
                    number = int(self.left[reader, figure] + changed[figure])
                    self.seen.setdefault((reader, figure), set()).add(number)

    def _program(self, rows: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray | None:
        """Whole numbers from 0 whose sums by these rows are within bounds; None if none."""
        from scipy.optimize import milp  # takes a while: only here

        if not self.programs:
            return None
        self.programs -= 1
        answer = milp(
            np.zeros(rows.shape[1]),
            constraints=(rows, low, high),
            integrality=np.ones(rows.shape[1]),
            options={"node_limit": STEPS},
        )
        if answer.x is None:
            return None
        numbers = answer.x.round().astype(np.int64)
        came = rows @ numbers  # checked in whole numbers: nothing is proven by tolerance alone
        agrees = (numbers >= 0).all() and (low <= came).all() and (came <= high).all()
        return numbers if agrees else None


@lru_cache(maxsize=16)
def _sums(shape: tuple[int, int, int]) -> np.ndarray:
    """Which cells each figure is the sum of, as 0 or 1: figures × cells."""
    top = [length - 1 for length in shape]
    cells = list(product(*(range(length) for length in top)))
    return np.array(
        [
            [all(f in (c, t) for f, c, t in zip(figure, cell, top, strict=True)) for cell in cells]
            for figure in product(*(range(length) for length in shape))
        ],
        dtype=np.int64,
    )


@lru_cache(maxsize=16)
def _moves(shape: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Every move of two or four cells, moves × cells, and its effect on every figure."""
    rows, columns, sides = (range(length - 1) for length in shape)
    made = [*_of_two(rows, columns, sides), *_of_four(rows, columns, sides)]
    moves = np.zeros((len(made), len(rows), len(columns), len(sides)), dtype=np.int64)
    for move, cells in zip(moves, made, strict=True):
        for at, cell in enumerate(cells):
            move[cell] = (-1) ** at
    moves = moves.reshape(len(made), len(rows) * len(columns) * len(sides))
    return moves, moves @ _sums(shape).T


def _of_two(rows: range, columns: range, sides: range) -> Iterator[tuple]:
    """Moves from one column, or row, to another."""
    for row, (column, other), side in product(rows, combinations(columns, 2), sides):
        yield (row, column, side), (row, other, side)
    for (row, other), column, side in product(combinations(rows, 2), columns, sides):
        yield (row, column, side), (other, column, side)


def _of_four(rows: range, columns: range, sides: range) -> Iterator[tuple]:
    """Moves from one column, or row, to another and back elsewhere; and twice between sides."""
    for row, far, (column, other), side, back in product(
        rows, rows, combinations(columns, 2), sides, sides
    ):
        if (row, side) < (far, back):
            yield (row, column, side), (row, other, side), (far, other, back), (far, column, back)
    for (row, other), column, far, side, back in product(
        combinations(rows, 2), columns, columns, sides, sides
    ):
        if (column, side) < (
            far,
            back,
        ) and side != back:  # else it is a rectangle, which is there already
            yield (row, column, side), (other, column, side), (other, far, back), (row, far, back)
    places = combinations(product(rows, columns), 2)
    for (here, there), (side, other) in product(places, combinations(sides, 2)):
        yield (*here, side), (*here, other), (*there, other), (*there, side)
