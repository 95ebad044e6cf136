"""The wait for a first effort, and the gaps after it: by hand on the edges, and day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from metrics.catalogue import COUNTED
from metrics.episodes import time_to_first, waits_by_month
from metrics.facts import Facts, Rules
from metrics.periods import month
from tests.metrics.made import (
    JUNE,
    KNOWN,
    MAY,
    NEVER,
    RULES,
    asked_of,
    case,
    counted,
    covers,
    each_day,
    effort,
    facts,
    numbers,
    of_case,
    open_one_by_one,
    rows,
    tally,
    year_to,
)
from tests.metrics.worlds import some


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2026-05-10", None, (1, 0, False)),
        ("2026-05-12", None, (1, 2, False)),
        ("2026-01-01", "2026-05-10", (1, 36, True)),
        ("2026-01-01", "2026-05-11", (1, 0, False)),
        ("2026-06-15", None, (1, 36, False)),
        ("2026-06-16", None, (1, 36, True)),
    ],
)
def test_a_wait_ends_when_an_effort_starts_or_is_none_where_one_is_at_work(starts, ends, said):
    of = facts(cases=[case(1, "2026-05-10")], episodes=[effort(1, starts, ends)])

    assert numbers("tid_till_insats", of) == [said]


@pytest.mark.parametrize(("closed", "said"), [("2026-05-20", (1, 10, True)), (None, (1, 36, True))])
def test_who_has_no_effort_has_waited_until_the_case_closed_or_the_last_day_known(closed, said):
    of = facts(
        cases=[case(1, "2026-05-10", closed)],
        episodes=[effort(1, "2026-05-20")] if closed else [],
    )

    assert numbers("tid_till_insats", of) == [said]


def test_a_wait_from_the_decision_is_of_the_month_the_case_was_opened():
    decided = case(1, "2026-05-10", decided="2026-04-30")
    of = facts(cases=[decided], episodes=[effort(1, "2026-05-12")])

    assert counted("tid_beslut_insats", of, [date(2026, 4, 1), MAY]) == [
        (MAY, 1, "unga", 1, 12, False)
    ]


@pytest.mark.parametrize(
    ("decided", "waits"),
    [(None, 0), ("2026-05-19", 1), ("2026-05-20", 1), ("2026-05-21", 0), ("2026-06-16", 0)],
)
def test_who_is_not_decided_on_or_after_the_case_closed_does_not_wait_from_it(decided, waits):
    closed = "2026-05-20" if decided != "2026-06-16" else None
    of = facts(cases=[case(1, "2026-05-10", closed, decided=decided)])

    assert len(numbers("tid_beslut_insats", of)) == waits


def test_a_months_waits_are_final_six_months_after_it():
    for key in ("tid_beslut_insats", "tid_till_insats"):
        figure = next(figure for figure in COUNTED if figure.key == key)
        assert figure.settled_on(date(2025, 8, 1), RULES) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("ends", "part"), [("2025-06-01", 0), ("2025-06-02", 1), ("2025-07-01", 1)]
)
def test_an_effort_of_the_twelve_months_was_at_work_on_some_day_of_them(ends, part):
    of = facts(
        cases=[case(1, "2025-01-01"), case(2, "2025-01-01", "2026-05-31")],
        episodes=[effort(1, "2025-01-01", ends), effort(1, "2026-05-31")],
    )

    assert numbers("tva_insatser", of) == [(part, 1)]


@pytest.mark.parametrize(
    ("starts", "ends", "part"),
    [
        ("2026-05-31", None, 1),
        ("2026-05-31", "2026-05-31", 0),
        ("2026-06-01", None, 0),
    ],
)
def test_an_effort_that_starts_later_or_is_on_no_day_is_none_of_them(starts, ends, part):
    of = facts(
        cases=[case(1, "2025-01-01")],
        episodes=[effort(1, "2026-01-01"), effort(1, starts, ends)],
    )

    assert numbers("tva_insatser", of) == [(part, 1)]


@pytest.mark.parametrize(("starts", "part"), [("2026-02-14", 0), ("2026-02-15", 1)])
def test_fourteen_days_between_efforts_are_a_gap(starts, part):
    of = facts(
        cases=[case(1, "2025-01-01")],
        episodes=[effort(1, "2026-01-01", "2026-02-01"), effort(1, starts)],
    )

    assert numbers("glapp", of) == [(part, 1)]


@pytest.mark.parametrize(("days", "part"), [(30, 1), (31, 0)])
def test_the_least_gap_is_as_the_steering_group_has_set_it(days, part):
    of = facts(
        cases=[case(1, "2025-01-01")],
        episodes=[effort(1, "2026-01-01", "2026-02-01"), effort(1, "2026-03-03")],
    )

    assert counted("glapp", of, rules=Rules(gap_days=days)) == [(MAY, 1, "unga", part, 1)]
    assert len(counted("glapplangd", of, [date(2026, 3, 1)], Rules(gap_days=days))) == part


@pytest.mark.parametrize(("ends", "part"), [("2026-05-17", 1), ("2026-05-18", 0)])
def test_a_gap_that_goes_on_counts_to_the_day_which_is_not_in_it(ends, part):
    of = facts(
        cases=[case(1, "2025-01-01")],
        episodes=[effort(1, "2026-01-01", ends), effort(1, "2026-02-01", ends)],
    )

    assert numbers("glapp", of) == [(part, 1)]
    assert numbers("glapp", of, JUNE) == [(1, 1)]


@pytest.mark.parametrize(("again", "part"), [("2025-06-14", 0), ("2025-06-15", 1)])
def test_of_a_gap_only_what_lies_within_the_twelve_months_counts(again, part):
    of = facts(
        cases=[case(1, "2025-01-01")],
        episodes=[effort(1, "2025-01-01", "2025-02-01"), effort(1, again), effort(1, again)],
    )

    assert numbers("glapp", of) == [(part, 1)]


def test_who_has_had_one_effort_is_not_asked_about_gaps():
    of = facts(cases=[case(1, "2025-01-01")], episodes=[effort(1, "2026-01-01", "2026-02-01")])

    assert numbers("glapp", of) == []


@pytest.mark.parametrize(
    ("again", "closed", "said"),
    [
        ("2026-05-01", None, [(1, 30)]),
        ("2026-05-31", None, [(1, 60)]),
        ("2026-06-01", None, []),
        (None, "2026-05-31", [(1, 60)]),
        (None, "2026-06-01", []),
        (None, None, []),
        ("2026-04-14", "2026-05-31", []),
    ],
)
def test_a_gap_is_of_the_month_in_which_an_effort_begins_or_the_case_closes(again, closed, said):
    more = [effort(1, again)] if again else []
    of = facts(
        cases=[case(1, "2025-01-01", closed)],
        episodes=[effort(1, "2026-01-01", "2026-04-01"), *more],
    )

    assert numbers("glapplangd", of) == said


@pytest.mark.parametrize(("ends", "said"), [("2026-06-15", [(1, 75)]), ("2026-06-16", [])])
def test_a_gap_has_ended_when_it_is_known_to_have(ends, said):
    starts = facts(
        cases=[case(1, "2025-01-01")],
        episodes=[effort(1, "2026-01-01", "2026-04-01"), effort(1, ends)],
    )
    closes = facts(
        cases=[case(1, "2025-01-01", ends)], episodes=[effort(1, "2026-01-01", "2026-04-01")]
    )

    assert numbers("glapplangd", starts, JUNE) == said
    assert numbers("glapplangd", closes, JUNE) == said


def _waits(of: Facts, periods: list[date], begins: str) -> list[tuple]:
    made = []
    for one in rows(of.cases):
        first, closed = one[begins], one["closed_on"] or NEVER
        if first is None or first > KNOWN or first > closed or one["opened_on"] > KNOWN:
            continue
        if month(one["opened_on"]) not in periods:
            continue
        past = min(closed, KNOWN + timedelta(1))
        efforts = of_case(of.episodes, one)
        waited, waiting = (min(closed, KNOWN) - first).days, True
        for on in each_day(first, past):
            if any(e["starts_on"] == on or covers(e, on) for e in efforts):
                waited, waiting = (on - first).days, False
                break
        place = (month(one["opened_on"]), one["unit_id"], one["target_group"])
        made.append((*place, one["case_id"], waited, waiting))
    return made


def waits_from_decision(of: Facts, periods: list[date], rules: Rules) -> list[tuple]:
    return _waits(of, periods, "first_decided_on")


def waits_from_opening(of: Facts, periods: list[date], rules: Rules) -> list[tuple]:
    return _waits(of, periods, "opened_on")


def _has_several(of: Facts, one: dict, on: date) -> bool:
    year = year_to(on)
    return sum(any(covers(e, d) for d in year) for e in of_case(of.episodes, one)) >= 2


def several(of: Facts, periods: list[date], rules: Rules) -> list[tuple]:
    return tally(
        (period, one, _has_several(of, one, on)) for period, on, one in open_one_by_one(of, periods)
    )


def _holes(of: Facts, one: dict, past: date) -> list[list[date]]:
    """Days in a row without an effort before a day, from when the first has begun."""
    efforts = [e for e in of_case(of.episodes, one) if e["starts_on"] <= min(past, KNOWN)]
    holes: list[list[date]] = []
    is_hole = None  # not before the first
    for on in each_day(one["opened_on"], past):
        if any(covers(e, on) for e in efforts):
            is_hole = False
            continue
        if is_hole is None and any(e["starts_on"] == on for e in efforts):
            is_hole = False
        if is_hole is not None:
            if not is_hole:
                holes.append([])
            holes[-1].append(on)
            is_hole = True
    return holes


def gap(of: Facts, periods: list[date], rules: Rules) -> list[tuple]:
    found = []
    for period, on, one in open_one_by_one(of, periods):
        if _has_several(of, one, on):
            year = set(year_to(on))
            cut = [len(year.intersection(hole)) for hole in _holes(of, one, on)]
            found.append((period, one, any(n >= rules.gap_days for n in cut)))
    return tally(found)


def gap_lengths(of: Facts, periods: list[date], rules: Rules) -> list[tuple]:
    made = []
    for one in rows(of.cases):
        if one["opened_on"] > KNOWN:
            continue
        closed = one["closed_on"] if one["closed_on"] and one["closed_on"] <= KNOWN else NEVER
        starts = {e["starts_on"] for e in of_case(of.episodes, one) if e["starts_on"] <= KNOWN}
        for hole in _holes(of, one, min(closed, KNOWN + timedelta(1))):
            ended = hole[-1] + timedelta(1)
            if len(hole) >= rules.gap_days and (ended in starts or ended == closed):
                place = (month(ended), one["unit_id"], one["target_group"])
                made.append((*place, one["case_id"], len(hole)))
    return sorted(row for row in made if row[0] in periods)


SECOND = {
    "tid_beslut_insats": waits_from_decision,
    "tid_till_insats": waits_from_opening,
    "tva_insatser": several,
    "glapp": gap,
    "glapplangd": gap_lengths,
}


@pytest.mark.parametrize("key", SECOND)
@given(of=some("cases", "episodes", "activities", "contacts"))
def test_counted_day_by_day(key, of):
    rules = Rules(gap_days=10)

    assert counted(key, of, asked_of("oppna"), rules) == SECOND[key](of, asked_of("oppna"), rules)


@given(some("cases", "episodes", "activities", "contacts"))
def test_waits_come_to_what_is_said_of_them_by_month(of):
    cases = of.cases.filter(of.cases["opened_on"] <= KNOWN)
    by_month = waits_by_month(time_to_first(cases, of.episodes, KNOWN), KNOWN)
    rows = counted("tid_till_insats", of, by_month["month"].to_list())

    assert len(rows) == by_month["cases"].sum()
    assert sum(not row[-1] for row in rows) == by_month["started"].sum()
