"""Faults put into the code: what one is, that each file has tests for it, and that a sample dies."""

import os
import subprocess
import sys

import pytest

from tests.mutants.alike import listed
from tests.mutants.changes import ROOT, mutants
from tests.mutants.rooms import OF_FILE, ROOMS, files, tried_by
from tests.mutants.trial import KILLED, LIVED

OLD = "rows.filter(rows.made + DAY < day)"
FILES = [(room, path) for room in ROOMS for path in files(room)]


def changes(path: str) -> set[str]:
    return {mutant.change for mutant in mutants(path)}


def test_a_fault_moves_an_edge_turns_a_comparison_or_drops_a_filter(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.mutants.changes.ROOT", tmp_path)
    (tmp_path / "counted.py").write_text(
        "LONG = 6\n"
        "def counted(rows, day):\n"
        "    old = rows.filter(rows.made + DAY < day).fill_null(True)\n"
        "    return [row for row in old if not row.ended and min(row) >= 0]\n"
    )

    assert changes("counted.py") == {
        "6 -> 7",
        "6 -> 5",
        f"{OLD}.fill_null(True) -> {OLD}",
        f"{OLD} -> rows",
        "rows.made + DAY < day -> rows.made + DAY <= day",
        "rows.made + DAY -> rows.made - DAY",
        "rows.made + DAY -> rows.made",
        f"{OLD}.fill_null(True) -> {OLD}.fill_null(False)",
        "for row in old if not row.ended and min(row) >= 0 -> for row in old",
        "not row.ended and min(row) >= 0 -> not row.ended or min(row) >= 0",
        "not row.ended -> row.ended",
        "min(row) >= 0 -> min(row) > 0",
        "min(row) -> max(row)",
        "min(row) >= 0 -> min(row) >= 1",
    }


@pytest.mark.parametrize(("room", "path"), FILES, ids=lambda of: of)
def test_every_file_has_tests_that_its_faults_are_tried_by(room, path):
    assert tried_by(room, path) or not mutants(path)


def test_what_is_mapped_is_there():
    assert all((ROOT / path).is_file() for path in OF_FILE)


def test_what_is_said_to_change_nothing_is_a_fault_still_with_a_reason():
    there = {(m.path, m.function, m.change) for _, path in FILES for m in mutants(path)}

    assert all(listed().values())
    assert set(listed()) <= there


TRIED = """
import sys
from tests.mutants.changes import mutants
from tests.mutants.trial import load, tried
load()
first, last = ([path, "--noconftest"] if path else [] for path in sys.argv[1:])
(trial,) = tried(list(mutants("metrics/lines.py"))[:1], first, last, limit=60)
print(trial.outcome)
"""


@pytest.mark.parametrize(
    ("first", "last", "outcome"),
    [
        ("passes", "", LIVED),
        ("passes", "passes", LIVED),
        ("passes", "fails", KILLED),
        ("fails", "passes", KILLED),
    ],
)
def test_a_fault_that_lives_is_tried_by_what_is_run_last(tmp_path, first, last, outcome):
    for name, holds in (("passes", True), ("fails", False)):
        (tmp_path / f"test_{name}.py").write_text(f"def test_it():\n    assert {holds}\n")
    files = [str(tmp_path / f"test_{name}.py") if name else "" for name in (first, last)]

    told = subprocess.run(
        [sys.executable, "-c", TRIED, *files], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == outcome


@pytest.mark.thorough
def test_none_lives_of_a_sample_of_faults():
    command = [sys.executable, "-m", "tests.mutants", "counts", "--sample", "12", "--passing"]
    told = subprocess.run(
        [*command, "--workers", "1"],
        cwd=ROOT,
        env={**os.environ, "LAGESBILD_THOROUGH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stdout + told.stderr
