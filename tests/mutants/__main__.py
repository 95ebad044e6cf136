"""`python -m tests.mutants`: put small faults into the code, and tell which no test fails of."""

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.mutants.alike import alike
from tests.mutants.changes import Mutant, mutants
from tests.mutants.rooms import FLAGS, LAST, ROOMS, files, tried_by
from tests.mutants.trial import BROKEN, KILLED, LIVED, Trial, load, passes, tried

PATIENCE = 60  # seconds that tests are taken to need which have not been run without a fault


def main(words: Sequence[str] | None = None) -> int:
    """Try the faults, print those that lived and a table by room; 1 if any lived."""
    asked = _asked(words)
    load()
    until = time.monotonic() + asked.seconds
    tally: dict[str, Counter] = {}
    for room in asked.rooms or ROOMS:
        tally[room] = Counter()
        for trial in _trials(room, asked, until):
            tally[room][trial.outcome] += 1
            if trial.outcome != KILLED or asked.all:
                _say(f"{trial.outcome} {trial.seconds:.1f} s  {trial.mutant}")
    _say(_table(tally))
    return int(any(counts[LIVED] or counts[BROKEN] for counts in tally.values()))


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"{', '.join(ROOMS)}; else all")
    parser.add_argument("--only", default="", metavar="TEXT", help="files whose path has it in it")
    parser.add_argument("--sample", type=int, metavar="N", help="so many of each room, spread")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin none after")
    parser.add_argument("--tests", nargs="*", help="these tests, and not those of the map")
    parser.add_argument("--alike", action="store_true", help="those of alike.txt: all should live")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--passing", action="store_true", help="the tests are known to pass")
    parser.add_argument("--all", action="store_true", help="print those that are killed too")
    asked = parser.parse_args(words)
    if unknown := set(asked.rooms) - set(ROOMS):
        parser.error(f"no room {', '.join(sorted(unknown))}: there are {', '.join(ROOMS)}")
    return asked


def _trials(room: str, asked: argparse.Namespace, until: float) -> Iterator[Trial]:
    for path, of_file in _chosen(room, asked).items():
        if time.monotonic() > until:
            return
        tests = [*(asked.tests or tried_by(room, path)), *FLAGS[room]]
        fine, seconds = (True, PATIENCE) if asked.passing else passes(tests)
        if not fine:
            raise SystemExit(f"the tests of {path} fail without any fault")
        going = (mutant for mutant in of_file if time.monotonic() < until)
        last = () if asked.tests else LAST[room]
        yield from tried(going, tests, last, limit=int(seconds * 4) + 20, workers=asked.workers)


def _chosen(room: str, asked: argparse.Namespace) -> dict[str, list[Mutant]]:
    """The faults of each file that are to be tried: all but those that change nothing, or those."""
    every = [
        mutant
        for path in files(room)
        if asked.only in path
        for mutant in mutants(path)
        if alike(mutant) == asked.alike
    ]
    if asked.sample and asked.sample < len(every):
        drawn = random.Random(asked.seed).sample(every, asked.sample)
        every = sorted(drawn, key=every.index)
    chosen: dict[str, list[Mutant]] = {}
    for mutant in every:
        chosen.setdefault(mutant.path, []).append(mutant)
    return chosen


def _table(tally: dict[str, Counter]) -> str:
    lines = [f"{'room':12}{'made':>7}{'killed':>8}{'lived':>7}{'broken':>8}"]
    for room, counts in tally.items():
        told = (counts.total(), counts[KILLED], counts[LIVED], counts[BROKEN])
        lines.append("{:12}{:7}{:8}{:7}{:8}".format(room, *told))
    return "\n".join(lines)


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201  a command speaks to whoever runs it


if __name__ == "__main__":
    sys.exit(main())
