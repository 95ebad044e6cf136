"""Open cases: worked examples, and every case looked at one by one."""

from datetime import date

from hypothesis import given

from metrics.facts import Facts
from tests.metrics.made import JUNE, MAY, RULES, asked_of, case, counted, facts, open_on
from tests.metrics.worlds import some


def test_every_open_case_is_counted_where_it_is_on_the_last_day():
    of = facts(
        cases=[
            case(1, "2026-05-31"),
            case(2, "2026-01-01", "2026-06-01"),
            case(3, unit=2),
            case(4, "2026-01-01", "2026-05-31"),
            case(5, "2026-06-01"),
        ]
    )

    assert counted("oppna", of) == [(MAY, 1, "unga", 2, None), (MAY, 2, "unga", 1, None)]


def test_a_month_that_goes_on_is_asked_about_on_the_last_day_known_of():
    of = facts(cases=[case(1, "2026-06-15"), case(2, "2026-06-16")])

    assert counted("oppna", of, [JUNE]) == [(JUNE, 1, "unga", 1, None)]


def opened(of: Facts, asked: list[date], rules) -> list[tuple]:
    every = open_on(of, asked, lambda one, on: True)
    return [(*row[:-1], None) for row in every]


SECOND = {"oppna": opened}


@given(some("cases"))
def test_counted_one_by_one(of):
    assert counted("oppna", of, asked_of("oppna")) == opened(of, asked_of("oppna"), RULES)
