"""How much is tried: little every day, more with LAGESBILD_THOROUGH=1, as before anything lands."""

import os

from hypothesis import settings

THOROUGH = os.environ.get("LAGESBILD_THOROUGH") == "1"
TIMES = int(os.environ.get("LAGESBILD_EXAMPLES", "1"))  # as much again, as tests.endurance asks for


def often(every_day: int, thorough: int) -> int:
    """The one of two sizes that this run is to have."""
    return thorough * TIMES if THOROUGH else every_day


def in_full(*more: object) -> tuple:
    """What is tried besides in a thorough run, nothing of every day."""
    return more if THOROUGH else ()


def load_profiles() -> None:
    """Give hypothesis its settings: time is measured by the benchmark alone."""
    settings.register_profile("of_this_run", deadline=None, max_examples=often(15, 60))
    settings.load_profile("of_this_run")
