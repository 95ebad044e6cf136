import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from metrics.cohort import Pace, pace
from metrics.pace import _at_least


@pytest.mark.parametrize(
    ("reached", "gone", "probability"),
    [(43, 9, 0.9493), (43, 10, 0.5617), (25, 6, 0.2039), (20, 6, 0.002)],
)
def test_how_likely_50_of_150_in_a_year_is(reached, gone, probability):
    assert pace(150, reached, gone, 12 - gone, 50).probability == pytest.approx(
        probability, abs=5e-5
    )


def test_by_hand():
    # exposed: (10 - 4/2) * 2 = 16 months; leaving: 4/16; of those 3 in 4 reach the goal's state
    # in one month: 3/4 * 1/4 = 3/16 of the 6 who are left; one more is needed
    assert pace(10, 3, 2, 1, goal=4, lost=1) == Pace(
        expected=pytest.approx(3 + 6 * 3 / 16),
        probability=pytest.approx(1 - (13 / 16) ** 6),
        needed_per_month=1.0,
    )


def test_those_lost_make_the_goal_less_likely():
    assert pace(150, 43, 9, 3, 50, lost=30).probability < pace(150, 43, 9, 3, 50).probability


def test_before_a_month_has_gone_nothing_is_known():
    assert pace(150, 0, 0, 12, 50) == Pace(None, None, 50 / 12)


def test_a_goal_that_is_reached_is_certain():
    assert pace(150, 50, 6, 6, 50).probability == 1.0
    assert pace(150, 50, 6, 6, 50).needed_per_month == 0.0
    assert pace(150, 50, 0, 12, 50) == Pace(None, 1.0, 0.0)
    assert pace(150, 51, 12, 0, 50) == Pace(51.0, 1.0, 0.0)


def test_when_the_time_is_up_a_missed_goal_is_missed():
    assert pace(150, 49, 12, 0, 50) == Pace(49.0, 0.0, None)


def test_where_nobody_has_reached_it_nobody_is_expected_to():
    assert pace(150, 0, 6, 6, 50) == Pace(0.0, 0.0, 50 / 6)
    assert pace(0, 0, 6, 6, 0) == Pace(0.0, 1.0, 0.0)


@pytest.mark.parametrize(("goal", "probability"), [(9, 1.0), (10, 0.0)])
def test_where_all_who_are_left_come_so_many_are_certain_and_no_more(goal, probability):
    # 6 of 9 in a month: as many as the months that members were there, so the rest come too
    assert pace(9, 6, 1, 1, goal).probability == probability


def test_more_than_are_left_cannot_come():
    assert pace(10, 2, 6, 6, goal=9, lost=2).probability == 0.0


@pytest.mark.parametrize("wrong", [(-1, 0, 1, 1, 1, 0), (5, 3, 1, 1, 1, 3), (5, 1, -1, 1, 1, 0)])
def test_what_cannot_be_is_refused(wrong):
    members, reached, gone, left, goal, lost = wrong
    with pytest.raises(ValueError, match="members"):
        pace(members, reached, gone, left, goal, lost)


@pytest.mark.parametrize("chance", [1e-9, 0.004, 0.5, 0.98, 1 - 1e-12])
@pytest.mark.parametrize("missing", [1, 20, 2_500, 4_999, 5_000])
def test_the_probability_is_right_in_a_large_group_too(missing, chance):
    assert _at_least(missing, 5_000, chance) == pytest.approx(
        binom.sf(missing - 1, 5_000, chance), rel=1e-8, abs=1e-300
    )


@given(st.data())
def test_the_probability_is_a_plain_sum(data):
    from math import comb

    members = data.draw(st.integers(1, 40))
    reached = data.draw(st.integers(0, members))
    lost = data.draw(st.integers(0, members - reached))
    gone, left = data.draw(st.integers(1, 12)), data.draw(st.integers(0, 12))
    goal = data.draw(st.integers(0, 45))

    both = reached + lost
    hazard = min(1, both / ((members - both / 2) * gone))
    chance = reached / both * (1 - (1 - hazard) ** left) if reached else 0
    rest = members - both
    plain = sum(
        comb(rest, n) * chance**n * (1 - chance) ** (rest - n)
        for n in range(max(0, goal - reached), rest + 1)
    )
    heading = pace(members, reached, gone, left, goal, lost)
    assert heading.probability == pytest.approx(1.0 if goal <= reached else plain, abs=1e-9)
    assert heading.expected == pytest.approx(reached + rest * chance)
