"""How much is tried: little every day, more with LAGESBILD_THOROUGH=1, as before anything lands."""

import os
from collections.abc import Sequence

import pytest
from hypothesis import settings

THOROUGH = os.environ.get("LAGESBILD_THOROUGH") == "1"
TIMES = int(os.environ.get("LAGESBILD_EXAMPLES", "1"))  # as much again, as tests.endurance asks for


def often(every_day: int, thorough: int) -> int:
    """The one of two sizes that this run is to have."""
    return thorough * TIMES if THOROUGH else every_day


def in_full(*more: object) -> list:
    """Parameters of a test that only a thorough run is to have: marked, and so skipped every day."""
    each = (values if isinstance(values, tuple) else (values,) for values in more)
    return [pytest.param(*values, marks=pytest.mark.thorough) for values in each]


def first(every_day: int, of: Sequence) -> list:
    """The first few of the parameters of a test every day, the others in a thorough run too."""
    return [*of[:every_day], *in_full(*of[every_day:])]


def load_profiles() -> None:
    """Give hypothesis its settings: time is measured by the benchmark alone.

    The same worlds are drawn in every run, so that no change is stopped by another's rare world;
    new ones are looked for with LAGESBILD_EXAMPLES, as tests.endurance does.
    """
    settings.register_profile(
        "of_this_run", deadline=None, max_examples=often(15, 60), derandomize=TIMES == 1
    )
    settings.load_profile("of_this_run")
