"""What is measured, always in pairs: a page, then the same frame around nothing."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import Engine

from data.store import writing
from data.store.log import record
from data.store.snapshot import Snapshot
from tests.bench.server import Server, server
from tests.bench.visit import Load, Page, Side, after_change, alternately

PAGES = (
    Page("Lägesbild", ""),
    Page("Nyckeltal", "nyckeltal"),
    Page("Ett nyckeltal", "nyckeltal", "nyckeltal=hushall"),
    Page("Mätgrupper", "matgrupper"),
    Page("Handlingsplaner", "handlingsplaner"),
    Page("Tidslinje", "handlingsplaner", "vy=Tidslinje"),
)
AREAS = ("cases", "figures", "groups", "organisation", "plans")


@dataclass(frozen=True)
class Pair:
    """One page and its empty frame under one load, as they were by turns."""

    page: str
    load: Load
    full: Side
    empty: Side

    def ratio(self, share: float) -> float:
        """How many times as long the page takes, for the share of its reruns that are quicker."""
        return milliseconds(self.full, share) / milliseconds(self.empty, share)

    @property
    def ratio_of_processor(self) -> float:
        """The same in the server's processor time a rerun: other programs don't disturb it."""
        each = [side.processor / len(side.reruns) for side in (self.full, self.empty)]
        return each[0] / each[1]


def pairs(started: Server, load: Load, rounds: int) -> list[Pair]:
    """Every page under one load."""
    taken = (
        asyncio.run(alternately(started.port, page, load, rounds, started.processor))
        for page in PAGES
    )
    return [Pair(page.name, load, *sides) for page, sides in zip(PAGES, taken, strict=True)]


def most_messages(side: Side) -> int:
    """The messages of the rerun that had most of them."""
    return max(rerun.messages for rerun in side.reruns)


def milliseconds(side: Side, share: float) -> float:
    """The time that a share of the reruns kept within."""
    ordered = sorted(rerun.seconds for rerun in side.reruns)
    return 1000 * ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def changes(port: int, engine: Engine, rounds: int) -> dict[str, float]:
    """The first rerun after a change in every area ÷ the same of the empty frame, by page."""

    def change() -> None:
        with writing(engine) as connection:
            record(connection, by=None, action="mätte", what="area_versions", areas=AREAS)

    def once(page: Page) -> float:
        return asyncio.run(after_change(port, page, change)).seconds

    return {
        page.name: median(once(page) / once(page.empty) for _ in range(rounds)) for page in PAGES
    }


def versions(engine: Engine, times: int = 2_000) -> float:
    """Milliseconds to ask for the versions of every area."""
    snapshot, taken = Snapshot(engine), []
    for _ in range(times):
        begun = time.perf_counter()
        snapshot.versions()
        taken.append(time.perf_counter() - begun)
    return 1000 * median(taken)


@dataclass(frozen=True)
class Starts:
    """Median seconds from the command to the first page, of ours and of a bare app; ours' MiB."""

    ours: float
    bare: float
    memory: int


def starts(ours: Path, bare: Path, url: str, log: Path, rounds: int) -> Starts:
    """Start both by turns, on a store that is filled and published."""
    taken: tuple[list[float], list[float]] = ([], [])
    memory = 0
    for _ in range(rounds):
        for script, kept in zip((ours, bare), taken, strict=True):
            with server(script, url, log) as started:
                kept.append(started.seconds)
                memory = max(memory, started.peak_memory)
    return Starts(median(taken[0]), median(taken[1]), memory)


def first_start(ours: Path, url: str, log: Path) -> float:
    """Seconds to the first page of the start that publishes the protected figures."""
    with server(ours, url, log) as started:
        return started.seconds
