"""The faults that change nothing that can be seen, each with its reason: they are not tried."""

from functools import cache
from pathlib import Path

from tests.mutants.changes import Mutant

FILE = Path(__file__).with_name("alike.txt")


@cache
def listed() -> dict[tuple[str, str, str], str]:
    """The reason of each: by path, function and change.

    alike.txt has, for each, a line `path function: change` and a line with the reason, indented.
    """
    lines = [line for line in FILE.read_text().splitlines() if line and not line.startswith("#")]
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return {_key(fault): reason.strip() for fault, reason in pairs}


def alike(mutant: Mutant) -> bool:
    """Whether the fault is one of those."""
    return (mutant.path, mutant.function, mutant.change) in listed()


def _key(fault: str) -> tuple[str, str, str]:
    where, change = fault.split(": ", 1)
    path, _, function = where.partition(" ")
    return path, function, change
