"""Of the figures that ought to be there, those that are: by hand, and month by month."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.metrics.shown import EXPECTED, MONTHS, PERIODS, a, frame, seen, told


def covered(there: list[tuple], expected: list[tuple], **given) -> list[tuple]:
    of = seen(periods=frame(PERIODS, there), expected=frame(EXPECTED, expected), **given)
    return [(row[0], row[3], row[4], row[6]) for row in told("tackning", of)]


def test_a_figure_is_there_when_the_period_that_ought_to_be_is():
    there = [("manad", a(2026, 4)), ("manad", a(2026, 5)), ("kvartal", a(2026, 1))]
    expected = [
        (a(2026, 4), "manad", a(2026, 4)),
        (a(2026, 4), "kvartal", a(2026, 1)),
        (a(2026, 4), "saknas", a(2026, 4)),
        (a(2026, 4), "ny", None),
        (a(2026, 6), "manad", a(2026, 6)),
        (a(2026, 6), "kvartal", a(2026, 1)),
    ]

    assert covered(there, expected) == [(a(2026, 4), 2, 3, False), (a(2026, 6), 1, 2, True)]


@pytest.mark.parametrize(
    ("until", "goes_on"), [(date(2026, 6, 29), True), (date(2026, 6, 30), False)]
)
def test_a_month_goes_on_until_its_last_day_is_known_of(until, goes_on):
    expected = [(a(2026, 6), "manad", a(2026, 5))]

    assert covered([], expected, until=until) == [(a(2026, 6), 0, 1, goes_on)]


def test_where_no_day_is_known_of_nothing_is_said():
    assert covered([], [(a(2026, 6), "manad", a(2026, 5))], until=None) == []


KEYS_AND_MONTHS = st.tuples(st.sampled_from(["manad", "kvartal", "annat"]), MONTHS)


@given(
    st.lists(KEYS_AND_MONTHS, unique=True, max_size=12),
    st.lists(st.tuples(MONTHS, KEYS_AND_MONTHS), unique_by=lambda row: (row[0], row[1][0])),
)
def test_coverage_reckoned_month_by_month(there, asked):
    slow: dict[date, list[bool]] = {}
    for on, which in asked:
        slow.setdefault(on, []).append(which in there)

    made = covered(there, [(on, *which) for on, which in asked])
    assert [row[:3] for row in made] == [
        (on, sum(is_), len(is_)) for on, is_ in sorted(slow.items())
    ]


WORKED = {"tackning": test_a_figure_is_there_when_the_period_that_ought_to_be_is}
SECOND = {"tackning": test_coverage_reckoned_month_by_month}
