"""The two lists of versions: they agree with each other, with pyproject.toml and with what is here."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house_rules import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASKED = [
    Requirement(text)
    for group in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for text in group
]
RENEW = "run .ci/lock"


def _pinned() -> dict[str, Requirement]:
    return {canonicalize_name(pin.name): pin for pin in map(Requirement, PINS)}


def test_the_constraints_are_the_lock_without_hashes():
    bare = [line.removesuffix(" \\") for line in LOCK.splitlines() if re.match(r"\w", line)]

    assert sorted(bare, key=str.lower) == PINS, RENEW


def test_every_package_of_the_lock_has_hashes_and_no_address():
    packages = re.split(r"\n(?=\w)", LOCK.strip())

    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in LOCK
    assert "--index" not in LOCK


@pytest.mark.parametrize("asked", ASKED, ids=lambda requirement: requirement.name)
def test_what_the_project_asks_for_is_pinned_within_its_bounds(asked):
    pin = _pinned()[canonicalize_name(asked.name)]
    (exact,) = pin.specifier

    assert asked.specifier.contains(exact.version), RENEW


def test_what_is_installed_is_what_is_pinned():
    here = {}
    for name, pin in _pinned().items():
        if pin.marker is None or pin.marker.evaluate(dict(default_environment())):
            try:
                here[name] = (version(name), next(iter(pin.specifier)).version)
            except PackageNotFoundError:
                continue  # of an extra that is not installed

    assert len(here) > 50
    assert {name: both for name, both in here.items() if both[0] != both[1]} == {}
