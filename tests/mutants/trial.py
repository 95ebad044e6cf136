"""One fault tried: a process of its own reads the file with the fault in it, and runs the tests."""

import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import CodeType

from hypothesis import Phase

from tests.mutants.changes import ROOT, Mutant, mutated

LONGEST = 3600  # seconds that any run may take
LIVED, KILLED, BROKEN = "lived", "killed", "broken"
PYTEST = ("-x", "-q", "-n0", "-p", "no:cacheprovider", "-p", "no:randomly", "--no-header")
PYTEST += ("--hypothesis-profile", "mutants")
PYTEST += ("-W", "ignore::pytest.PytestAssertRewriteWarning")  # of what is read before the fork


@dataclass(frozen=True)
class Trial:
    """What became of a fault, and after how many seconds."""

    mutant: Mutant
    outcome: str
    seconds: float


class _Finder(MetaPathFinder, Loader):
    """Gives one module other code than its file has."""

    def __init__(self, name: str, code: CodeType):
        self.name, self.code = name, code

    def find_spec(self, name: str, path, target=None) -> ModuleSpec | None:
        if name != self.name:
            return None
        spec = PathFinder.find_spec(name, path)
        if spec is not None:
            spec.loader = self
        return spec

    def exec_module(self, module) -> None:
        exec(self.code, module.__dict__)  # noqa: S102  the module itself, with a fault in it


def tried(
    mutants: Iterable[Mutant],
    asked: Sequence[str],
    last: Sequence[str] = (),
    *,
    limit: int,
    workers: int = 1,
) -> Iterator[Trial]:
    """Each fault tried in a process of its own, so many at a time; longer than `limit` is killed.

    asked: what pytest is asked to run: files of tests, and flags; last, what it is asked then, in
    full and however long it takes, for a fault that lived.
    """
    waiting, running = iter(mutants), {}
    while True:
        while len(running) < workers and (mutant := next(waiting, None)):
            running[_begun(mutant, asked, limit)] = mutant, time.monotonic(), last
        if not running:
            return
        process, status = os.wait()
        mutant, began, more = running.pop(process)
        if more and _outcome(status) == LIVED:
            running[_begun(mutant, more, LONGEST, in_full=True)] = mutant, began, ()
            continue
        yield Trial(mutant, _outcome(status), time.monotonic() - began)


def passes(asked: Sequence[str]) -> tuple[bool, float]:
    """Whether the tests pass without a fault, and how many seconds they take."""
    began = time.monotonic()
    _, status = os.waitpid(_begun(None, asked, LONGEST), 0)
    return _outcome(status) == LIVED, time.monotonic() - began


def load() -> None:
    """Read what every process needs, once: nothing of ours, which is read with the fault in it.

    Nothing is counted here: polars' threads do not outlive a fork.
    """
    os.environ.setdefault("POLARS_MAX_THREADS", "1")  # small frames, and a fault a core
    import duckdb  # noqa: F401
    import hypothesis
    import numpy as np  # noqa: F401
    import polars.testing  # noqa: F401
    import pytest  # noqa: F401
    import scipy.optimize
    import scipy.stats  # noqa: F401
    import sqlmodel  # noqa: F401

    hypothesis.settings.register_profile(
        "mutants", deadline=None, derandomize=True, database=None, phases=[Phase.generate]
    )


def _outcome(status: int) -> str:
    if os.WIFSIGNALED(status):  # too long, or worse
        return KILLED
    # 1 and 2: a test fails, or cannot be read; 4: what all tests share cannot be read
    return {0: LIVED, 1: KILLED, 2: KILLED, 4: KILLED}.get(os.WEXITSTATUS(status), BROKEN)


def _begun(
    mutant: Mutant | None, asked: Sequence[str], limit: int, *, in_full: bool = False
) -> int:
    process = os.fork()
    if process:
        return process
    signal.alarm(limit)
    os.environ["LAGESBILD_THOROUGH"] = "1" if in_full else ""
    code = 70
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1), os.dup2(nowhere, 2)
        if mutant:
            sys.meta_path.insert(0, _Finder(_module(mutant.path), mutated(mutant)))
        import pytest

        os.chdir(ROOT)
        code = int(pytest.main([*PYTEST, *asked]))
    finally:
        os._exit(code)


def _module(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
