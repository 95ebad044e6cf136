"""Shares with uneven denominators: Laney's limits by hand, and the states of every other chart."""

from datetime import date
from itertools import pairwise
from math import sqrt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.periods import add_months
from metrics.spc import judge, p_chart

FIRST = date(2025, 1, 1)


def points(*pairs: tuple[int, int], provisional: int = 0) -> pl.DataFrame:
    settled = len(pairs) - provisional
    return pl.DataFrame(
        [
            (add_months(FIRST, n), part, whole, n >= settled)
            for n, (part, whole) in enumerate(pairs)
        ],
        ["period", "part", "whole", "provisional"],
        orient="row",
    )


def by_hand(pairs: list[tuple[int, int]]) -> list[tuple[float, float, float]]:
    """Lower, mean and upper of each point, uncut."""
    mean = sum(part for part, _ in pairs) / sum(whole for _, whole in pairs)
    spread = [sqrt(mean * (1 - mean) / whole) for _, whole in pairs]
    apart = [(p / n - mean) / s for (p, n), s in zip(pairs, spread, strict=True)]
    ranges = [abs(b - a) for a, b in pairwise(apart)]
    sigma = sum(ranges) / len(ranges) / 1.128
    return [(mean - 3 * s * sigma, mean, mean + 3 * s * sigma) for s in spread]


UNEVEN = [(40, 100), (45, 90), (210, 500), (18, 50), (62, 140), (33, 80)] * 3


def test_limits_are_laneys_and_each_point_has_its_own():
    chart = p_chart(points(*UNEVEN))

    for row, (lower, mean, upper) in zip(chart.to_dicts(), by_hand(UNEVEN), strict=True):
        assert (row["lower"], row["mean"], row["upper"]) == pytest.approx((lower, mean, upper))
        assert row["near_upper"] == pytest.approx(mean + (upper - mean) * 2 / 3)
        assert row["value"] == row["part"] / row["whole"]
    assert chart["upper"].n_unique() > 1
    assert chart["rule"].null_count() == chart.height


def test_limits_may_rest_on_the_first_two_points():
    chart = p_chart(points(*UNEVEN), fix_after=2)

    lower, mean, upper = by_hand(UNEVEN[:2])[0]
    assert chart.select("lower", "mean", "upper").row(0) == pytest.approx((lower, mean, upper))


def test_large_denominators_do_not_cry_wolf():
    """Shares that swing by themselves: plain p-limits would mark nearly every point."""
    swings = [(4_300 + 350 * (-1) ** n, 10_000) for n in range(24)]
    mean, plain = 0.43, 3 * sqrt(0.43 * 0.57 / 10_000)

    chart = p_chart(points(*swings))

    assert chart["rule"].null_count() == 24
    assert (abs(chart["value"] - mean) > plain).all()


def test_a_point_outside_its_own_limits_is_marked_though_inside_anothers():
    pairs = [(18, 50), (23, 50)] * 6 + [(320, 500)]
    last = p_chart(points(*pairs), better="higher").row(-1, named=True)

    assert (last["rule"], last["signal"], last["side"]) == ("beyond", "improvement", "high")
    small = p_chart(points(*pairs[:-1], (32, 50)), better="higher").row(-1, named=True)
    assert small["value"] == last["value"]
    assert small["rule"] is None


def test_a_trend_is_of_shares_and_not_of_where_they_stand_within_their_limits():
    rising = [(30 + n, 100) for n in range(5)] + [(35, 100), (72, 200), (37, 100)]
    pairs = [(30, 100), (29, 100)] * 3 + rising

    assert "trend" in p_chart(points(*pairs))["rule"].to_list()


@pytest.mark.parametrize(
    ("pairs", "variation"),
    [
        pytest.param([(4, 10)], "too_few", id="one point"),
        pytest.param([(4, 10)] * 11, "too_few", id="eleven points"),
        pytest.param([(4, 10)] * 12, "unchanged", id="twelve alike"),
        pytest.param([(0, 10), (0, 30)] * 6, "unchanged", id="none at all"),
        pytest.param([(10, 10), (30, 30)] * 6, "unchanged", id="all of them"),
        pytest.param([(4, 10), (5, 10)] * 6, "normal", id="twelve that differ"),
    ],
)
def test_a_chart_of_shares_has_the_states_of_any_other(pairs, variation):
    chart = p_chart(points(*pairs))

    assert judge(chart, "higher", None).variation == variation
    drawn = chart.select("lower", "mean", "upper").drop_nulls()
    assert not any(drawn[name].is_nan().any() for name in drawn.columns)


def test_a_target_is_held_by_the_limits_of_the_last_point():
    chart = p_chart(points(*UNEVEN))
    lower, _, upper = by_hand(UNEVEN)[-1]

    for target, assurance in (
        (lower - 0.001, "pass"),
        (lower + 0.001, "hit_or_miss"),
        (upper + 0.001, "fail"),
    ):
        assert judge(chart, "higher", target).assurance == assurance


def test_provisional_points_are_drawn_and_have_no_part_in_the_limits():
    whole = p_chart(points(*UNEVEN, (95, 100), provisional=1))

    assert whole.row(-1, named=True)["rule"] is None
    assert whole.row(-1, named=True)["upper"] is not None
    assert whole["mean"][0] == pytest.approx(by_hand(UNEVEN)[0][1])


def test_a_period_with_nothing_to_divide_by_has_no_point_and_limits_stay_within_all():
    chart = p_chart(points(*([(0, 6), (2, 5), (1, 7), (0, 0)] * 5)))

    assert chart.height == 15
    assert chart["lower"].min() == 0.0
    assert chart["upper"].max() <= 1.0


def test_a_rebase_begins_anew():
    chart = p_chart(points(*UNEVEN, *UNEVEN), rebase=[add_months(FIRST, 18)])

    assert chart["segment"].to_list() == [0] * 18 + [1] * 18
    assert chart["mean"][0] == pytest.approx(chart["mean"][18])


@pytest.mark.parametrize("pair", [(-1, 5), (6, 5), (None, 5)])
def test_what_is_no_share_is_refused_with_its_row(pair):
    with pytest.raises(ValueError, match="row 3 of 3"):
        p_chart(points((1, 5), (2, 5), pair))


@given(
    st.lists(
        st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=12,
        max_size=30,
    )
)
def test_a_chart_of_any_shares_is_as_by_hand(pairs):
    chart = p_chart(points(*pairs))

    if 0 < sum(p for p, _ in pairs) < sum(n for _, n in pairs):
        for row, (lower, _, upper) in zip(chart.to_dicts(), by_hand(pairs), strict=True):
            if row["note"] != "unchanged":
                assert row["lower"] == pytest.approx(max(lower, 0), abs=1e-9)
                assert row["upper"] == pytest.approx(min(upper, 1), abs=1e-9)
                beyond = row["value"] > upper + 1e-9 or row["value"] < lower - 1e-9
                assert (row["rule"] == "beyond") >= beyond
