from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.flow import exits
from metrics.periods import add_months
from tests.drawn import drawn

CASES = pl.Schema(
    {
        "case_id": pl.Int64,
        "person_id": pl.Int64,
        "opened_on": pl.Date,
        "closed_on": pl.Date,
        "exit_reason": pl.String,
    }
)
LATER = date(2026, 12, 31)


def exits_with(other: str, until: date = LATER) -> list[int]:
    """Which of two cases of a person are exits: one from 1 January to 31 March, and another."""
    cases = drawn(f"""
        case_id  person_id  opened_on   closed_on   exit_reason
        1        7          2026-01-01  2026-03-31  work
        2        {other}    .
    """)
    return exits(cases, until)["case_id"].to_list()


@pytest.mark.parametrize(
    ("other", "exit_cases"),
    [
        ("7  2026-03-31  .", []),
        ("7  2026-03-31  2026-03-31", [2]),
        ("7  2026-05-30  .", []),
        ("7  2026-05-31  .", [1]),
        ("8  2026-03-31  .", [1]),
    ],
)
def test_a_new_case_within_two_months_undoes_the_exit(other, exit_cases):
    assert exits_with(other) == exit_cases


@pytest.mark.parametrize(
    ("other", "exit_cases"),
    [
        ("7  2026-03-30  .         ", []),
        ("7  2026-02-01  2026-04-01", [2]),
        ("7  2026-02-01  2026-03-31", [1, 2]),
        ("7  2026-02-01  2026-03-30", [1]),
    ],
)
def test_a_case_open_across_the_closing_undoes_the_exit(other, exit_cases):
    assert exits_with(other) == exit_cases


def test_a_case_that_opens_and_closes_on_a_day_does_not_undo_itself():
    case = drawn("person_id opened_on closed_on exit_reason\n 1 2026-03-31 2026-03-31 work")

    assert exits(case, LATER).height == 1


@pytest.mark.parametrize(
    ("until", "provisional"), [(date(2026, 5, 30), True), (date(2026, 5, 31), False)]
)
def test_an_exit_is_provisional_until_the_gap_has_passed(until, provisional):
    case = drawn("person_id opened_on closed_on exit_reason\n 1 2026-01-01 2026-03-31 work")

    assert exits(case, until)["provisional"].to_list() == [provisional]


@pytest.mark.parametrize(("day", "exit_cases"), [(30, []), (31, [1])])
def test_a_closing_after_the_last_observed_day_is_not_known(day, exit_cases):
    assert exits_with("8 2026-01-01 .", until=date(2026, 3, day)) == exit_cases


@pytest.mark.parametrize(("day", "exit_cases"), [(11, [1]), (12, [])])
def test_an_opening_after_the_last_observed_day_is_not_known(day, exit_cases):
    assert exits_with("7 2026-04-12 .", until=date(2026, 4, day)) == exit_cases


def test_other_columns_pass_through_and_the_order_is_by_day():
    cases = drawn("""
        unit   person_id  opened_on   closed_on   exit_reason
        south  2          2026-01-01  2026-03-01  .
        north  3          2026-01-01  2026-02-01  work
        north  1          2026-01-01  2026-03-01  studies
        north  4          2026-01-01  .           .
    """)

    assert exits(cases, LATER).rows() == [
        ("north", 3, date(2026, 1, 1), date(2026, 2, 1), "work", False),
        ("north", 1, date(2026, 1, 1), date(2026, 3, 1), "studies", False),
        ("south", 2, date(2026, 1, 1), date(2026, 3, 1), None, False),
    ]


def test_no_cases_give_no_rows_but_columns_with_types():
    nothing = exits(CASES.to_frame(), LATER)

    assert nothing.height == 0
    assert nothing.schema == CASES | {"provisional": pl.Boolean}


def test_cases_that_are_all_open_give_no_rows_though_the_day_has_no_type():
    open_cases = pl.DataFrame(
        {"person_id": [1, 2], "opened_on": [date(2026, 1, 1)] * 2}
        | {name: [None, None] for name in ("closed_on", "exit_reason")}
    )

    assert exits(open_cases, LATER).height == 0


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (". 2026-01-01 .", "person_id is null in row 2"),
        ("1 . .", "opened_on is null in row 2"),
        ("1 2026-01-02 2026-01-01", "closed_on lies before opened_on in row 2"),
    ],
)
def test_what_cannot_be_is_refused(row, refusal):
    cases = drawn(f"person_id opened_on closed_on exit_reason\n 1 2026-01-01 . .\n {row} .")

    with pytest.raises(ValueError, match=refusal):
        exits(cases, LATER)


# -- Against a plain look at every other case of the person ------------------------------------
def plain_exits(rows, until, gap):
    known = [
        (case, who, opened, closed if closed and closed <= until else None)
        for case, who, opened, closed, _ in rows
        if opened <= until
    ]
    found = []
    for case, who, _, closed in known:
        others = [row for row in known if row[1] == who and row[0] != case]
        undone = closed and any(
            closed <= opened < add_months(closed, gap)
            or (opened < closed and (ended is None or ended > closed))
            for _, _, opened, ended in others
        )
        if closed and not undone:
            found.append((closed, who, case, add_months(closed, gap) > until))
    return [(case, provisional) for _, _, case, provisional in sorted(found)]


DAYS = st.integers(0, 240).map(lambda days: date(2025, 12, 15) + timedelta(days))


@given(
    st.lists(
        st.tuples(st.integers(1, 3), DAYS, st.none() | st.integers(0, 90)), min_size=1, max_size=12
    ),
    DAYS,
    st.integers(0, 3),
)
def test_exits_are_a_plain_count(spells, until, gap):
    rows = [
        (case, who, opened, None if days is None else opened + timedelta(days), None)
        for case, (who, opened, days) in enumerate(spells)
    ]
    found = exits(pl.DataFrame(rows, schema=CASES, orient="row"), until, gap)

    assert found.select("case_id", "provisional").rows() == plain_exits(rows, until, gap)
