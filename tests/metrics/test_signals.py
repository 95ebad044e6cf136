import numpy as np
import pytest

from metrics.signals import PRECEDENCE, Limits, beyond, found, shift, trend, two_of_three

LIMITS = Limits(mean=10.0, reach=6.0)  # 4 to 16, near limits at 6 and 14


def points(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)


def test_a_point_on_a_limit_is_inside():
    assert beyond(points(16, 16.1, 4, 3.9), LIMITS).tolist() == [False, True, False, True]


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ([9, 1, 2, 3, 4, 5, 6, 7, 0], [0, 1, 1, 1, 1, 1, 1, 1, 0]),
        ([9, 2, 3, 4, 5, 6, 7, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ([7, 6, 5, 4, 3, 2, 1], [-1, -1, -1, -1, -1, -1, -1]),
        ([1, 2, 3, 3, 4, 5, 6, 7], [0, 0, 0, 0, 0, 0, 0, 0]),
        ([1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 1, 1, 1, 1, 1, 1]),
        ([1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0]),
    ],
)
def test_a_trend_is_seven_points_that_rise_or_fall_all_the_way(values, marks):
    assert trend(points(*values)).tolist() == marks


def test_a_point_at_the_turn_belongs_to_the_first_trend():
    assert trend(points(1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1)).tolist() == [1] * 7 + [-1] * 6


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ([15, 15, 11], [True, True, False]),
        ([15, 11, 15], [True, False, True]),
        ([15, 17, 15], [True, False, True]),
        ([15, 10, 15], [False, False, False]),
        ([15, 5, 15], [False, False, False]),
        ([15, 11, 11, 15], [False, False, False, False]),
        ([14, 15, 11], [False, False, False]),
        ([16, 15, 11], [True, True, False]),
        ([5, 5, 9, 9], [True, True, False, False]),
        ([15, 15, 11, 5], [True, True, False, False]),
        ([15, 15], [False, False]),
    ],
)
def test_two_of_three_near_the_same_limit_all_on_that_side(values, marks):
    assert two_of_three(points(*values), LIMITS).tolist() == marks


@pytest.mark.parametrize(
    ("side", "marks"),
    [
        ([1] * 7 + [-1], [True] * 7 + [False]),
        ([1] * 6 + [-1], [False] * 7),
        ([-1] * 7, [True] * 7),
        ([1, 1, 1, 0, 1, 1, 1], [False] * 7),
        ([1] * 6, [False] * 6),
    ],
)
def test_a_shift_is_seven_points_on_one_side(side, marks):
    assert shift(np.array(side)).tolist() == marks


def test_the_first_rule_of_the_order_holds():
    values = points(11, 11.5, 12, 13, 14.5, 15, 17, 12, 12)

    assert found(values, LIMITS) == (
        ["trend"] * 6 + ["beyond", "shift", "shift"],
        [1] * 9,
    )
    assert PRECEDENCE == ("beyond", "trend", "two_of_three", "shift")


def test_near_points_are_marked_before_a_shift():
    rules, sides = found(points(9, 9, 9, 9, 5, 5, 9), LIMITS)

    assert rules == ["shift"] * 4 + ["two_of_three"] * 2 + ["shift"]
    assert sides == [-1] * 7


def test_a_trend_is_on_the_side_it_goes_to():
    rules, sides = found(points(13, 12, 11, 10, 9, 8, 7, 12), LIMITS)

    assert rules == ["trend"] * 7 + [None]
    assert sides == [-1] * 7 + [0]


def test_what_differs_from_the_mean_by_rounding_is_on_it():
    values = points(0.1, 0.2, 0.3, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2)
    mean = float(values.mean())

    assert mean != 0.2
    assert found(values, Limits(mean, 1.0))[0] == [None] * 12


def test_what_differs_from_a_mean_of_nought_by_rounding_is_on_it():
    values = points(0.1, 0.2, -0.3, *[0.0] * 9)
    mean = float(values.mean())

    assert mean != 0
    assert found(values, Limits(mean, 1.0))[0] == [None] * 12
