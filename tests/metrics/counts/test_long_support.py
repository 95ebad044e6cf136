"""Support of a year and of three: worked examples, and counted one person at a time."""

from datetime import date

import pytest
from hypothesis import given

from metrics.facts import Facts, Rules
from metrics.periods import add_months, months
from tests.metrics.made import MAY, RULES, counted, facts, numbers, rows
from tests.metrics.worlds import some

ASKED = months(date(2025, 7, 1), date(2026, 6, 1))


def paid(*back: int, person: int = 1, unit: int = 1) -> list[tuple]:
    """Support months of a person, counted back from May 2026: 0 is May, 1 is April."""
    return [(person, add_months(MAY, -n), unit, "unga") for n in back]


def test_a_person_is_counted_once_a_month_in_each_group_where_it_was_paid():
    of = facts(support_months=paid(0, 1) + paid(0, person=2) + paid(0, person=3, unit=2))

    assert counted("vuxna", of) == [(MAY, 1, "unga", 2, None), (MAY, 2, "unga", 1, None)]


def test_a_person_in_two_households_that_were_paid_is_counted_once():
    assert numbers("vuxna", facts(support_months=paid(0, 0))) == [(1, None)]


@pytest.mark.parametrize(("many", "part"), [(9, 0), (10, 1), (12, 1)])
def test_ten_of_twelve_months_is_long(many, part):
    assert numbers("langvarigt", facts(support_months=paid(*range(many)))) == [(part, 1)]


@pytest.mark.parametrize("twice", [0, 3, 8])
def test_a_month_that_was_paid_twice_is_one_month(twice):
    of = facts(support_months=paid(*range(9), twice))

    assert numbers("langvarigt", of) == [(0, 1)]


@pytest.mark.parametrize(("many", "part"), [(26, 0), (27, 1), (36, 1)])
def test_twenty_seven_of_thirty_six_is_very_long_among_those_of_the_year(many, part):
    assert numbers("mycket_langvarigt", facts(support_months=paid(*range(many)))) == [(part, 1)]
    gone = facts(support_months=paid(*range(12, 36)))
    assert numbers("mycket_langvarigt", gone) == []


@pytest.mark.parametrize("key", ["langvarigt", "mycket_langvarigt", "unga"])
def test_a_person_is_counted_where_the_latest_month_was_paid(key):
    of = facts(support_months=paid(3, 4) + paid(1, unit=2))

    assert counted(key, of) == [(MAY, 2, "unga", 0, 1)]


def test_the_months_of_two_persons_are_not_added_up():
    of = facts(support_months=paid(*range(5)) + paid(*range(5), person=2))

    assert numbers("langvarigt", of) == [(0, 2)]


@pytest.mark.parametrize(("born", "young"), [(2009, 0), (2008, 1), (2002, 1), (2001, 0), (None, 0)])
def test_young_is_who_turns_18_to_24_in_the_year(born, young):
    of = facts(support_months=[(1, "2026-03", 1, "unga", born)])

    assert numbers("unga", of) == [(young, 1)]


def test_a_year_of_birth_that_is_known_of_one_month_is_known_of_all():
    of = facts(support_months=[(1, "2026-03", 1, "unga", None), (1, "2026-04", 1, "unga", 2005)])

    assert numbers("unga", of) == [(1, 1)]


def adults(of: Facts, asked: list[date], rules: Rules) -> list[tuple]:
    cells: dict[tuple, set] = {}
    for row in rows(of.support_months):
        if row["month"] in asked:
            at = (row["month"], row["unit_id"], row["target_group"])
            cells.setdefault(at, set()).add(row["person_id"])
    return [(*at, len(people), None) for at, people in sorted(cells.items())]


def _of_people(of: Facts, asked: list[date], is_part) -> list[tuple]:
    """People with support in the year, where the latest month was paid; part by all their months."""
    people: dict[int, dict[date, dict]] = {}
    for row in rows(of.support_months):
        people.setdefault(row["person_id"], {})[row["month"]] = row
    cells: dict[tuple, list] = {}
    for period in asked:
        for paid_for in people.values():
            year = [m for m in paid_for if add_months(period, -11) <= m <= period]
            if year:
                last = paid_for[max(year)]
                at = (period, last["unit_id"], last["target_group"])
                cells.setdefault(at, []).append(is_part(period, paid_for))
    return [(*at, sum(parts), len(parts)) for at, parts in sorted(cells.items())]


def _lasting(of: Facts, asked: list[date], back: int, least: int) -> list[tuple]:
    return _of_people(
        of,
        asked,
        lambda period, paid_for: (
            sum(add_months(period, 1 - back) <= m <= period for m in paid_for) >= least
        ),
    )


def long(of: Facts, asked: list[date], rules: Rules) -> list[tuple]:
    return _lasting(of, asked, 12, 10)


def very_long(of: Facts, asked: list[date], rules: Rules) -> list[tuple]:
    return _lasting(of, asked, 36, rules.very_long_months)


def young(of: Facts, asked: list[date], rules: Rules) -> list[tuple]:
    def is_young(period: date, paid_for: dict[date, dict]) -> bool:
        born = next(iter(paid_for.values()))["birth_year"]
        return 18 <= period.year - born <= 24

    return _of_people(of, asked, is_young)


SECOND = {"vuxna": adults, "langvarigt": long, "mycket_langvarigt": very_long, "unga": young}


@pytest.mark.parametrize("key", SECOND)
@given(of=some("support_months"))
def test_counted_one_by_one(key, of):
    assert counted(key, of, ASKED) == SECOND[key](of, ASKED, RULES)
