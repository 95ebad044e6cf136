"""Which files faults are put into, room by room, and which tests are run for each."""

from pathlib import Path

from tests.mutants.changes import ROOT

ROOMS: dict[str, tuple[str, ...]] = {
    "counts": ("metrics/counts/*.py",),
    "metrics": ("metrics/*.py",),
    "published": ("data/published/*.py",),
}
# what is run for a file that none of OF_FILE is for, after the tests of its own name
OF_ROOM: dict[str, tuple[str, ...]] = {
    "counts": ("tests/metrics/edges", "tests/metrics/counts"),
    "metrics": ("tests/metrics/edges", "tests/metrics/counts", "tests/metrics/test_*.py"),
    "published": (
        "tests/data/published/test_[!dlp]*.py",  # the quickest first
        "tests/data/published/test_[dp]*.py",
        "tests/data/test_reader.py",
    ),
}
# stores are slow: of their tests first those that need none; the others need nothing that is shared
FLAGS: dict[str, tuple[str, ...]] = {
    "counts": ("--noconftest",),
    "metrics": ("--noconftest",),
    "published": ("-m", "plain"),
}
# what is run in full, and without Postgres, for a fault that all of these let live
LAST: dict[str, tuple[str, ...]] = {
    "counts": (),
    "metrics": (),
    "published": (
        "tests/data/test_finished.py",
        "tests/data/published",
        "tests/data/test_reader.py",
        "tests/data/test_rights_in_store.py::test_nobody_is_given_anything_outside_their_right",
        "--deselect=tests/data/published/test_places_attacked.py",
        "-m=not plain",
        "-k=not postgres and not lillstad and not spanga",
    ),
}
_EDGES = "tests/metrics/edges/test_{}.py"
_OPEN = _EDGES.format("open_cases")
_COUNTS = ("tests/metrics/edges", "tests/metrics/counts")
# the edges of the figures that a file counts: no other figure comes to it
OF_FILE: dict[str, tuple[str, ...]] = {
    "metrics/counts/after_exit.py": (_EDGES.format("outcome"),),
    "metrics/counts/answers.py": (_EDGES.format("work"),),
    "metrics/counts/assessments.py": (_EDGES.format("work"), _OPEN),
    "metrics/counts/efforts.py": (_EDGES.format("efforts"), _OPEN),
    "metrics/counts/continuity.py": (_EDGES.format("continuity"), _OPEN),
    "metrics/counts/individual_plans.py": (_EDGES.format("plans"), _OPEN),
    "metrics/counts/long_support.py": (_EDGES.format("support"),),
    "metrics/counts/marked.py": (_EDGES.format("work"), _OPEN),
    "metrics/counts/next_steps.py": (_EDGES.format("plans"), _OPEN),
    "metrics/counts/outcome.py": (
        _EDGES.format("outcome"),
        "tests/metrics/counts/test_after_exit.py",
    ),
    "metrics/counts/parallel.py": (_EDGES.format("work"), _OPEN),
    "metrics/counts/programmes.py": (_EDGES.format("work"),),
    "metrics/counts/reviews.py": (_EDGES.format("work"), _OPEN),
    "metrics/counts/support.py": (_EDGES.format("support"),),
    "metrics/counts/spells.py": (_EDGES.format("support"), _OPEN),
    "metrics/counts/waiting.py": (_EDGES.format("efforts"),),
    **dict.fromkeys(
        [f"metrics/{name}.py" for name in ("episodes", "lines")],
        _COUNTS,
    ),
    "data/published/ledgers.py": ("tests/data/published/test_l*.py",),
    "data/published/lists.py": ("tests/data/published/test_l*.py",),
    "data/published/longer.py": ("tests/data/published/test_p*.py",),
    "metrics/spc.py": ("tests/metrics/test_p_chart.py", "tests/metrics/test_judgement.py"),
    **dict.fromkeys(
        [
            f"metrics/{name}.py"
            for name in (
                *("change", "cohort", "columns", "flow", "followup", "from_shown", "intervals"),
                *("judgement", "longer", "pace", "periods", "plans", "rules", "share", "signals"),
                "survival",
            )
        ],
        (),
    ),
}


def files(room: str) -> list[str]:
    """The files of a room."""
    return sorted(path for pattern in ROOMS[room] for path in _found(pattern))


def tried_by(room: str, path: str) -> list[str]:
    """The tests that are run for a file: those of its own name first, then its own, or the room's."""
    patterns = OF_FILE.get(path, OF_ROOM[room])
    more = [found for pattern in patterns for found in _tests(pattern)]
    folder = Path("tests", *Path(path).parent.parts)
    own = _found(f"{folder}/test_{Path(path).stem}*.py")
    return list(dict.fromkeys([*own, *more]))


def _tests(pattern: str) -> list[str]:
    return _found(pattern) if pattern.endswith(".py") else _found(f"{pattern}/test_*.py")


def _found(pattern: str) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(pattern))
