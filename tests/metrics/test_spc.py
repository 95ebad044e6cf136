from datetime import date
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.periods import add_months, months
from metrics.spc import xmr
from tests.drawn import drawn

LINES = ("mean", "lower", "upper", "near_lower", "near_upper")
STEADY = [4, 6] * 6  # mean 5, every range 2: limits 5 ± 5.32


def monthly(*values: float, provisional: int = 0) -> pl.DataFrame:
    """Points month by month from January 2024, the last few of them provisional."""
    first = date(2024, 1, 1)
    return pl.DataFrame(
        {
            "period": [add_months(first, n) for n in range(len(values))],
            "value": values,
            "provisional": [n >= len(values) - provisional for n in range(len(values))],
        },
        schema={"period": pl.Date, "value": pl.Float64, "provisional": pl.Boolean},
    )


def lines(chart: pl.DataFrame, row: int = -1) -> tuple:
    return chart.select(LINES).row(row)


def test_limits_by_hand():
    chart = xmr(monthly(*STEADY))

    assert lines(chart) == pytest.approx(
        (5, 5 - 5.32, 5 + 5.32, 5 - 5.32 * 2 / 3, 5 + 5.32 * 2 / 3)
    )
    assert chart["rule"].null_count() == 12
    assert chart["signal"].null_count() == 12
    assert chart["note"].null_count() == 12


def test_a_large_range_is_left_out_once():
    # ranges 2 eleven times, 40 once, 38 once: AMR 100/13 = 7.69, times 3.267 is 25.1
    values = [*STEADY, 46, 8]
    limit = 2.66 * 2
    mean = sum(values) / 14

    assert lines(xmr(monthly(*values)))[1] == pytest.approx(mean - limit)
    unscreened = 2.66 * (22 + 40 + 38) / 13
    assert lines(xmr(monthly(*values), screen=False))[1] == pytest.approx(mean - unscreened)


def test_a_range_of_just_so_many_times_the_average_is_left_out():
    # the average of the eight ranges is 1 000, and the last of them 3.267 times that
    values = [0, 676, 0, 676, 0, 676, 0, 677, 677 + 3267]
    mean = sum(values) / 9

    assert lines(xmr(monthly(*values)))[2] == pytest.approx(mean + 2.66 * 4733 / 7)


def test_where_screening_leaves_nothing_the_ranges_are_kept():
    chart = xmr(monthly(*[5] * 12, 90))
    mean = (12 * 5 + 90) / 13

    assert lines(chart)[2] == pytest.approx(mean + 2.66 * 85 / 12)
    assert chart["rule"].to_list()[-1] == "beyond"


def test_the_rules_mark_and_the_direction_judges():
    points = monthly(*STEADY, 30)

    assert xmr(points)["signal"].to_list()[-1] == "change"
    assert xmr(points, "higher")["signal"].to_list()[-1] == "improvement"
    assert xmr(points, "lower")["signal"].to_list()[-1] == "concern"
    assert xmr(points)["side"].to_list()[-1] == "high"


def test_a_falling_trend_above_the_mean_goes_the_way_it_falls():
    chart = xmr(monthly(*[0, 20] * 5, 19, 18, 17, 16, 15, 14, 13), better="lower")

    assert chart["rule"].to_list()[-7:] == ["trend"] * 7
    assert chart["signal"].to_list()[-7:] == ["improvement"] * 7


def test_limits_may_rest_on_the_first_points_only():
    chart = xmr(monthly(*STEADY, 50, 60, 70), fix_after=12)

    assert lines(chart) == lines(xmr(monthly(*STEADY)))
    assert chart["rule"].to_list()[-3:] == ["beyond"] * 3


def test_a_new_segment_has_limits_and_rules_of_its_own():
    chart = xmr(monthly(*STEADY, *(value + 20 for value in STEADY)), rebase=[date(2025, 1, 1)])

    assert chart["segment"].to_list() == [0] * 12 + [1] * 12
    assert (lines(chart, 11)[0], lines(chart, 12)[0]) == (5, 25)
    assert chart["rule"].null_count() == 24


