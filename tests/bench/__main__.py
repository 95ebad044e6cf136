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

from tests.bench.figures import figures
from tests.bench.first_start import first_start
from tests.bench.place import build
from tests.bench.publishing import publishing
from tests.bench.reading import area
from tests.bench.screens import pages
from tests.bench.server import ROOT
from tests.bench.stores import KINDS, NAMES, empty_store
from tests.bench.table import Line, number, table

DOCS = ROOT / "docs" / "hastighet.md"
SIZES = (10_000, 100_000, 1_000_000)
MANY = SIZES[-1]  # each pair twice is enough: it takes long, and noise is little of it
PARTS_OF_ALL = ("figures", "reading", "start", "publish", "pages")
WORDS = """# Hastighet

`python -m tests.bench --docs` skrev tabellerna den {day}: {cores} kärnor. Kvoterna håller från en
maskin till en annan, millisekunderna gör det inte. Fakta är påhittade och lika vid varje körning:
så många ärenden som står, och tio gånger så många händelser.

"""
OF_FIGURES = """## Siffror mot DuckDB

48 månader av varje nyckeltal, omväxlande räknade av programmet och i SQL av DuckDB med två trådar,
båda med sina fakta i minnet. Svaren är jämförda: de är lika. Gränsen gäller första sidans siffror
tillsammans.

"""
OF_READING = """## Läsning

Allt underlag för siffrorna, färdigt att räkna på, mot att bara hämta samma kolumner: i Postgres med
ADBC till Arrow, i SQLite med Pythons egen modul till rader.

"""
OF_START = """## Start

Från kommandot i en ny klon till Spånga-Tenstas första sida med alla siffror, och en gång till.
Gränserna gäller två lediga kärnor; processortiden håller också på en upptagen maskin.

"""
OF_PUBLISHING = """## Publicering

Att skydda och lagra alla siffror, i en process: en hel stad med 48 månader, samma stad när en månad
har kommit till, och demonstrationens orter ur sina fakta (de följer annars med färdiga).

"""
OF_PAGES = """## Sidor

Varje sida mäts omväxlande mot samma ram utan innehåll: samma meny, filter och behörighet.

"""
HEADINGS = {
    "figures": OF_FIGURES,
    "reading": OF_READING,
    "start": OF_START,
    "publish": OF_PUBLISHING,
    "pages": OF_PAGES,
}


def main(words: list[str]) -> int:
    """Measure, write the tables; 1 when a gate is broken."""
    chosen = _options().parse_args(words)
    if os.getloadavg()[0] > os.cpu_count() / 2:
        _tell("Maskinen är upptagen av annat: p95 säger inte mycket, processortiden mer.")
    parts = [chosen.part] if chosen.part else PARTS_OF_ALL
    measured = {part: list(_measured(part, chosen)) for part in parts}
    written = "\n".join(HEADINGS[part] + table(lines) for part, lines in measured.items())
    if chosen.docs:
        said = {"day": datetime.now(UTC).date(), "cores": os.cpu_count()}
        DOCS.write_text(WORDS.format(**said) + written, encoding="utf-8")
    sys.stdout.write(written)
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
    options.add_argument("--docs", action="store_true", help=f"write {DOCS.relative_to(ROOT)} too")
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
