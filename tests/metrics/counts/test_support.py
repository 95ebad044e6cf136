"""What was paid: worked examples, and counted a second time row by row."""

import pytest
from hypothesis import given

from tests.metrics.made import JUNE, MAY, asked_of, counted, facts, rows
from tests.metrics.worlds import some


def paid(home: int, amount: int | None, month=MAY, unit: int = 1, group: str = "unga") -> tuple:
    return (home, month, unit, group, amount)


def test_what_was_paid_is_the_sum_and_the_households_it_is_of():
    of = facts(household_months=[paid(1, 9000), paid(2, 4500), paid(3, 700, unit=2)])

    assert counted("utbetalt", of, [MAY]) == [(MAY, 1, "unga", 13500, 2), (MAY, 2, "unga", 700, 1)]


def test_an_amount_that_is_not_known_is_in_neither_and_one_of_nothing_is_known():
    of = facts(household_months=[paid(1, 9000), paid(2, None), paid(3, 0)])

    assert counted("utbetalt", of, [MAY]) == [(MAY, 1, "unga", 9000, 2)]


def test_a_month_in_which_no_amount_is_known_has_no_row():
    of = facts(household_months=[paid(1, None), paid(1, 100, JUNE)])

    assert counted("utbetalt", of, [MAY, JUNE]) == [(JUNE, 1, "unga", 100, 1)]


def test_only_the_months_that_are_asked_for_are_counted():
    assert counted("utbetalt", facts(household_months=[paid(1, 1)]), [JUNE]) == []


def test_a_household_is_counted_once_a_month_where_it_was_paid():
    of = facts(household_months=[paid(1, 1), paid(1, 1, JUNE, unit=2), paid(2, 1, JUNE, unit=2)])

    assert counted("hushall", of, [MAY, JUNE]) == [
        (MAY, 1, "unga", 1, None),
        (JUNE, 2, "unga", 2, None),
    ]


def households(of, asked, rules):
    cells = {}
    for one in rows(of.household_months):
        if one["month"] in asked:
            cell = (one["month"], one["unit_id"], one["target_group"])
            cells.setdefault(cell, set()).add(one["household_id"])
    return [(*cell, len(homes), None) for cell, homes in sorted(cells.items())]


def amounts(of, asked, rules):
    cells = {}
    for one in rows(of.household_months):
        if one["month"] in asked and one["amount"] is not None:
            cell = (one["month"], one["unit_id"], one["target_group"])
            cells.setdefault(cell, []).append((one["household_id"], one["amount"]))
    return [
        (*cell, sum(amount for _, amount in paid), len({home for home, _ in paid}))
        for cell, paid in sorted(cells.items())
    ]


SECOND = {"hushall": households, "utbetalt": amounts}


@pytest.mark.parametrize("key", SECOND)
@given(some("household_months"))
def test_counted_one_by_one(key, of):
    assert counted(key, of, asked_of(key)) == SECOND[key](of, asked_of(key), None)
