from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.cohort import lasting, remaining_after
from metrics.periods import add_months
from tests.drawn import drawn

EXITS = pl.Schema({"unit": pl.String, "person_id": pl.Int64, "exited_on": pl.Date})
RETURNS = pl.Schema({"person_id": pl.Int64, "returned_on": pl.Date})
MEMBERS = pl.Schema({"member_id": pl.Int64, "started_on": pl.Date, "left_on": pl.Date})
LATER = date(2027, 12, 31)


def back(*days: str) -> pl.DataFrame:
    """Returns of person 1 on these days."""
    days = [date.fromisoformat(day) for day in days]
    return pl.DataFrame({"person_id": [1] * len(days), "returned_on": days}, schema=RETURNS)


ONE_EXIT = drawn("person_id exited_on\n 1 2025-03-31")


@pytest.mark.parametrize(
    ("returned", "lasts"),
    [("2025-03-30", 1), ("2025-03-31", 0), ("2025-09-30", 0), ("2025-10-01", 1)],
)
def test_a_return_up_to_the_anniversary_ends_it(returned, lasts):
    assert lasting(ONE_EXIT, back(returned), LATER, months=[6]).rows() == [(6, 1, lasts, lasts)]


@pytest.mark.parametrize(("on", "exits"), [(date(2025, 9, 29), 0), (date(2025, 9, 30), 1)])
def test_only_exits_old_enough_count(on, exits):
    assert lasting(ONE_EXIT, back(), on, months=[6])["exits"].item() == exits


@pytest.mark.parametrize(("on", "exits"), [(date(2025, 11, 29), 0), (date(2025, 11, 30), 1)])
def test_with_an_exit_gap_they_must_be_that_much_older(on, exits):
    assert lasting(ONE_EXIT, back(), on, [6], exit_gap_months=2)["exits"].item() == exits


@pytest.mark.parametrize(
    ("returned", "exits", "lasts"),
    [("2025-03-31", 0, 0), ("2025-05-30", 0, 0), ("2025-05-31", 1, 0), ("2025-10-01", 1, 1)],
)
def test_a_return_inside_the_exit_gap_undoes_the_exit(returned, exits, lasts):
    counted = lasting(ONE_EXIT, back(returned), LATER, [6], exit_gap_months=2)

    assert counted.select("exits", "lasting").row(0) == (exits, lasts)


def test_one_row_a_horizon_and_no_share_of_nothing():
    assert lasting(ONE_EXIT, back("2025-11-01"), date(2026, 3, 31), months=(24, 6, 12)).rows() == [
        (6, 1, 1, 1.0),
        (12, 1, 0, 0.0),
        (24, 0, 0, None),
    ]


def test_if_nothing_else_is_said_it_is_after_half_a_year_and_a_year():
    assert lasting(ONE_EXIT, back(), LATER)["months"].to_list() == [6, 12]


def test_every_exit_of_a_person_counts_and_others_returns_do_not():
    exits = drawn("person_id exited_on\n 1 2025-01-01\n 1 2025-06-01\n 2 2025-01-01")

    assert lasting(exits, back("2025-03-01"), LATER, [12]).rows() == [(12, 3, 2, 2 / 3)]


def test_groups_are_counted_by_themselves():
    exits = drawn("unit person_id exited_on\n south 2 2025-01-01\n north 1 2025-01-01")

    assert lasting(exits, back("2025-02-01"), LATER, [6], by=["unit"]).rows() == [
        ("north", 6, 1, 0, 0.0),
        ("south", 6, 1, 1, 1.0),
    ]


def test_no_exits_give_no_rows_but_columns_with_types():
    nothing = lasting(EXITS.to_frame(), RETURNS.to_frame(), LATER)

    assert nothing.height == 0
    assert nothing.schema == {
        "months": pl.Int64,
        "exits": pl.Int64,
        "lasting": pl.Int64,
        "share": pl.Float64,
    }


def test_an_exit_without_a_day_is_refused():
    with pytest.raises(ValueError, match="exited_on is null in row 1"):
        lasting(drawn("person_id exited_on\n 1 ."), back(), LATER)
    with pytest.raises(ValueError, match="returned_on is null in row 1"):
        lasting(ONE_EXIT, drawn("person_id returned_on\n 1 ."), LATER)


@pytest.mark.parametrize(("left", "remaining"), [(".", 1), ("2025-08-29", 1), ("2025-08-28", 0)])
def test_leaving_on_the_very_day_is_gone(left, remaining):
    member = drawn(f"member_id started_on left_on\n 1 2025-02-28 {left}")

    assert remaining_after(member, [6], LATER)["remaining"].item() == remaining


def test_only_members_followed_that_long_count():
    members = drawn("""
        member_id  started_on  left_on
        1          2025-01-01  .
        2          2025-01-01  2025-03-01
        3          2025-07-02  2025-07-02
    """)

    assert remaining_after(members, [12, 1, 6, 13], date(2026, 1, 1)).rows() == [
        (1, 3, 2, 2 / 3),
        (6, 2, 1, 0.5),
        (12, 2, 1, 0.5),
        (13, 0, 0, None),
    ]


def test_no_members_give_no_rows_and_wrong_ones_are_refused():
    assert remaining_after(MEMBERS.to_frame(), [6], LATER).is_empty()
    with pytest.raises(ValueError, match="left_on lies before started_on in row 1"):
        remaining_after(drawn("member_id started_on left_on\n 1 2025-01-02 2025-01-01"), [6], LATER)


# -- Against a plain walk through every exit ---------------------------------------------------
DAYS = st.integers(0, 500).map(lambda days: date(2025, 1, 25) + timedelta(days))
PEOPLE = st.integers(1, 4)


def plain_lasting(exits, returns, on, horizon, gap):
    followed = [e for e in exits if add_months(e[1], horizon + gap) <= on]
    after = {e: [day for who, day in returns if who == e[0] and day >= e[1]] for e in followed}
    counted = [e for e in followed if not any(d < add_months(e[1], gap) for d in after[e])]
    stayed = [e for e in counted if not any(d <= add_months(e[1], horizon) for d in after[e])]
    share = len(stayed) / len(counted) if counted else None
    return horizon, len(counted), len(stayed), share


@given(
    st.lists(st.tuples(PEOPLE, DAYS), min_size=1, max_size=15),
    st.lists(st.tuples(PEOPLE, DAYS), max_size=15),
    DAYS,
    st.integers(0, 3),
)
def test_lasting_is_a_plain_count(exits, returns, on, gap):
    left = pl.DataFrame(exits, schema=EXITS.to_frame().drop("unit").schema, orient="row")
    came = pl.DataFrame(returns, schema=RETURNS, orient="row")

    assert lasting(left, came, on, (3, 6), exit_gap_months=gap).rows() == [
        plain_lasting(exits, returns, on, horizon, gap) for horizon in (3, 6)
    ]


@given(
    st.lists(st.tuples(PEOPLE, DAYS, st.none() | st.integers(0, 300)), min_size=1, max_size=15),
    DAYS,
)
def test_remaining_after_is_a_plain_count(rows, on):
    rows = [(who, day, None if n is None else day + timedelta(n)) for who, day, n in rows]
    followed = [row for row in rows if add_months(row[1], 5) <= on]
    there = [row for row in followed if row[2] is None or row[2] > add_months(row[1], 5)]

    members = pl.DataFrame(rows, schema=MEMBERS, orient="row")
    share = len(there) / len(followed) if followed else None
    assert remaining_after(members, [5], on).rows() == [(5, len(followed), len(there), share)]
