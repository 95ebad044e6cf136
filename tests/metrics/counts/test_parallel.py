"""Efforts of several parties at once: by hand on the edges, and case by case once more."""

from datetime import date

import pytest
from hypothesis import given

from metrics.facts import Facts, Rules
from tests.metrics.made import (
    RULES,
    asked_of,
    case,
    counted,
    covers,
    effort,
    facts,
    numbers,
    of_case,
    open_one_by_one,
    tally,
)
from tests.metrics.worlds import some


def test_where_nobody_has_said_there_is_no_need():
    needs = {1: True, 2: False, 3: None}
    of = facts(cases=[case(n, "2026-01-01", needs_parallel=need) for n, need in needs.items()])

    assert numbers("behov_parallella", of) == [(1, 3)]
    assert numbers("parallella", of) == [(0, 1)]
    assert numbers("parallella_ovriga", of) == [(0, 2)]


@pytest.mark.parametrize(("opened", "closed"), [("2026-06-01", None), ("2026-01-01", "2026-05-31")])
def test_a_case_that_is_not_open_on_the_last_day_is_not_asked_about(opened, closed):
    of = facts(cases=[case(1, opened, closed, needs_parallel=True)])

    for key in SECOND:
        assert numbers(key, of) == []


@pytest.mark.parametrize("need", [True, None])
@pytest.mark.parametrize(
    ("party", "starts", "ends", "part"),
    [
        (2, "2026-05-31", None, 1),
        (2, "2026-06-01", None, 0),
        (2, "2026-05-01", "2026-06-01", 1),
        (2, "2026-05-01", "2026-05-31", 0),
        (2, "2026-05-31", "2026-05-31", 0),
        (1, "2026-05-01", None, 0),
    ],
)
def test_in_parallel_are_efforts_of_two_parties_on_the_last_day(need, party, starts, ends, part):
    of = facts(
        cases=[case(1, "2026-01-01", needs_parallel=need)],
        episodes=[effort(1, "2026-02-01"), effort(1, starts, ends, party=party)],
    )

    assert numbers("parallella" if need else "parallella_ovriga", of) == [(part, 1)]


def test_efforts_of_another_case_are_not_in_parallel_with_its_own():
    of = facts(
        cases=[case(n, "2026-01-01", needs_parallel=True) for n in (1, 2)],
        episodes=[effort(1, "2026-02-01"), effort(2, "2026-02-01", party=2)],
    )

    assert numbers("parallella", of) == [(0, 2)]


def needed(of: Facts, periods: list[date], rules: Rules) -> list[tuple]:
    return tally(
        (period, one, one["needs_parallel"] is True)
        for period, _, one in open_one_by_one(of, periods)
    )


def _in_parallel(of: Facts, periods: list[date], needs: bool) -> list[tuple]:
    found = []
    for period, on, one in open_one_by_one(of, periods):
        if (one["needs_parallel"] is True) == needs:
            parties = {e["party"] for e in of_case(of.episodes, one) if covers(e, on)}
            found.append((period, one, len(parties) >= 2))
    return tally(found)


def where_needed(of: Facts, periods: list[date], rules: Rules) -> list[tuple]:
    return _in_parallel(of, periods, needs=True)


def elsewhere(of: Facts, periods: list[date], rules: Rules) -> list[tuple]:
    return _in_parallel(of, periods, needs=False)


SECOND = {
    "behov_parallella": needed,
    "parallella": where_needed,
    "parallella_ovriga": elsewhere,
}


@pytest.mark.parametrize("key", SECOND)
@given(of=some("cases", "episodes", "activities", "contacts"))
def test_counted_case_by_case(key, of):
    assert counted(key, of, asked_of("oppna")) == SECOND[key](of, asked_of("oppna"), RULES)
