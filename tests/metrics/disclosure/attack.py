"""Attacks: a reader who solves for every whole table that agrees with what is shown.

The attacker is written from the rule and shares no code with the module. More cases are tried in
the thorough run, and as many as are asked for with DISCLOSURE_CASES=500 in the environment.
"""

import os
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import polars as pl
from hypothesis import settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from metrics.disclosure import protect
from tests.thorough import often

CASES = int(os.environ.get("DISCLOSURE_CASES", often(8, 20)))
some = settings(max_examples=CASES, derandomize=True, database=None)
few = settings(some, max_examples=max(1, CASES // 2))


# ---------------------------------------------------------------- tables

Cells = dict[tuple, int]  # (unit, group) or (unit,) and how many people


@dataclass(frozen=True)
class Table:
    """The true figures of one period, cells and margins, with what each is the sum of."""

    cells: Cells

    @cached_property
    def parts(self) -> dict[tuple, list[int]]:
        """Of each figure (None where summed over) which cells it is the sum of."""
        names = [sorted({cell[axis] for cell in self.cells}) for axis in range(self.width)]
        return {
            figure: [
                at
                for at, cell in enumerate(self.cells)
                if all(want in (None, has) for want, has in zip(figure, cell, strict=True))
            ]
            for figure in product(*([*values, None] for values in names))
        }

    @cached_property
    def truth(self) -> dict[tuple, int]:
        counts = list(self.cells.values())
        return {figure: sum(counts[at] for at in cells) for figure, cells in self.parts.items()}

    @property
    def width(self) -> int:
        return len(next(iter(self.cells)))

    @property
    def units(self) -> list:
        return sorted({cell[0] for cell in self.cells})

    def small(self, k: int) -> set[tuple]:
        return {figure for figure, count in self.truth.items() if 0 < count < k}


NAMES = ("unit", "group")


def frame(table: Table, month: int = 1) -> pl.DataFrame:
    columns = [*NAMES[: table.width], "people"]
    rows = [(*cell, count) for cell, count in table.cells.items()]
    return pl.DataFrame(rows, columns, orient="row").insert_column(0, pl.lit(month).alias("month"))


def published(table: Table, **asked) -> dict[tuple, int | None]:
    return published_months([table], **asked)[0]


def published_months(tables: list[Table], **asked) -> list[dict[tuple, int | None]]:
    cells = pl.concat(frame(table, month) for month, table in enumerate(tables))
    protected = protect(cells, NAMES[: tables[0].width], "people", apart="month", **asked)
    return [
        {row[1:-2]: row[-2] for row in protected.filter(month=month).iter_rows()}
        for month in range(len(tables))
    ]


def hidden(shown: dict) -> set[tuple]:
    return {figure for figure, count in shown.items() if count is None}


# ---------------------------------------------------------------- the attacker


def known_from_later(months: list[dict], month: int, k: int, hold: int) -> dict[tuple, int]:
    """The least that each hidden figure of a month is known to be, from the months after it.

    Being shown within the time that a small figure is held says that it was not small.
    """
    after = months[month + 1 : month + 1 + hold]
    return {figure: k for figure in hidden(months[month]) if any(shown[figure] for shown in after)}


def tables_that_agree(
    table: Table, shown: dict, head=None, least: dict | None = None
) -> tuple[LinearConstraint, int]:
    """Every table of cells a reader must think possible, as a constraint on whole cells.

    `least`: the least that a hidden figure is known to be, where it is more than 1.
    """
    sums = np.zeros((len(table.parts), len(table.cells)))
    low, high = np.empty(len(sums)), np.empty(len(sums))
    for at, (figure, cells) in enumerate(table.parts.items()):
        sums[at, cells] = 1
        known = table.truth[figure] if head in (figure[0],) and head is not None else shown[figure]
        lowest = (least or {}).get(figure, 1)
        low[at], high[at] = (lowest, np.inf) if known is None else (known, known)
    return LinearConstraint(sums, low, high), len(table.cells)


def reaches(
    table: Table, shown: dict, head, figure: tuple, sense: int, least: dict | None = None
) -> float:
    """The least (1) or most (-1) a figure can be; infinite when there is no bound."""
    agree, cells = tables_that_agree(table, shown, head, least)
    goal = np.zeros(cells)
    goal[table.parts[figure]] = sense
    top = sum(table.cells.values()) + 50
    found = milp(goal, constraints=agree, integrality=np.ones(cells), bounds=Bounds(0, top))
    assert found.success, found.message
    return round(sense * found.fun)


def possible(
    table: Table, shown: dict, head, figure: tuple, count: int, least: dict | None = None
) -> bool:
    agree, cells = tables_that_agree(table, shown, head, least)
    want = np.zeros((1, cells))
    want[0, table.parts[figure]] = 1
    found = milp(
        np.zeros(cells),
        constraints=[agree, LinearConstraint(want, count, count)],
        integrality=np.ones(cells),
        bounds=Bounds(0, np.inf),
    )
    assert found.status in (0, 2), found.message
    return found.status == 0


def is_own(table: Table, head, figure: tuple) -> bool:
    """A head's own figures, and totals where nobody else has anyone, are no secret to them."""
    own = table.truth.get((head, *figure[1:])) if head is not None else None
    return head is not None and (
        figure[0] == head or (figure[0] is None and own == table.truth[figure])
    )


def told(table: Table, shown: dict, head, figure: tuple, k: int, least: dict | None = None) -> bool:
    """Whether a reader can rule out what must stay possible for a secret figure."""
    if None in figure:
        low, most = (reaches(table, shown, head, figure, sense, least) for sense in (1, -1))
        return most - low + 1 < max(k - 1, 2)
    return not all(possible(table, shown, head, figure, n, least) for n in range(1, max(k, 3)))


def leaks(
    table: Table, shown: dict, k: int, heads: bool = False, held=frozenset(), least=None
) -> list:
    """(reader, figure) for all that is told, or is shown though it is secret.

    `least`: the least that hidden figures are known to be.
    """
    secret = table.small(k) | {figure for figure in held if table.truth[figure]}
    seers = [None, *(table.units if heads else [])]
    open_secrets = [("anyone", figure) for figure in secret if shown[figure] is not None]
    return open_secrets + [
        (head, figure)
        for head in seers
        for figure in sorted(secret, key=str)
        if not is_own(table, head, figure) and told(table, shown, head, figure, k, least)
    ]


def tells_the_truth(table: Table, shown: dict) -> bool:
    return all(
        count == table.truth[figure] if count is not None else table.truth[figure] > 0
        for figure, count in shown.items()
    )


# ---------------------------------------------------------------- made-up tables


def crossed(counts: list[list[int]]) -> Table:
    return Table(
        {
            ("ABCDEFGH"[unit], group): n
            for unit, line in enumerate(counts)
            for group, n in enumerate(line)
        }
    )


numbers = st.one_of(st.integers(0, 9), st.sampled_from([0, 0, 12, 30, 80]))


@st.composite
def crosses(draw, rows=4, columns=4):
    width = draw(st.integers(1, columns))
    lines = st.lists(numbers, min_size=width, max_size=width)
    return crossed(draw(st.lists(lines, min_size=1, max_size=rows)))


lists = st.lists(numbers, min_size=1, max_size=7).map(
    lambda counts: Table({("ABCDEFGH"[at],): n for at, n in enumerate(counts)})
)
tables = st.one_of(crosses(), lists)
sizes = st.sampled_from([2, 3, 5, 8])


def spell(units: int, groups: int, people: int, months: int, seed: int) -> list[Table]:
    """A stock that six in a hundred leave each month, and about as many enter."""
    chance = np.random.default_rng(seed)
    share = chance.dirichlet(np.full(units, 4.0))[:, None] * chance.dirichlet(np.full(groups, 1.2))
    count, stocks = chance.poisson(people * share), []
    for _ in range(months):
        stocks.append(crossed(count.tolist()))
        count = count - chance.binomial(count, 0.06) + chance.poisson(0.06 * people * share)
    return stocks


def held_before(stocks: list[Table], month: int, k: int, hold: int) -> set[tuple]:
    return set().union(*(stock.small(k) for stock in stocks[max(0, month - hold) : month]))
