from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.cohort import STATES, TIMES, curve, ledger, time_in_support
from tests.drawn import drawn

HISTORY = pl.Schema(
    {"member_id": pl.Int64, "state": pl.String, "since_on": pl.Date, "seq": pl.Int64}
)
GROUP = drawn("""
    unit   member_id  state         since_on    seq
    north  1          remaining     2026-01-01  1
    north  1          work          2026-03-01  2
    north  2          studies       2026-02-01  1
    north  2          returned      2026-04-01  2
    north  3          other_income  2026-02-01  1
    south  4          other_reason  2026-02-01  1
    south  5          unknown       2026-02-01  1
    south  6          work          2026-09-01  1
""")


def counted(day, states=GROUP, by=()):
    return ledger(states, day, by).drop("on").rows()


def test_every_member_is_in_one_place():
    assert counted(date(2026, 3, 1)) == [
        # members, remaining, self-supporting, other reason, unknown, returned
        (6, 1, 3, 1, 1, 0)
    ]


def test_before_the_first_state_everyone_is_remaining():
    assert counted(date(2025, 1, 1)) == [(6, 6, 0, 0, 0, 0)]


@pytest.mark.parametrize(("day", "at_work"), [(date(2026, 2, 28), 0), (date(2026, 3, 1), 1)])
def test_a_state_holds_from_its_own_day(day, at_work):
    assert ledger(GROUP.filter(member_id=1), day)["self_supporting"].item() == at_work


def test_who_has_returned_counts_as_remaining():
    assert counted(date(2026, 4, 1), GROUP.filter(member_id=2)) == [(1, 1, 0, 0, 0, 1)]


def test_of_two_states_from_the_same_day_the_last_by_number_holds():
    states = drawn("""
        member_id  state    since_on    seq
        1          unknown  2026-03-01  8
        1          work     2026-03-01  7
    """)

    assert counted(date(2026, 3, 1), states) == [(1, 0, 0, 0, 1, 0)]


def test_groups_are_counted_by_themselves():
    assert counted(date(2026, 3, 1), by=["unit"]) == [
        ("north", 3, 0, 3, 0, 0, 0),
        ("south", 3, 1, 0, 1, 1, 0),
    ]


def test_the_curve_is_the_ledger_day_by_day():
    days = [date(2026, 4, 1), date(2026, 1, 1)]

    together = pl.concat([ledger(GROUP, day, ["unit"]) for day in sorted(days)])
    assert curve(GROUP, days, ["unit"]).equals(together.sort("unit", "on"))


def test_no_history_gives_no_rows_but_columns_with_types():
    nothing = ledger(HISTORY.to_frame(), date(2026, 1, 1))
    counts = ("members", "remaining", "self_supporting", "other_reason", "unknown", "returned")

    assert nothing.height == 0
    assert nothing.schema == {"on": pl.Date} | dict.fromkeys(counts, pl.Int64)


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        ("1 gone 2026-01-01 1", "state is none of remaining, .* in row 2"),
        ("1 work . 1", "since_on is null in row 2"),
        (". work 2026-01-01 1", "member_id is null in row 2"),
        ("1 work 2026-01-01 .", "seq is null in row 2"),
    ],
)
def test_what_cannot_be_is_refused(row, refusal):
    states = drawn(f"member_id state since_on seq\n 1 work 2026-01-01 1\n {row}")

    with pytest.raises(ValueError, match=refusal):
        ledger(states, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("began", "time"),
    [
        (date(2026, 2, 28), "under_1_year"),
        (date(2025, 3, 2), "under_1_year"),
        (date(2025, 3, 1), "1_to_3_years"),
        (date(2023, 3, 2), "1_to_3_years"),
        (date(2023, 3, 1), "over_3_years"),
        (date(1990, 1, 1), "over_3_years"),
        (None, None),
    ],
)
def test_a_year_and_three_years_to_the_day_are_of_the_longer_time(began, time):
    members = pl.DataFrame({"began": [began]}, schema={"began": pl.Date})

    found = members.select(time_in_support(pl.col("began"), date(2026, 3, 1)))
    assert found.to_series().to_list() == [time]
    assert time is None or time in TIMES


# -- Against a plain look at every member's history --------------------------------------------
DAYS = st.integers(0, 12).map(lambda days: date(2026, 1, 1) + timedelta(days))
ROWS = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(STATES), DAYS, st.integers(1, 9)),
    min_size=1,
    max_size=25,
    unique_by=lambda row: (row[0], row[2], row[3]),
)


@given(ROWS, DAYS)
def test_the_ledger_is_a_plain_count(rows, day):
    places = {}
    for member, state, _, _ in sorted(
        (row for row in rows if row[2] <= day), key=lambda row: (row[2], row[3])
    ):
        places[member] = state
    places = [places.get(member, "remaining") for member in {row[0] for row in rows}]

    frame = pl.DataFrame(rows, schema=HISTORY, orient="row")
    assert counted(day, frame) == [
        (
            len(places),
            places.count("remaining") + places.count("returned"),
            places.count("work") + places.count("studies") + places.count("other_income"),
            places.count("other_reason"),
            places.count("unknown"),
            places.count("returned"),
        )
    ]
    members, remaining, *left, _ = counted(day, frame)[0]
    assert members == remaining + sum(left)