def test_segments_are_numbered_without_gaps():
    rebase = [date(2020, 1, 1), date(2024, 1, 1), date(2024, 12, 15), date(2030, 1, 1)]

    assert xmr(monthly(*STEADY, 5), rebase=rebase)["segment"].to_list() == [0] * 12 + [1]


def test_a_provisional_point_is_drawn_and_nothing_more():
    chart = xmr(monthly(*STEADY, 500, provisional=1))
    last = chart.row(-1, named=True)

    assert lines(chart) == lines(xmr(monthly(*STEADY)))
    assert (last["value"], last["rule"], last["provisional"]) == (500, None, True)


@pytest.mark.parametrize(
    ("points", "limits", "note"),
    [(7, False, "too_few"), (8, True, "too_few"), (11, True, "too_few"), (12, True, None)],
)
def test_few_points_have_limits_for_trial_or_none(points, limits, note):
    chart = xmr(monthly(*([4, 6] * 6)[: points - 1], 6, 900, provisional=1))

    assert (lines(chart)[1] is not None, chart["note"][0]) == (limits, note)
    assert lines(chart)[0] is not None


def test_few_points_show_no_sign():
    assert xmr(monthly(*range(11)))["rule"].null_count() == 11
    assert xmr(monthly(*range(12)))["rule"].null_count() == 0


def test_points_that_are_all_equal_are_unchanged():
    chart = xmr(monthly(*[0.1] * 14))

    assert chart["note"].to_list() == ["unchanged"] * 14
    assert lines(chart) == (0.1, 0.1, 0.1, 0.1, 0.1)


@pytest.mark.parametrize(("last", "note"), [(5, "sparse"), (6, None)])
def test_counts_with_a_mean_under_5_are_sparse(last, note):
    points = monthly(*STEADY[:-1], last)
    chart = xmr(points, counts=True)

    assert (chart["note"][0], lines(chart)[1] is None) == (note, note is not None)
    assert xmr(points)["note"][0] is None


def test_few_and_small_counts_have_no_limits_even_for_trial():
    chart = xmr(monthly(*[1, 2] * 4), counts=True)

    assert (chart["note"][0], lines(chart)) == ("too_few", (1.5, None, None, None, None))


def test_the_order_given_does_not_matter_and_the_target_is_drawn():
    points = monthly(*STEADY, 30)
    chart = xmr(points, target=7)

    assert xmr(points.reverse(), target=7).equals(chart)
    assert chart["target"].to_list() == [7.0] * 13


def test_no_points_give_no_rows_but_columns_with_types():
    nothing = xmr(monthly())

    assert nothing.height == 0
    assert nothing.schema == {
        "period": pl.Date,
        "value": pl.Float64,
        "segment": pl.Int64,
        **dict.fromkeys(LINES, pl.Float64),
        "rule": pl.String,
        "signal": pl.String,
        "provisional": pl.Boolean,
        "target": pl.Float64,
        "side": pl.String,
        "note": pl.String,
    }
    assert xmr(monthly(5, provisional=1))["mean"].to_list() == [None]


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        ("2026-02-01 .", "value is null in row 2"),
        (". 3", "period is null in row 2"),
        ("2026-02-01 nan", "value is no finite number in row 2"),
        ("2026-01-01 3", "period is not unique in row 1"),
    ],
)
def test_a_point_that_cannot_be_is_refused(row, refusal):
    with pytest.raises(ValueError, match=refusal):
        xmr(drawn(f"period value\n 2026-01-01 1\n {row}"))


def test_a_choice_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="better is higher, lower or None, got up"):
        xmr(monthly(*STEADY), better="up")
    with pytest.raises(ValueError, match="fix_after needs at least 2 points"):
        xmr(monthly(*STEADY), fix_after=1)


