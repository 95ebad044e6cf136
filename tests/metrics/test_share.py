import pytest

from metrics.share import Ratio, Share, interval, two_sided_z


def test_a_share_is_its_part_over_its_whole():
    assert Share(43, 150).value == 43 / 150


def test_a_share_of_nothing_has_no_value():
    assert Share(0, 0).value is None


@pytest.mark.parametrize(("part", "whole"), [(4, 3), (-1, 3), (1, 0)])
def test_a_part_lies_within_its_whole(part, whole):
    with pytest.raises(ValueError, match=f"{part} of {whole}"):
        Share(part, whole)


def test_a_ratio_may_be_over_one():
    assert Ratio(3, 2).value == 1.5


def test_a_ratio_of_nothing_is_0():
    assert Ratio(0, 2).value == 0


def test_a_ratio_to_nothing_has_no_value():
    assert Ratio(3, 0).value is None


def test_a_ratio_is_of_counts():
    with pytest.raises(ValueError, match="-1 to 2"):
        Ratio(-1, 2)


@pytest.mark.parametrize(
    ("part", "whole", "lower", "upper"),
    [
        # Newcombe 1998, table I, method 3 (Wilson's score without continuity correction)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (43, 150, 0.220, 0.364),
    ],
)
def test_the_interval_of_wilson(part, whole, lower, upper):
    assert interval(part, whole) == pytest.approx((lower, upper), abs=5e-4 if part == 43 else 5e-5)


def test_an_interval_ends_exactly_at_none_and_all():
    assert {interval(0, whole)[0] for whole in range(1, 200)} == {0}
    assert {interval(whole, whole)[1] for whole in range(1, 200)} == {1}


def test_of_nothing_there_is_no_interval():
    assert interval(0, 0) is None


def test_more_confidence_takes_a_wider_interval():
    lower, upper = interval(10, 40, level=0.95)
    wider_lower, wider_upper = interval(10, 40, level=0.998)
    assert wider_lower < lower < 0.25 < upper < wider_upper


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_of_confidence_lies_between_0_and_1(level):
    with pytest.raises(ValueError, match="level of confidence"):
        two_sided_z(level)
