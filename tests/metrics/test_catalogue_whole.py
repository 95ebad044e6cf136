"""The catalogue walked: every entry is worked by hand, counted a second time, and says what it is."""

import importlib
import pkgutil
from collections.abc import Mapping

import pytest

import tests.metrics
from metrics.catalogue import COUNTED, FIGURES, FromFacts
from metrics.facts import DELIVERIES, FRAMES

NAMES = [
    module.name
    for module in pkgutil.walk_packages(tests.metrics.__path__, "tests.metrics.")
    if module.name.rsplit(".", 1)[-1].startswith("test_") and not module.name.endswith("_whole")
]
MODULES = [importlib.import_module(name) for name in NAMES]
WORKED = {key for module in MODULES for key in getattr(module, "WORKED", ())}
SECOND: Mapping = {
    key: reckoning for module in MODULES for key, reckoning in getattr(module, "SECOND", {}).items()
}
ASKED_FOR = {f"A{number}" for number in range(1, 19)} | {f"B{number}" for number in range(1, 18)}
ASKED_FOR |= {f"B{number}" for number in range(22, 28)} | {"D1", "D2", "D3", "D11"}


@pytest.mark.parametrize("figure", COUNTED, ids=lambda figure: figure.key)
def test_every_entry_is_worked_by_hand_and_counted_a_second_time(figure):
    assert figure.key in WORKED
    assert callable(SECOND[figure.key])


def test_nothing_is_worked_that_is_no_entry():
    assert set(SECOND) <= {figure.key for figure in COUNTED}


def test_every_figure_that_is_asked_for_is_there():
    assert {figure.number for figure in FIGURES} >= ASKED_FOR


@pytest.mark.parametrize("figure", COUNTED, ids=lambda figure: figure.key)
def test_what_an_entry_reads_is_delivered_as_something_by_somebody(figure):
    assert figure.reads
    for name in figure.reads:
        assert DELIVERIES[name].name
        assert DELIVERIES[name].owner
    if isinstance(figure, FromFacts):
        assert {name.split(".")[0] for name in figure.reads} <= set(FRAMES)


def test_keys_are_never_the_same():
    keys = [figure.key for figure in COUNTED]

    assert len(keys) == len(set(keys))
