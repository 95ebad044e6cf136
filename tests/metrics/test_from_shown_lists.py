"""Figures of a list: worked examples, and reckoned once more day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.from_shown import Shown
from metrics.periods import month
from tests.metrics.shown import LEDGER, a, frame, seen, told


def a_list(*rows: tuple, **given) -> Shown:
    return seen(ledger=frame(LEDGER, [(*row, True)[:4] for row in rows]), **given)


def test_a_list_is_told_of_at_months_ends_and_on_its_last_day():
    of = a_list(
        (date(2026, 4, 30), "remaining", 120),
        (date(2026, 5, 12), "remaining", 110),
        (date(2026, 5, 31), "remaining", 100),
        (date(2026, 6, 15), "remaining", 90),
        (date(2026, 5, 31), "self_supporting", 30),
        (date(2026, 5, 31), "other_reason", 12),
        (date(2026, 5, 31), "unknown", 8),
        size=150,
        goal=50,
    )

    assert told("lista_kvar", of) == [
        (a(2026, 4), None, None, 120, 150, True, False),
        (a(2026, 5), None, None, 100, 150, True, False),
        (a(2026, 6), None, None, 90, 150, True, True),
    ]
    assert told("lista_mal", of) == [(a(2026, 5), None, None, None, 50, True, False)]
    assert told("lista_utan", of) == [(a(2026, 5), None, None, 20, 150, True, False)]


@pytest.mark.parametrize(
    ("unknown", "shown", "part"), [(0, True, 30), (1, True, None), (None, False, None)]
)
def test_a_goal_is_told_of_only_where_it_is_known_why_everybody_has_left(unknown, shown, part):
    of = a_list(
        (date(2026, 4, 30), "unknown", 4),
        (date(2026, 4, 30), "self_supporting", 20),
        (date(2026, 5, 31), "self_supporting", 30),
        (date(2026, 5, 31), "unknown", unknown, shown),
        size=150,
        goal=50,
    )

    assert told("lista_mal", of) == [
        (a(2026, 4), None, None, None, 50, True, False),
        (a(2026, 5), None, None, part, 50, True, False),
    ]


def test_a_hidden_state_hides_what_it_is_a_part_of():
    of = a_list(
        (date(2026, 5, 31), "other_reason", None, False),
        (date(2026, 5, 31), "unknown", 8),
        size=150,
    )

    assert told("lista_utan", of) == [(a(2026, 5), None, None, None, None, False, False)]
    assert told("lista_mal", of) == []  # no goal


@given(
    st.lists(
        st.tuples(
            st.dates(date(2025, 11, 1), date(2026, 7, 1)),
            st.sampled_from(["remaining", "self_supporting", "other_reason", "unknown"]),
            st.integers(0, 150),
        ),
        unique_by=lambda row: row[:2],
        max_size=25,
    )
)
def test_a_list_reckoned_day_by_day(rows):
    last = max((row[0] for row in rows), default=None)
    for key, states in (("lista_kvar", {"remaining"}), ("lista_utan", {"other_reason", "unknown"})):
        slow: dict[date, int] = {}
        for on, state, many in rows:
            if state in states and (on == last or (on + timedelta(1)).day == 1):
                slow[on] = slow.get(on, 0) + many
        made = told(key, a_list(*rows, size=150))
        wanted = [(month(on), None, None, many, 150) for on, many in sorted(slow.items())]
        assert [row[:5] for row in made] == wanted
    unsure = {on for on, state, many in rows if state == "unknown" and many}
    own = {on: 0 for on, state, _ in rows if state == "self_supporting"}
    for on, state, many in rows:
        if state == "self_supporting":
            own[on] += many
    days = [on for on in sorted(own) if on == last or (on + timedelta(1)).day == 1]
    made = told("lista_mal", a_list(*rows, size=150, goal=50))
    assert [row[:5] for row in made] == [
        (month(on), None, None, None if on in unsure else own[on], 50) for on in days
    ]


WORKED = {
    **dict.fromkeys(
        ("lista_kvar", "lista_utan"), test_a_list_is_told_of_at_months_ends_and_on_its_last_day
    ),
    "lista_mal": test_a_goal_is_told_of_only_where_it_is_known_why_everybody_has_left,
}
SECOND = dict.fromkeys(("lista_kvar", "lista_mal", "lista_utan"), test_a_list_reckoned_day_by_day)
