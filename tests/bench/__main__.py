"""Measure the app against what it is held to, as ratios:  python -m tests.bench

  figures   every figure against the same in DuckDB's SQL
  reading   the facts out of each kind of store against a bare fetch
  start     a demonstration's first start in an empty store, and its second
  publish   a city's figures protected and published, a new month, the demonstration's places
  pages     every page against an empty one in the same frame: reruns, click to drawn, starts, memory

Without a name all of it, at sizes that take about an hour. Stores and servers of its own on
free ports; nothing else is touched. Ratios hold where milliseconds do not. Exits 1 when a gate is
broken. Linux only.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.document import PARTS as PARTS_OF_ALL
from tests.bench.document import renewed, section
from tests.bench.figures import figures
from tests.bench.first_start import first_start
from tests.bench.place import build
from tests.bench.publishing import publishing
from tests.bench.reading import area
from tests.bench.screens import pages
from tests.bench.server import ROOT
from tests.bench.stores import KINDS, NAMES, empty_store
from tests.bench.table import Line, number

DOCS = ROOT / "docs" / "hastighet.md"
SIZES = (10_000, 100_000, 1_000_000)
MANY = SIZES[-1]  # each pair twice is enough: it takes long, and noise is little of it


def main(words: list[str]) -> int:
    """Measure, write the tables; 1 when a gate is broken."""
    chosen = _options().parse_args(words)
    if os.getloadavg()[0] > os.cpu_count() / 2:
        _tell("Maskinen är upptagen av annat: p95 säger inte mycket, processortiden mer.")
    parts = [chosen.part] if chosen.part else PARTS_OF_ALL
    measured = {part: list(_measured(part, chosen)) for part in parts}
    day, cores = datetime.now(UTC).date(), os.cpu_count() or 1
    sections = {part: section(part, lines, day, cores) for part, lines in measured.items()}
    if chosen.docs:
        before = DOCS.read_text(encoding="utf-8") if DOCS.exists() else ""
        DOCS.write_text(renewed(before, sections), encoding="utf-8")
    sys.stdout.write("\n".join(sections.values()))
    return int(any(line.is_broken for lines in measured.values() for line in lines))


def _options() -> argparse.ArgumentParser:
    form = argparse.RawDescriptionHelpFormatter
    options = argparse.ArgumentParser("python -m tests.bench", None, __doc__, formatter_class=form)
    options.add_argument("part", nargs="?", choices=PARTS_OF_ALL, help="one part alone")
    options.add_argument("--cases", type=int, nargs="+", help="how many cases, instead of its own")
    options.add_argument("--stores", nargs="+", choices=KINDS, help="in which kinds of store")
    options.add_argument("--rounds", type=int, default=8, help="how many times each pair is run")
    options.add_argument("--seconds", type=float, default=0.6, help="how long each side of pages")
    options.add_argument("--meeting", action="store_true", help="50 readers with 5 s pauses too")
    options.add_argument("--docs", action="store_true", help=f"renew {DOCS.relative_to(ROOT)} too")
    return options


def _measured(part: str, chosen: argparse.Namespace) -> Iterator[Line]:
    if part in WITHOUT_SIZE:
        with _folder() as folder, empty_store("sqlite", folder) as url:
            yield from WITHOUT_SIZE[part](url, folder)
        return
    for cases in chosen.cases or SIZES:
        yield from PARTS[part](cases, chosen)
        _tell(f"{part}, {number(cases)} ärenden: mätt.")


def _figures(cases: int, chosen: argparse.Namespace) -> Iterator[Line]:
    yield from figures(cases, min(chosen.rounds, 2 if cases >= MANY else 5))


def _reading(cases: int, chosen: argparse.Namespace) -> Iterator[Line]:
    for kind in chosen.stores or KINDS:
        with _folder() as folder, empty_store(kind, folder) as url:
            engine = build(url, cases)
            rounds = min(chosen.rounds, 2 if cases >= MANY else 3)
            yield area(engine, f"{number(cases)} ärenden i {NAMES[kind]}", rounds)
            engine.dispose()


def _pages(cases: int, chosen: argparse.Namespace) -> Iterator[Line]:
    """In each kind of store. A meeting of 50 readers takes minutes: at one size, in the first."""
    kinds = chosen.stores or KINDS
    for kind in kinds:
        meets = chosen.meeting or (cases == SIZES[1] and kind == kinds[0])
        asked = argparse.Namespace(**vars(chosen) | {"meeting": meets})
        with _folder() as folder, empty_store(kind, folder) as url:
            of = f"{number(cases)} i {NAMES[kind]}"
            yield from pages(url, folder, cases, of, asked)


WITHOUT_SIZE = {"start": first_start, "publish": publishing}
PARTS: dict[str, Callable[[int, argparse.Namespace], Iterator[Line]]] = {
    "figures": _figures,
    "reading": _reading,
    "pages": _pages,
}


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="lb") as folder:
        yield Path(folder)


def _tell(said: str) -> None:
    sys.stderr.write(f"{said}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
