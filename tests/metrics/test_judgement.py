from datetime import date

import polars as pl
import pytest

from metrics.periods import add_months
from metrics.spc import Judgement, judge, p_chart, xmr

STEADY = [4, 6] * 6  # limits 5 ± 5.32
RAISED = [104, 106] * 6  # limits 105 ± 5.32


def judged(values, better=None, target=None, provisional=0, **choices) -> Judgement:
    points = pl.DataFrame(
        {
            "period": [add_months(date(2024, 1, 1), n) for n in range(len(values))],
            "value": values,
            "provisional": [n >= len(values) - provisional for n in range(len(values))],
        },
        schema={"period": pl.Date, "value": pl.Float64, "provisional": pl.Boolean},
    )
    return judge(xmr(points, better, target, **choices), better, target)


@pytest.mark.parametrize(
    ("last", "better", "variation"),
    [
        (30, "higher", "improvement_high"),
        (30, "lower", "concern_high"),
        (30, None, "change_high"),
        (-30, "higher", "concern_low"),
        (-30, "lower", "improvement_low"),
        (-30, None, "change_low"),
        (5, "higher", "normal"),
    ],
)
def test_variation_is_that_of_the_last_point(last, better, variation):
    assert judged([*STEADY, last], better).variation == variation


def test_a_sign_before_the_last_point_is_past():
    assert judged([*STEADY, 30, 5], "higher").variation == "normal"


def test_a_provisional_point_is_not_judged():
    assert judged([*STEADY, 5, 30], "higher", provisional=1).variation == "normal"
    assert judged([*STEADY, 30, 5], "higher", provisional=1).variation == "improvement_high"


def test_what_is_provisional_decides_nothing_of_the_target_either():
    months = [add_months(date(2024, 1, 1), n) for n in range(25)]
    shares = pl.DataFrame(
        {
            "period": months,
            "part": [*[50, 54] * 12, 1],
            "whole": [*[100] * 24, 3],
            "provisional": [False] * 24 + [True],
        }
    )
    chart = p_chart(shares, "higher")
    aim = chart["lower"][23] - 0.01
    assert chart["lower"][24] < aim  # so few that their own limits say nothing

    assert judge(chart, "higher", aim).assurance == "pass"
    assert judge(chart.head(24), "higher", aim).assurance == "pass"


def test_limits_that_restart_with_a_provisional_period_leave_the_target_judged():
    restarted = {"provisional": 1, "rebase": [date(2025, 1, 1)]}

    assert judged([*STEADY, 5], "higher", -1, **restarted).assurance == "pass"


def test_a_trend_is_judged_by_where_it_goes():
    assert judged([*[0, 20] * 5, *range(19, 12, -1)], "lower").variation == "improvement_low"


@pytest.mark.parametrize(
    ("values", "choices", "variation"),
    [
        (STEADY[:11], {}, "too_few"),
        ([], {}, "too_few"),
        ([7] * 12, {}, "unchanged"),
        ([1, 2] * 6, {"counts": True}, "sparse"),
        (STEADY, {"provisional": 12}, "too_few"),
    ],
)
def test_what_cannot_be_judged_says_why(values, choices, variation):
    assert judged(values, "higher", **choices).variation == variation


@pytest.mark.parametrize(
    ("better", "target", "assurance"),
    [
        ("higher", 99, "pass"),
        ("higher", 100, "hit_or_miss"),
        ("higher", 110, "hit_or_miss"),
        ("higher", 111, "fail"),
        ("lower", 111, "pass"),
        ("lower", 110, "hit_or_miss"),
        ("lower", 100, "hit_or_miss"),
        ("lower", 99, "fail"),
        ("higher", None, "none"),
        (None, 99, "none"),
    ],
)
def test_assurance_is_where_the_target_lies_from_the_limits(better, target, assurance):
    assert judged(RAISED, better, target).assurance == assurance


def test_a_target_on_a_limit_is_hit_or_miss():
    chart = xmr(pl.DataFrame({"period": range(12), "value": RAISED}))

    assert judge(chart, "higher", chart["lower"][0]).assurance == "hit_or_miss"
    assert judge(chart, "higher", chart["upper"][0]).assurance == "hit_or_miss"


def test_assurance_is_that_of_the_last_segment():
    rebase = [date(2025, 1, 1)]

    assert judged([*STEADY, *RAISED], "higher", 50, rebase=rebase).assurance == "pass"


@pytest.mark.parametrize(
    ("better", "target", "assurance"),
    [
        ("higher", 0.1, "pass"),
        ("higher", 0.11, "fail"),
        ("lower", 0.1, "pass"),
        ("lower", 0.09, "fail"),
        ("lower", None, "none"),
    ],
)
def test_what_is_unchanged_is_compared_as_it_is(better, target, assurance):
    assert judged([0.1] * 14, better, target) == Judgement("unchanged", assurance)


@pytest.mark.parametrize("values", [STEADY[:11], STEADY[:7], []])
def test_too_few_points_assure_nothing(values):
    assert judged(values, "higher", -1).assurance == "none"


def test_sparse_counts_assure_nothing():
    assert judged([1, 2] * 6, "higher", 0, counts=True).assurance == "none"


def test_a_direction_that_is_none_is_refused():
    with pytest.raises(ValueError, match="better is higher, lower or None, got up"):
        judge(xmr(pl.DataFrame({"period": [1], "value": [1]})), "up", None)
