"""What stays in programmes lead to and how long they last: worked, and counted one by one."""

from datetime import date

import pytest
from hypothesis import given

from metrics.periods import add_months
from tests.metrics.made import (
    JUNE,
    MAY,
    RULES,
    asked_days,
    asked_of,
    case,
    counted,
    facts,
    holds,
    part_and_whole,
    period_of,
    rows,
    tally,
)
from tests.metrics.worlds import some

FIRST, SECOND_QUARTER = date(2026, 1, 1), date(2026, 4, 1)


def with_stays(*stays: tuple):
    """Stays of a case: starts, ends, most_months, result."""
    return facts(
        cases=[case(1)],
        stays=[(1, "verkstad", starts, ends, most, result) for starts, ends, most, result in stays],
    )


@pytest.mark.parametrize(
    ("ended", "quarter", "said"),
    [
        ("2025-12-31", FIRST, None),
        ("2026-01-01", FIRST, (1, 1)),
        ("2026-03-31", FIRST, (1, 1)),
        ("2026-04-01", FIRST, None),
        ("2026-06-15", SECOND_QUARTER, (1, 1)),
        ("2026-06-16", SECOND_QUARTER, None),
        (None, SECOND_QUARTER, None),
    ],
)
def test_a_stay_belongs_to_the_quarter_it_ended_in_once_that_is_known(ended, quarter, said):
    result = "work" if ended else None
    of = with_stays(("2025-01-01", ended, None, result))

    assert part_and_whole("programresultat", of, quarter) == said


@pytest.mark.parametrize(("result", "part"), [("work", 1), ("studies", 1), ("other", 0), (None, 0)])
def test_work_and_studies_are_results_and_nothing_else(result, part):
    of = with_stays(("2025-01-01", "2026-02-01", None, result))

    assert part_and_whole("programresultat", of, FIRST) == (part, 1)


def test_a_stay_is_counted_where_its_case_is_and_left_out_without_one():
    of = facts(
        cases=[case(1, unit=2, group="halsohinder")],
        stays=[(n, "p", "2025-01-01", "2026-02-01", None, "work") for n in (1, 1, 9)],
    )

    assert counted("programresultat", of, [FIRST]) == [(FIRST, 2, "halsohinder", 2, 2)]


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2025-05-31", None, (0, 1)),
        ("2025-05-30", None, (1, 1)),
        ("2025-05-30", "2026-05-31", None),
        ("2025-05-30", "2026-06-01", (1, 1)),
        ("2026-05-31", None, (0, 1)),
        ("2026-06-01", None, None),
        ("2025-05-31", "2026-06-01", (0, 1)),
    ],
)
def test_a_stay_is_over_its_limit_the_day_after_it(starts, ends, said):
    assert part_and_whole("over_grans", with_stays((starts, ends, 12, None)), MAY) == said


@pytest.mark.parametrize(("starts", "part"), [("2025-08-31", 0), ("2025-08-27", 1)])
def test_where_the_month_is_too_short_the_limit_is_its_last_day(starts, part):
    of = with_stays((starts, None, 6, None))

    assert part_and_whole("over_grans", of, date(2026, 2, 1)) == (part, 1)


@pytest.mark.parametrize(("starts", "part"), [("2025-06-15", 0), ("2025-06-14", 1)])
def test_a_month_that_goes_on_is_asked_about_on_the_last_day_known_of(starts, part):
    assert part_and_whole("over_grans", with_stays((starts, None, 12, None)), JUNE) == (part, 1)


def test_a_stay_without_a_limit_is_left_out():
    assert part_and_whole("over_grans", with_stays(("2024-01-01", None, None, None)), MAY) is None


def _with_case(of):
    cases = {one["case_id"]: one for one in rows(of.cases)}
    for stay in rows(of.stays):
        if stay["case_id"] in cases:
            one = cases[stay["case_id"]]
            yield stay, one


def results(of, asked, rules):
    return tally(
        (period_of("quarter", stay["ends_on"]), one, stay["result"] in ("work", "studies"))
        for stay, one in _with_case(of)
        if stay["ends_on"] is not None
        and stay["ends_on"] <= of.observed_until
        and period_of("quarter", stay["ends_on"]) in asked
    )


def over_limit(of, asked, rules):
    return tally(
        (period, one, add_months(stay["starts_on"], stay["most_months"]) < on)
        for period, on in asked_days(of, asked)
        for stay, one in _with_case(of)
        if stay["most_months"] is not None and holds(on, stay["starts_on"], stay["ends_on"])
    )


SECOND = {"programresultat": results, "over_grans": over_limit}


@pytest.mark.parametrize("key", SECOND)
@given(some("cases", "stays"))
def test_counted_one_by_one(key, of):
    assert counted(key, of, asked_of(key)) == SECOND[key](of, asked_of(key), RULES)
