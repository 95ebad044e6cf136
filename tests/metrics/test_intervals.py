from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import flow
from metrics.intervals import monthly, stock
from metrics.periods import month, month_ends, months
from tests.drawn import drawn

ONE_CASE = drawn("""
    unit   opened_on   closed_on
    north  2026-03-02  2026-03-04
""")
UNITS = drawn("""
    unit   opened_on   closed_on
    south  2026-01-31  .
    north  2026-01-01  2026-02-28
    north  2026-02-28  2026-03-01
    north  2026-02-10  2026-02-10
""")
SPELLS = pl.Schema({"unit": pl.String, "opened_on": pl.Date, "closed_on": pl.Date})


@pytest.mark.parametrize(("day", "count"), [(1, 0), (2, 1), (3, 1), (4, 0)])
def test_open_from_the_day_it_opens_and_not_on_the_day_it_closes(day, count):
    assert stock(ONE_CASE, [date(2026, 3, day)])["open"].to_list() == [count]


def test_every_day_asked_for_in_every_group_once_and_in_order():
    days = [date(2026, 2, 28), date(2026, 1, 1), date(2026, 1, 1)]

    assert stock(UNITS, days, by=["unit"]).rows() == [
        ("north", date(2026, 1, 1), 1),
        ("north", date(2026, 2, 28), 1),
        ("south", date(2026, 1, 1), 0),
        ("south", date(2026, 2, 28), 1),
    ]


def test_a_month_counts_both_its_ends():
    assert monthly(UNITS, date(2026, 1, 15), date(2026, 3, 1), by=["unit"]).rows() == [
        # unit, month, opened, closed, open at the end
        ("north", date(2026, 1, 1), 1, 0, 1),
        ("north", date(2026, 2, 1), 2, 2, 1),
        ("north", date(2026, 3, 1), 0, 1, 0),
        ("south", date(2026, 1, 1), 1, 0, 1),
        ("south", date(2026, 2, 1), 0, 0, 1),
        ("south", date(2026, 3, 1), 0, 0, 1),
    ]


def test_what_opened_before_the_first_month_is_open_but_not_opened():
    assert monthly(UNITS, date(2026, 2, 1), date(2026, 2, 1)).rows() == [
        (date(2026, 2, 1), 2, 2, 2),
    ]


def test_a_case_on_a_month_s_last_day_is_open_at_its_end():
    case = drawn("opened_on closed_on\n 2026-01-31 2026-02-01")

    assert monthly(case, date(2026, 1, 1), date(2026, 2, 1))["open_end"].to_list() == [1, 0]


def test_an_unknown_group_is_a_group_and_comes_first():
    spells = drawn("unit opened_on closed_on\n north 2026-01-01 .\n . 2026-01-01 .")

    assert stock(spells, [date(2026, 1, 1)], by=["unit"])["unit"].to_list() == [None, "north"]


@pytest.mark.parametrize("untyped", [False, True])
def test_no_cases_give_no_rows_but_columns_with_types(untyped):
    nothing = pl.DataFrame({name: [] for name in SPELLS}) if untyped else SPELLS.to_frame()
    counts = {"opened": pl.Int64, "closed": pl.Int64, "open_end": pl.Int64}

    open_then = stock(nothing, [date(2026, 1, 1)])
    flows = monthly(nothing, date(2026, 1, 1), date(2026, 3, 1))
    assert (open_then.height, flows.height) == (0, 0)
    assert open_then.schema == {"day": pl.Date, "open": pl.Int64}
    assert flows.schema == {"month": pl.Date} | counts


def test_no_days_give_no_rows():
    assert stock(UNITS, [], by=["unit"]).is_empty()


def test_lazy_in_lazy_out():
    lazy = stock(UNITS.lazy(), [date(2026, 2, 28)])

    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect().equals(stock(UNITS, [date(2026, 2, 28)]))
    assert isinstance(monthly(UNITS.lazy(), date(2026, 1, 1), date(2026, 1, 1)), pl.LazyFrame)


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        ("a . 2026-01-01", "opened_on is null in row 2"),
        ("a 2026-01-02 2026-01-01", "closed_on lies before opened_on in row 2"),
    ],
)
def test_what_cannot_be_is_refused(row, refusal):
    spells = drawn(f"unit opened_on closed_on\n a 2026-01-01 2026-01-01\n {row}")

    with pytest.raises(ValueError, match=refusal):
        stock(spells, [date(2026, 1, 1)])
    with pytest.raises(ValueError, match=refusal):
        monthly(spells, date(2026, 1, 1), date(2026, 1, 1))


def test_flow_has_them_too():
    assert (flow.stock, flow.monthly) == (stock, monthly)


# -- Against a plain count of every case on every day ------------------------------------------
DAYS = st.integers(0, 130).map(lambda days: date(2025, 12, 1) + timedelta(days))


@st.composite
def spells(draw):
    ends = st.tuples(DAYS, st.none() | DAYS).filter(lambda pair: not pair[1] or pair[0] <= pair[1])
    rows = draw(st.lists(st.tuples(st.sampled_from(["a", "b", None]), ends), max_size=25))
    return pl.DataFrame([(unit, *pair) for unit, pair in rows], schema=SPELLS, orient="row")


def plainly_open(rows, day):
    return sum(opened <= day and (closed is None or closed > day) for _, opened, closed in rows)


def units_of(frame):
    return sorted({unit for unit, _, _ in frame.rows()}, key=lambda unit: (unit is not None, unit))


@given(spells(), st.sets(DAYS, max_size=5))
def test_stock_is_a_plain_count(frame, days):
    rows = {unit: [row for row in frame.rows() if row[0] == unit] for unit in units_of(frame)}

    assert stock(frame, days, by=["unit"]).rows() == [
        (unit, day, plainly_open(rows[unit], day)) for unit in rows for day in sorted(days)
    ]


@given(spells(), DAYS, DAYS)
def test_monthly_is_a_plain_count_and_balances(frame, one, other):
    first, last = sorted((one, other))
    ends = dict(zip(months(first, last), month_ends(first, last), strict=True))
    rows = frame.rows()

    plain = [
        (
            begins,
            sum(month(opened) == begins for _, opened, _ in rows),
            sum(closed is not None and month(closed) == begins for _, _, closed in rows),
            plainly_open(rows, ends[begins]),
        )
        for begins in ends
        if rows
    ]
    assert monthly(frame, first, last).rows() == plain
    for before, now in pairwise(plain):
        assert now[3] == before[3] + now[1] - now[2]
