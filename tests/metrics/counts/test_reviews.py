"""Cases that were gone through: worked examples, and every case looked at one by one."""

from datetime import date

import pytest
from hypothesis import given

from metrics.periods import add_months
from tests.metrics.made import (
    JUNE,
    MAY,
    RULES,
    asked_of,
    case,
    counted,
    facts,
    open_on,
    part_and_whole,
    rows,
)
from tests.metrics.worlds import some


@pytest.mark.parametrize(
    ("reviewed", "month", "part"),
    [
        ("2026-05-31", MAY, 1),
        ("2026-06-01", MAY, 0),
        ("2026-02-28", MAY, 0),
        ("2026-03-01", MAY, 1),
        ("2025-11-28", date(2026, 2, 1), 1),
        ("2025-11-27", date(2026, 2, 1), 0),
        ("2025-11-30", date(2026, 2, 1), 1),
        ("2026-03-15", JUNE, 1),
        ("2026-03-14", JUNE, 0),
        ("2026-06-16", JUNE, 0),
    ],
)
def test_a_case_has_been_gone_through_up_to_the_day_three_months_after(reviewed, month, part):
    of = facts(cases=[case(1)], reviewed=[(1, 1, reviewed)])

    assert part_and_whole("genomgangna", of, month) == (part, 1)


def test_a_case_that_was_gone_through_twice_counts_once_among_all_that_are_open():
    of = facts(
        cases=[case(1), case(2), case(3, closed="2026-05-31")],
        reviewed=[(1, 1, "2026-04-01"), (2, 1, "2026-05-01"), (2, 3, "2026-05-01")],
    )

    assert part_and_whole("genomgangna", of, MAY) == (1, 2)


def gone_through(of, asked, rules):
    def is_gone_through(one, on):
        return any(
            review["case_id"] == one["case_id"]
            and review["reviewed_on"] <= on <= add_months(review["reviewed_on"], 3)
            for review in rows(of.reviewed)
        )

    return open_on(of, asked, is_gone_through)


SECOND = {"genomgangna": gone_through}


@pytest.mark.parametrize("key", SECOND)
@given(some("cases", "reviewed"))
def test_counted_one_by_one(key, of):
    assert counted(key, of, asked_of(key)) == SECOND[key](of, asked_of(key), RULES)
