"""Exits, where they lead and what lasts: worked examples, and counted one exit at a time."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given

from metrics.facts import Facts, Rules
from metrics.periods import add_months
from tests.metrics.made import (
    FIGURE,
    RULES,
    asked_of,
    case,
    counted,
    facts,
    numbers,
    period_of,
    rows,
    tally,
    undoes,
)
from tests.metrics.worlds import some

SUMMER, WINTER = date(2025, 7, 1), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("key", "part"), [("avslut_arbete", 1), ("avslut_studier", 0), ("avslut_inkomst", 1)]
)
def test_exits_are_divided_by_where_they_lead(key, part):
    to_work = case(1, "2026-01-01", "2026-02-01", leads_to="work")
    to_nothing = case(2, "2026-01-01", "2026-02-01")
    to_something = case(3, "2026-01-01", "2026-02-01", self_support=True)

    assert numbers(key, facts(cases=[to_work, to_nothing, to_something]), WINTER) == [(part, 3)]


def test_self_support_that_leads_somewhere_without_being_it_is_none():
    of = facts(cases=[case(1, closed="2026-02-01", leads_to="work", self_support=False)])

    assert numbers("avslut_arbete", of, WINTER) == [(0, 1)]
    assert numbers("avslut", of, WINTER) == [(0, 1)]


def test_a_case_that_is_opened_and_closed_on_one_day_is_not_its_own_return():
    of = facts(cases=[case(1, "2025-09-30", "2025-09-30", leads_to="work")])

    assert numbers("hallbart", of, SUMMER) == [(1, 1)]


@pytest.mark.parametrize(
    ("key", "period", "gap", "final"),
    [
        ("avslut", "2026-04-01", 2, "2026-08-30"),
        ("avslut", "2025-10-01", 2, "2026-02-28"),
        ("avslut", "2025-10-01", 3, "2026-03-31"),
        ("avslut_arbete", "2025-10-01", 2, "2026-02-28"),
        ("hallbart", "2026-01-01", 2, "2026-09-30"),
        ("hallbart", "2025-07-01", 2, "2026-03-30"),
        ("hallbart", "2025-07-01", 7, "2026-04-30"),
        ("hallbart_12_av_6", "2026-01-01", 2, "2027-03-31"),
        ("annat", "2026-01-01", 2, "2026-09-30"),
    ],
)
def test_a_quarter_is_final_when_the_gap_and_the_months_it_lasts_are_over(key, period, gap, final):
    day = FIGURE[key].settled_on(date.fromisoformat(period), Rules(exit_gap_months=gap))

    assert day == date.fromisoformat(final)


def exits(of: Facts, asked: list[date], rules: Rules) -> Iterator[tuple[date, dict, list[dict]]]:
    """Each exit with its quarter, and the person's other cases."""
    for one in rows(of.cases):
        closed = one["closed_on"]
        if closed is None or closed > of.observed_until:
            continue
        others = [
            other
            for other in rows(of.cases)
            if other["person_id"] == one["person_id"] and other["case_id"] != one["case_id"]
        ]
        gap = rules.exit_gap_months
        if period_of("quarter", closed) in asked and not any(
            undoes(other, closed, of.observed_until, gap) for other in others
        ):
            yield period_of("quarter", closed), one, others


def to_self_support(of: Facts, asked: list[date], rules: Rules) -> list[tuple]:
    return tally((at, one, one["self_support"]) for at, one, _ in exits(of, asked, rules))


def led_to(state: str):
    def by_exits(of: Facts, asked: list[date], rules: Rules) -> list[tuple]:
        return tally(
            (at, one, one["self_support"] and (one["leads_to"] or "other_income") == state)
            for at, one, _ in exits(of, asked, rules)
        )

    return by_exits


def _is_held(one: dict, others: list[dict], months: int) -> bool:
    closed = one["closed_on"]
    return not any(closed <= other["opened_on"] <= add_months(closed, months) for other in others)


def lasting(self_support: bool, months: int, since: int = 0):
    def by_exits(of: Facts, asked: list[date], rules: Rules) -> list[tuple]:
        return tally(
            (at, one, _is_held(one, others, months))
            for at, one, others in exits(of, asked, rules)
            if one["self_support"] == self_support and (not since or _is_held(one, others, since))
        )

    return by_exits


SECOND = {
    "avslut": to_self_support,
    "avslut_arbete": led_to("work"),
    "avslut_studier": led_to("studies"),
    "avslut_inkomst": led_to("other_income"),
    "hallbart": lasting(True, 6),
    "hallbart_12_av_6": lasting(True, 12, since=6),
    "annat": lasting(False, 6),
    "annat_12_av_6": lasting(False, 12, since=6),
}


@pytest.mark.parametrize("key", SECOND)
@given(of=some("cases"))
def test_counted_one_by_one(key, of):
    assert counted(key, of, asked_of(key)) == SECOND[key](of, asked_of(key), RULES)
