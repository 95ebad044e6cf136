"""What the README points at is there."""

import re

import pytest

from tests.house_rules import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:tests|data|metrics|pages|docs|\.ci)/[\w./-]*)`", README)))
COMMANDS = sorted(set(re.findall(r"python -m ((?:data|tests)(?:\.\w+)*)", README)))


@pytest.mark.parametrize("place", NAMED)
def test_a_place_that_is_named_is_there(place):
    assert (ROOT / place).exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_named_is_there(command):
    place = ROOT.joinpath(*command.split("."))

    assert place.with_suffix(".py").exists() or (place / "__main__.py").exists()
