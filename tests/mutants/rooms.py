"""Which files faults are put into, room by room, and which tests are run for each."""

from pathlib import Path

from tests.mutants.changes import ROOT

ROOMS: dict[str, tuple[str, ...]] = {
    "counts": ("metrics/counts/*.py",),
    "metrics": ("metrics/*.py",),
    "published": ("data/published/*.py",),
}
# what of each room's tests are run after those of the file's own name, the fastest first
OF_ROOM: dict[str, tuple[str, ...]] = {
    "counts": ("tests/metrics/counts", "tests/metrics/test_catalogue*.py"),
    "metrics": ("tests/metrics/test_[!d]*.py", "tests/metrics/test_derived*.py")
    + ("tests/metrics/counts",),
    "published": ("tests/data/test_published*.py", "tests/data/test_by_person.py"),
}


def files(room: str) -> list[str]:
    """The files of a room."""
    return sorted(path for pattern in ROOMS[room] for path in _found(pattern))


def tests_for(room: str, path: str) -> list[str]:
    """The tests that are run for a file: those of its own name first, then the room's."""
    name = Path(path).stem
    own = sorted(str(p.relative_to(ROOT)) for p in (ROOT / "tests").rglob(f"test_{name}*.py"))
    every = [p for pattern in OF_ROOM[room] for p in _tests(pattern)]
    return list(dict.fromkeys([*(p for p in own if p in every), *every]))


def _tests(pattern: str) -> list[str]:
    return _found(pattern) if pattern.endswith(".py") else _found(f"{pattern}/test_*.py")


def _found(pattern: str) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(pattern))
