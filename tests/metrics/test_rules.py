"""The settings that figures are counted by, and their defaults."""

import pytest

from metrics.plans import standing
from metrics.rules import DEFAULTS, Rules, as_written


def test_what_is_written_is_read_and_else_the_houses_own_holds():
    assert Rules.of({}) == Rules()
    assert Rules.of({"least_shown": "7"}) == Rules()
    assert Rules.of({"exit_gap_months": "4", "stale_after": "20"}) == Rules(
        exit_gap_months=4, stale_after=20
    )
    assert Rules.of({"age_bands": "16 20 65"}).age_bands == (16, 20, 65)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("exit_gap_months", "2"),
        ("follow_up_months", "3"),
        ("gap_days", "14"),
        ("very_long_months", "27"),
        ("stale_after", "35"),
        ("age_bands", "18 25 30 50"),
    ],
)
def test_a_default_is_written_as_it_is_read(name, written):
    assert as_written(name) == written
    assert Rules.of({name: as_written(name)}) == Rules()


def test_a_setting_that_there_is_none_of_has_no_default():
    with pytest.raises(KeyError):
        as_written("unknown")


def test_the_functions_that_take_a_setting_have_its_default():
    assert standing.__defaults__ == (DEFAULTS.stale_after,)
