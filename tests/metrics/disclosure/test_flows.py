"""Those who came and who left, beside their stock, attacked: nobody learns who is few."""

from datetime import date

import numpy as np
import polars as pl
from hypothesis import example, given
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


K, HOLD = 5, 2


def over_time(quarters: list[np.ndarray]) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """What is published of quarters, each months × units × (opened, closed): units and months."""
    firsts = [date(2026 + at // 4, 1 + at % 4 * 3, 1) for at in range(len(quarters))]
    units = [
        (first, unit, *map(int, pair))
        for first, pairs in zip(firsts, quarters, strict=True)
        for unit, pair in enumerate(pairs.sum(0))
    ]
    months = [
        (first.replace(month=first.month + month), *map(int, pair))
        for first, pairs in zip(firsts, quarters, strict=True)
        for month, pair in enumerate(pairs.sum(1))
    ]
    by_unit, by_month = protect_flows(
        pl.DataFrame(units, ["quarter", "unit", "opened", "closed"], orient="row"),
        pl.DataFrame(months, ["month", "opened", "closed"], orient="row"),
        unit="unit",
        k=K,
        hold=(HOLD, 3 * HOLD),
    )
    of_quarter = pl.col("month").dt.truncate("1q")
    return [(by_unit.filter(quarter=q), by_month.filter(of_quarter == q)) for q in firsts]


def narrowed_by_later(quarters: list[np.ndarray]) -> list:
    """Units that are few, of which fewer than k-1 numbers are possible to whoever remembers.

    A hidden unit that is shown within the quarters it would have been held was not small. Everybody
    knows of each how many more came than left; so who left, and how many, is all there is to find.
    """
    found, seen = [], over_time(quarters)
    for at, pairs in enumerate(quarters):
        by_unit, units = pairs.sum(0), range(pairs.shape[1])
        months_shown = seen[at][1]["shown"].to_numpy()
        shown, later = (
            _shown(seen[at][0]),
            [_shown(each) for each, _ in seen[at + 1 : at + 1 + HOLD]],
        )
        fewest = np.array([max(0, closed - opened) for opened, closed in by_unit])
        floor = fewest + [
            K * (min(by_unit[unit]) >= K and any(then.get(unit) for then in later))
            for unit in units
        ]
        for head in [None, *units]:
            if head is not None and (by_unit[head] == by_unit.sum(0)).all():
                continue  # nobody else has anyone
            nothing = [unit for unit in units if unit != head]
            hidden = [unit for unit in nothing if unit not in shown]
            for unit in hidden:
                could = _could(unit, hidden, floor, pairs, months_shown, None in shown)
                without = _could(unit, nothing, fewest, pairs, months_shown, False)
                if _few(by_unit[unit]) and len(could) < min(K - 1, len(without)):
                    found.append((at, head, unit, by_unit[unit].tolist(), could))
    return found


def _could(unit, hidden, floor, pairs, months_shown, total_shown) -> list[int]:
    """How many can have left a unit, of numbers near the true one, all unbounded above.

    Units come to the same as months; where some of both are hidden, so is what they come to.
    """
    (opened, closed), by_unit, by_month = pairs.sum(0)[unit], pairs.sum(0), pairs.sum(1)
    others = [floor[other] for other in hidden if other != unit]
    known = by_unit[:, 1].sum() - by_unit[hidden, 1].sum()
    away = by_month[~months_shown]
    months = by_month[months_shown, 1].sum() + sum(max(0, left - came) for came, left in away)

    def fits(number: int) -> bool:
        if len(away) and not total_shown:  # months can grow, but come to at least so many
            return bool(others) or known + number >= months
        rest = by_unit[:, 1].sum() - known - number
        return rest >= sum(others) if others else rest == 0

    around = range(max(0, closed - opened, closed - K), closed + K)
    return [number for number in around if fits(number)]


def _shown(units: pl.DataFrame) -> dict[int | None, bool]:
    """The units that are shown: whether there is anybody in each."""
    rows = units.filter("shown").select("unit", pl.col("opened") + pl.col("closed")).iter_rows()
    return {unit: people > 0 for unit, people in rows}


def _few(pair: np.ndarray) -> bool:
    return any(0 < number < K for number in pair)


@st.composite
def years(draw):
    """Four quarters of two or three units, some of which are few in one and many in the next."""
    units = draw(st.integers(2, 3))
    seed = draw(st.integers(0, 10_000))
    chance = np.random.default_rng(seed)
    rates = chance.choice([0, 0.2, 1, 2, 4, 7], (4, 1, units, 2))
    return [chance.poisson(rates[at], (3, units, 2)) for at in range(4)]


# the one who came in the second quarter was hidden with those of a unit that was few before
HIDDEN_WITH_WHAT_WAS_FEW = [
    [[[1, 0], [1, 10], [3, 6]], [[0, 0], [2, 6], [1, 9]], [[0, 0], [7, 6], [0, 5]]],
    [[[0, 0], [9, 8], [2, 7]], [[0, 0], [4, 8], [1, 8]], [[1, 0], [4, 9], [2, 8]]],
    [[[0, 0], [5, 4], [2, 4]], [[0, 1], [3, 6], [0, 9]], [[0, 0], [8, 9], [3, 5]]],
    [[[0, 1], [4, 7], [1, 7]], [[1, 0], [2, 7], [3, 4]], [[0, 1], [2, 5], [2, 4]]],
]
# a unit that nobody has left can only change if it is loose
NOBODY_LEFT = [
    [[[6, 0], [3, 9]], [[5, 0], [2, 3]], [[9, 0], [2, 3]]],
    [[[6, 0], [0, 7]], [[10, 1], [2, 8]], [[7, 0], [3, 12]]],
    [[[6, 0], [5, 16]], [[9, 0], [2, 6]], [[6, 0], [1, 5]]],
    [[[3, 0], [2, 7]], [[7, 0], [1, 11]], [[7, 0], [1, 9]]],
]


@some
@given(years())
@example([np.array(months) for months in HIDDEN_WITH_WHAT_WAS_FEW])
@example([np.array(months) for months in NOBODY_LEFT])
def test_nobody_learns_anything_from_flows_that_are_shown_later(quarters):
    assert narrowed_by_later(quarters) == []
