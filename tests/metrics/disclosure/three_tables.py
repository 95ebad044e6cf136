"""Attacks on a table three ways, of which two margins are shown: a reader who solves for all cells.

The attacker is written from the rule and shares no code with the module.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl
from hypothesis import assume
from hypothesis import strategies as st

from metrics.disclosure import protect_across, protect_again
from tests.metrics.disclosure.attack import numbers
from tests.metrics.disclosure.system import System

BY = ("unit", "group", "side")
SIDES = ("part", "rest")
EVERY = slice(None)
sizes = st.sampled_from([3, 5, 8])


@dataclass(frozen=True)
class Month:
    """People by unit × group × side, and the margins that everybody sees, None where hidden."""

    cells: np.ndarray
    by_unit: dict[tuple, int | None]
    by_group: dict[tuple, int | None]

    def margin(self, axis: int) -> dict[tuple, int | None]:
        """The figures by unit (0) or by group (1)."""
        return (self.by_unit, self.by_group)[axis]

    @property
    def told(self) -> bool:
        """Whether anything at all is said by group."""
        return any(count is not None for count in self.by_group.values())


def rows(months: list[np.ndarray]) -> pl.DataFrame:
    said = [
        (month, unit, group, SIDES[side], int(many))
        for month, cells in enumerate(months)
        for (unit, group, side), many in np.ndenumerate(cells)
    ]
    return pl.DataFrame(said, ["month", *BY, "people"], orient="row")


@dataclass(frozen=True)
class Published:
    """The two margins of every month, as frames."""

    by_unit: pl.DataFrame
    by_group: pl.DataFrame

    def hidden(self) -> "Published":
        """What a store keeps of it."""
        kept = [made.filter(~pl.col("shown")).drop("people", "shown") for made in self._both()]
        return Published(*kept)

    def _both(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        return self.by_unit, self.by_group

    def month(self, cells: np.ndarray, number: int = 0) -> Month:
        unit = self.by_unit.filter(month=number).select("unit", "side", "people")
        group = self.by_group.filter(pl.col("unit").is_null(), month=number)
        seen = [
            {(name, side): many for name, side, many in made.rows()}
            for made in (unit, group.select("group", "side", "people"))
        ]
        return Month(cells, *seen)


def publish(
    months: list[np.ndarray], k: int, knows=True, hold=0, before: Published | None = None
) -> Published:
    people = rows(months)
    asked = {"apart": "month", "k": k, "hold": hold}
    by_unit = protect_again(
        people.group_by("month", "unit", "side").agg(pl.col("people").sum()),
        ["unit", "side"],
        "people",
        before=before and before.by_unit,
        knows="unit" if knows else None,
        **asked,
    )
    by_group = protect_across(
        people,
        BY,
        "people",
        given=by_unit,
        before=before and before.by_group,
        knows=knows,
        **asked,
    )
    return Published(by_unit, by_group)


# ---------------------------------------------------------------- the attacker


def known_from_later(months: list[Month], at: int, k: int, hold: int) -> dict[tuple, int]:
    """The least that hidden figures are known to be, as (axis, name, side), by what is shown later."""
    after = months[at + 1 : at + 1 + hold]
    return {
        (axis, *figure): k
        for axis in range(2)
        for figure, count in months[at].margin(axis).items()
        if count is None and any(later.margin(axis).get(figure) for later in after)
    }


def known_to(month: Month, head: int | None, least: dict[tuple, int]) -> System:
    """What a reader knows of the cells: where nobody is, both margins, and a head their own."""
    known = System(names=[at for at, many in np.ndenumerate(month.cells) if many])
    for axis in range(2):
        for (name, side), count in month.margin(axis).items():
            inside = [
                at
                for at in known.names
                if name in (None, at[axis]) and side in (None, SIDES[at[2]])
            ]
            if count is not None:
                assert count == sum(month.cells[at] for at in inside)
                known.know(inside, count, count)
            elif axis == 0 or month.told or (axis, name, side) in least:
                known.know(inside, least.get((axis, name, side), 1), np.inf)
    for at in known.names:
        if at[0] == head:
            known.know([at], int(month.cells[at]), int(month.cells[at]))
    return known


def figures_of(cells: np.ndarray):
    """(unit or None, group or None, side or None) of all but the sides of all."""
    units, groups = ([*range(many), None] for many in cells.shape[:2])
    for unit, group, side in product(units, groups, (0, 1, None)):
        if (unit, group) != (None, None):
            yield unit, group, side


def count_of(cells: np.ndarray, figure: tuple) -> int:
    return int(cells[tuple(EVERY if at is None else at for at in figure)].sum())


def leaks(
    month: Month, k: int, heads: Sequence[int] | None = None, held=frozenset(), least=None
) -> list:
    """(reader, figure, what is impossible) of all secrets of which a reader can rule out too much.

    Heads: which of them are asked, all if not said. Held: what is secret though it is not small.
    Least: what hidden figures are known to be at least.
    """
    if not (month.told or least):
        return []
    found = []
    for head in [None, *(range(len(month.cells)) if heads is None else heads)]:
        known = known_to(month, head, least or {})
        assert known.possible()
        for figure in figures_of(month.cells):
            others = month.cells.copy()
            others[[] if head is None else head] = 0
            left = count_of(others, figure)
            if not left or not (left < k or figure in held):
                continue
            inside = [at for at in known.names if at[0] != head and _within(at, figure)]
            if figure[2] is None:
                near = range(max(0, left - k), left + k)
                if sum(known.possible((inside, n, n)) for n in near) < max(k - 1, 2):
                    found.append((head, figure, "numbers"))
            else:
                wanted = range(1, max(k, 3))
                found += [(head, figure, n) for n in wanted if not known.possible((inside, n, n))]
    return found


def _within(cell: tuple, figure: tuple) -> bool:
    return all(want in (None, has) for has, want in zip(cell, figure, strict=True))


def small(cells: np.ndarray, k: int) -> set[tuple]:
    return {figure for figure in figures_of(cells) if 0 < count_of(cells, figure) < k}


# ---------------------------------------------------------------- made-up tables


@st.composite
def tables(draw, units=4, groups=4):
    """Small units, units with one group only, and places where nobody is."""
    shape = (draw(st.integers(1, units)), draw(st.integers(1, groups)), 2)
    many = int(np.prod(shape))
    cells = np.array(draw(st.lists(numbers, min_size=many, max_size=many))).reshape(shape)
    for unit in draw(st.sets(st.sampled_from(range(shape[0])), max_size=2)):
        cells[unit, 1:] = 0
    assume(cells.any())
    return cells * draw(st.sampled_from([1, 1, 3]))


def spell(units: int, groups: int, people: int, months: int, seed: int) -> list[np.ndarray]:
    """A stock that six in a hundred leave each month, and about as many enter."""
    chance = np.random.default_rng(seed)
    share = chance.dirichlet(np.full(units, 4.0))[:, None] * chance.dirichlet(np.full(groups, 1.2))
    expected = people * share[..., None] * chance.dirichlet([3, 2])
    cells, made = chance.poisson(expected), []
    for _ in range(months):
        made.append(cells)
        cells = cells - chance.binomial(cells, 0.06) + chance.poisson(0.06 * expected)
    return made


def held_before(months: list[np.ndarray], at: int, k: int, hold: int) -> set[tuple]:
    return set().union(*(small(cells, k) for cells in months[max(0, at - hold) : at]))
