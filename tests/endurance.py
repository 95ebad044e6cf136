"""What takes longer than anybody waits for:  python -m tests.endurance PART [PART ...]

Outside the everyday run and the thorough one. Each part that is run writes its row in
docs/uthallighet.md: what was tried, at which commit, when, for how long, and how it went.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "uthallighet.md"
HEAD = """# Uthållighet

Det som tar längre tid än någon väntar. Varje rad skrivs av `python -m tests.endurance DEL`.

| Del | Vad som prövas | Version | Dag | Minuter | Utfall |
|---|---|---|---|---|---|
"""
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--numprocesses=auto")


@dataclass(frozen=True)
class Part:
    """One thing to endure: Swedish words for the table, a Python command, settings beside it."""

    words: str
    command: Sequence[str]
    settings: dict[str, str] = field(default_factory=dict)


MANY = {"LAGESBILD_THOROUGH": "1", "LAGESBILD_EXAMPLES": "20"}
PARTS = {
    "rights": Part(
        "Slumpade organisationer i båda databaserna, tjugo gånger fler än annars",
        (
            *PYTEST,
            "tests/data/test_rights_in_store.py",
            "tests/data/published/test_disclosure_chains.py",
        ),
        MANY,
    ),
    "disclosure": Part(
        "Angriparna mot skyddet av små tal, tjugo gånger fler tabeller än annars",
        (*PYTEST, "tests/metrics/disclosure"),
        MANY,
    ),
    "counts": Part(
        "Andra uträkningen av varje nyckeltal, tjugo gånger fler slumpade fakta än annars",
        (*PYTEST, "tests/metrics", "--ignore=tests/metrics/disclosure"),
        MANY,
    ),
    "mutants": Part("Alla mutanter, inte bara ett urval", ("-m", "tests.mutants")),
    "speed": Part("Hela mätningen, också en miljon ärenden", ("-m", "tests.bench", "--docs")),
}


def main(words: Sequence[str]) -> int:
    """Run the parts that are named; 0 when all of them held."""
    parser = argparse.ArgumentParser(prog="python -m tests.endurance", description=__doc__)
    parser.add_argument("part", nargs="+", choices=PARTS)
    names = parser.parse_args(words).part
    return max(_endure(name, PARTS[name]) for name in names)


def _endure(name: str, part: Part) -> int:
    began = time.monotonic()
    result = subprocess.run(
        [sys.executable, *part.command], cwd=ROOT, env={**os.environ, **part.settings}, check=False
    )
    minutes = (time.monotonic() - began) / 60
    outcome = "höll" if result.returncode == 0 else f"höll inte ({result.returncode})"
    _note(f"| {name} | {part.words} | {_commit()} | {_day()} | {minutes:.0f} | {outcome} |")
    return result.returncode


def _note(row: str) -> None:
    """Put a row last in the table, making the table first where there is none."""
    so_far = TABLE.read_text(encoding="utf-8") if TABLE.exists() else HEAD
    TABLE.write_text(f"{so_far}{row}\n", encoding="utf-8")


def _commit() -> str:
    asked = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(
        asked, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def _day() -> str:
    return datetime.now(UTC).date().isoformat()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
