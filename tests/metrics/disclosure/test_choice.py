"""What is hidden costs little: the least there can be in small tables, and nearly in large ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.metrics.disclosure.attack import (
    Table,
    crossed,
    crosses,
    hidden,
    is_own,
    leaks,
    lists,
    published,
    some,
    spell,
)


def cost(table: Table, shown: dict) -> float:
    return sum(weight(table, figure) for figure in hidden(shown))


def weight(table: Table, figure: tuple) -> float:
    return 4 ** figure.count(None) * (1 + 0.02 * np.log(1 + table.truth[figure]))


def least_cost(table: Table, k: int, heads: bool) -> float:
    """One program: what to hide, and for each reader and secret two tables that must exist.

    The tables are of fractions, which can only make it cheaper.
    """
    figures, small = list(table.parts), table.small(k)
    truth = np.array([table.truth[figure] for figure in figures])
    sums = np.array([np.isin(np.arange(len(table.cells)), table.parts[at]) for at in figures])
    wanted = [
        (head, figure)
        for head in [None, *(table.units if heads else [])]
        for figure in small
        if not is_own(table, head, figure)
    ]
    rules = [
        rule
        for at, (head, figure) in enumerate(wanted)
        for rule in _two_tables(figures, truth, sums * 1.0, head, figure, k, at, len(wanted))
    ]
    cells = 2 * len(wanted) * len(table.cells)
    found = milp(
        [0.0] * cells + [weight(table, figure) for figure in figures],
        constraints=rules,
        integrality=[0] * cells + [1] * len(figures),
        bounds=Bounds(
            [0.0] * cells + [float(figure in small) for figure in figures],
            [np.inf] * cells + [float(n > 0) for n in truth],
        ),
    )
    assert found.success, found.message
    return found.fun


def _two_tables(figures, truth, sums, head, figure, k, at, pairs):
    """That a cell can be 1 and can be k-1, or a margin so much more in one than in the other."""
    high, own = (
        truth.max() + 2 * k,
        np.array([head not in (None,) and f[0] == head for f in figures]),
    )
    free = np.diag(np.where(own, 0.0, 1.0))
    secret = figures.index(figure)
    ends = []
    for turn, value in enumerate((1, k - 1)):
        place = np.zeros((1, 2 * pairs))
        place[0, 2 * at + turn] = 1
        table = np.kron(place, sums)
        yield LinearConstraint(np.hstack([table, -high * free]), ub=truth)
        yield LinearConstraint(np.hstack([table, truth[:, None] * free]), lb=truth)
        yield LinearConstraint(np.hstack([table, 0 * free]), lb=np.minimum(truth, 1))
        ends.append(np.append(table[secret], np.zeros(len(figures))))
        if None not in figure:
            yield LinearConstraint(ends[-1], value, value)
    if None in figure:
        yield LinearConstraint(ends[1] - ends[0], lb=k - 2)


@some
@given(st.one_of(crosses(3, 3), lists), st.sampled_from([3, 5]), st.booleans())
def test_what_is_hidden_costs_the_least_possible_in_small_tables(table, k, heads):
    shown = published(table, k=k, knows="unit" if heads else None)

    assert cost(table, shown) == pytest.approx(least_cost(table, k, heads), rel=1e-5)


@pytest.mark.parametrize(
    "counts",
    [
        [[5, 30, 0, 3], [12, 8, 3, 4], [3, 4, 1, 12]],
        [[12, 1, 30, 30], [2, 3, 5, 6], [3, 1, 30, 6]],
    ],
)
def test_it_costs_the_least_also_where_fractions_are_cheaper_and_giving_back_is_not_enough(counts):
    table = crossed(counts)

    assert cost(table, published(table)) == pytest.approx(least_cost(table, 5, False), rel=1e-5)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_hidden_costs_at_most_1_3_of_the_least_in_large_tables(seed, monkeypatch):
    stocks = spell(6, 6, 900, 1, seed)
    monkeypatch.setattr("metrics.disclosure.choice.EXACT_UP_TO", 0)
    near = published(stocks[0], knows="unit")
    monkeypatch.setattr("metrics.disclosure.choice.EXACT_UP_TO", 100)
    exact = published(stocks[0], knows="unit")

    assert leaks(stocks[0], near, 5, heads=True) == []
    assert cost(stocks[0], exact) <= cost(stocks[0], near) <= 1.3 * cost(stocks[0], exact)


def test_the_least_cost_is_what_it_is_by_hand():
    three, twelve, total = (1 + 0.02 * np.log(1 + n) for n in (3, 12, 55))

    table = Table({("A",): 3, ("B",): 12, ("C",): 40})
    assert least_cost(table, 5, heads=False) == pytest.approx(three + twelve)
    assert least_cost(table, 2 + 1, heads=False) == 0
    assert weight(table, (None,)) == pytest.approx(4 * total)
