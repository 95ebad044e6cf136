"""Those who came and who left, beside their stock, attacked: nobody learns who is few."""

from datetime import date

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from metrics.disclosure import protect_flows
from tests.metrics.disclosure.attack import numbers, some
from tests.metrics.disclosure.system import MOST, System


@st.composite
def flows(draw, units=4):
    """Of one quarter: months × units × (opened, closed)."""
    shape = (3, draw(st.integers(1, units)), 2)
    many = int(np.prod(shape))
    return np.array(draw(st.lists(numbers, min_size=many, max_size=many))).reshape(shape)


MONTHS = (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))


def publish_flows(pairs: np.ndarray, k: int):
    units = pl.DataFrame(
        [(MONTHS[0], u, *map(int, pair)) for u, pair in enumerate(pairs.sum(0))],
        ["quarter", "unit", "opened", "closed"],
        orient="row",
    )
    months = pl.DataFrame(
        [(MONTHS[m], *map(int, pair)) for m, pair in enumerate(pairs.sum(1))],
        ["month", "opened", "closed"],
        orient="row",
    )
    return protect_flows(units, months, unit="unit", k=k)


def known_of_flows(pairs: np.ndarray, published, head: int | None) -> System:
    """How many left, by unit and by month, to one who knows the stock of every unit and month.

    Of how many came they know how many more than left; and nobody can have come or left fewer
    than 0 times.
    """
    units, months = [*range(pairs.shape[1])], [("month", m) for m in range(3)]
    by_unit, by_month = pairs.sum(0), pairs.sum(1)
    known = System(names=[*units, *months, "balance"])
    known.facts += [([*units, "balance"], MOST, MOST), ([*months, "balance"], MOST, MOST)]
    for name, (opened, closed) in zip([*units, *months], [*by_unit, *by_month], strict=True):
        known.know([name], max(0, closed - opened), np.inf)
    for _, unit, opened, closed, shown, *_ in published[0].iter_rows():
        names = units if unit is None else [unit]
        if shown or (unit == head and head is not None):
            assert not shown or (opened, closed) == tuple(by_unit[names].sum(0))
            left = int(by_unit[names, 1].sum())
            known.know(names, left, left)
    for month, shown, (_, left) in zip(months, published[1]["shown"], by_month, strict=True):
        if shown:
            known.know([month], int(left), int(left))
    assert known.possible()
    return known


def told_of_flows(pairs: np.ndarray, published, k: int) -> list:
    """(reader, who) of secrets of which fewer than k-1 values are possible, and more without."""
    found, units = [], range(pairs.shape[1])
    by_unit = pairs.sum(0)
    nothing = (published[0].with_columns(shown=pl.lit(False)), published[1])
    for head in [None, *units]:
        if head is not None and (by_unit[head] == by_unit.sum(0)).all():
            continue  # nobody else has anyone
        known, without = (known_of_flows(pairs, seen, head) for seen in (published, nothing))
        secrets = {(u,): by_unit[u] for u in units if u != head}
        secrets |= {(("month", m),): pair for m, pair in enumerate(pairs.sum(1))}
        secrets |= {tuple(units): by_unit.sum(0)}
        for names, pair in secrets.items():
            if not any(0 < n < k for n in pair):
                continue
            around = range(max(0, int(pair[1]) - k), int(pair[1]) + k)
            many, most = (
                sum(seen.possible(([*names], n, n)) for n in around) for seen in (known, without)
            )
            if many < min(most, max(k - 1, 2)):
                found.append((head, names, pair.tolist()))
    return found


@some
@given(flows(), st.sampled_from([3, 5, 8]))
def test_nobody_learns_anything_from_flows_beside_their_stock(pairs, k):
    assert told_of_flows(pairs, publish_flows(pairs, k), k) == []


def two_quarters(first: list, second: list):
    """Of two quarters, of two units by quarter each (opened, closed): all in the first month."""
    quarters = (date(2026, 1, 1), date(2026, 4, 1))
    months = [date(2026, month, 1) for month in range(1, 7)]
    units = [
        (quarter, unit, *pair)
        for quarter, pairs in zip(quarters, (first, second), strict=True)
        for unit, pair in enumerate(pairs)
    ]
    sums = {q: np.sum(pairs, axis=0) for q, pairs in zip(quarters, (first, second), strict=True)}
    return protect_flows(
        pl.DataFrame(units, ["quarter", "unit", "opened", "closed"], orient="row"),
        pl.DataFrame(
            [(month, *map(int, sums.get(month, (0, 0)))) for month in months],
            ["month", "opened", "closed"],
            orient="row",
        ),
        unit="unit",
    )


def test_what_the_quarter_after_would_tell_of_is_held_too():
    """1 and 5 beside their sum 6: to show the 5 again would say that it was no less."""
    units, _ = two_quarters([(1, 1), (5, 5)], [(0, 0), (6, 6)])
    after = units.filter(quarter=date(2026, 4, 1), unit=1)

    assert units.filter(quarter=date(2026, 1, 1), unit=1)["loose"].item()
    assert not after["shown"].item()
