"""What outside checks call is there, under its name and with its arguments."""

import importlib
import inspect

import pytest

from metrics.contract import CONTRACT


@pytest.mark.parametrize(("name", "arguments"), CONTRACT.items())
def test_what_outside_checks_call_has_its_name_and_arguments(name, arguments):
    module, _, function = name.rpartition(".")
    given = list(inspect.signature(getattr(importlib.import_module(module), function)).parameters)

    assert [argument for argument in given if argument in arguments] == list(arguments)