# -- Against the rules applied to each point by itself -----------------------------------------
def plain_limits(values, screen):
    mean = sum(values) / len(values)
    ranges = [abs(after - before) for before, after in pairwise(values)]
    typical = sum(ranges) / len(ranges) if ranges else 0
    kept = [size for size in ranges if size < 3.267 * typical]
    if screen and sum(kept):
        typical = sum(kept) / len(kept)
    return mean, 2.66 * typical


def plain_rule(values, i, mean, reach):
    def around(length):
        starts = range(max(0, i - length + 1), min(i, len(values) - length) + 1)
        return [values[start : start + length] for start in starts]

    def is_past(value, reach):
        return value > mean + reach or value < mean - reach

    def is_near(value):
        return is_past(value, reach * 2 / 3) and not is_past(value, reach)

    def one_side(run):
        return all(v > mean for v in run) or all(v < mean for v in run)

    side = "high" if values[i] > mean else "low"
    if is_past(values[i], reach):
        return "beyond", side
    for run in around(7):
        if run == sorted(set(run)):
            return "trend", "high"
        if run == sorted(set(run), reverse=True):
            return "trend", "low"
    for run in around(3):
        if is_near(values[i]) and one_side(run) and sum(map(is_near, run)) >= 2:
            return "two_of_three", side
    return ("shift", side) if any(map(one_side, around(7))) else (None, None)


def plain_segment(points, fix_after, screen, counts):
    values = [value for value, provisional in points if not provisional]
    mean, reach = plain_limits(values[:fix_after], screen) if values else (None, None)
    sparse = bool(counts and values and mean < 5)
    note = "sparse" if sparse else None
    note = "unchanged" if len(set(values)) == 1 else note
    note = "too_few" if len(values) < 12 else note
    hidden = sparse or len(values) < 8
    limits = (mean, None, None) if hidden else (mean, mean - reach, mean + reach)
    seen = -1
    for _, provisional in points:
        seen += not provisional
        silent = provisional or note
        yield *limits, *((None, None) if silent else plain_rule(values, seen, mean, reach)), note


@st.composite
def series(draw):
    flat = st.lists(st.integers(0, 12), max_size=40)
    run = st.builds(range, st.integers(0, 9), st.integers(10, 19))
    jump = st.builds(lambda n, v: [v] * n, st.integers(1, 9), st.integers(0, 30))
    pieces = draw(st.lists(flat | run.map(list) | run.map(lambda r: list(r)[::-1]) | jump))
    values = [value for piece in pieces for value in piece][:60]
    return [(value, draw(st.integers(0, 12)) == 0) for value in values]


@given(
    series(),
    st.sets(st.integers(1, 50), max_size=2),
    st.none() | st.integers(2, 20),
    st.booleans(),
    st.booleans(),
)
def test_every_point_is_marked_as_by_the_plain_rules(points, rebase, fix_after, screen, counts):
    periods = months(date(2020, 1, 1), date(2026, 1, 1))
    cuts = [0, *sorted(cut for cut in rebase if cut < len(points)), len(points)]
    plain = [
        row
        for start, end in pairwise(cuts)
        for row in plain_segment(points[start:end], fix_after, screen, counts)
    ]
    frame = pl.DataFrame(
        points, schema={"value": pl.Int64, "provisional": pl.Boolean}, orient="row"
    )
    frame = frame.with_columns(period=pl.Series(periods[: len(points)], dtype=pl.Date))
    chart = xmr(
        frame,
        rebase=[periods[cut] for cut in rebase],
        fix_after=fix_after,
        screen=screen,
        counts=counts,
    )

    assert chart.select("rule", "side", "note").rows() == [row[3:] for row in plain]
    for place, name in enumerate(LINES[:3]):
        assert chart[name].to_list() == pytest.approx([row[place] for row in plain])
