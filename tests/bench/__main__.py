"""Measure every page against an empty one in the same frame:  python -m tests.bench

A store of its own with some 10 000 cases, servers of its own on free ports; nothing else is
touched. Ratios hold where milliseconds do not. Exits 1 when a gate is broken. Linux only.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.bench import measure, place
from tests.bench.measure import Pair, milliseconds, most_messages
from tests.bench.server import ROOT, Server, server
from tests.bench.table import Line, number, table
from tests.bench.visit import Load

APP, WITH_EMPTY = ROOT / "app.py", ROOT / "tests" / "bench" / "empty_app.py"
LIBRARIES = "adbc_driver_manager, alembic, altair, pandas, polars, scipy.special, sqlmodel"
BARE_APP = f"import {LIBRARIES}\nimport streamlit as st\n\napp = st.App({{script!r}})\n"
MARKDOWN = """# Hastighet

`python -m tests.bench --markdown` skrev tabellen: {cases} ärenden och {events} händelser i SQLite,
{cores} kärnor. Varje sida mäts omväxlande mot samma ram utan innehåll: samma meny, filter och
behörighet. Kvoterna håller från en maskin till en annan, millisekunderna gör det inte.

"""


def main(words: list[str]) -> int:
    """Measure, write the table; 1 when a gate is broken."""
    chosen = _options().parse_args(words)
    if os.getloadavg()[0] > os.cpu_count() / 2:
        _tell("Maskinen är upptagen av annat: p95 säger inte mycket, processortiden mer.")
    with tempfile.TemporaryDirectory(prefix="lagesbild-bench") as folder:
        lines, (cases, events) = _measured(Path(folder), chosen)
    if chosen.markdown:
        said = {"cases": number(cases), "events": number(events), "cores": os.cpu_count()}
        sys.stdout.write(MARKDOWN.format(**said))
    sys.stdout.write(table(lines))
    return int(any(line.is_broken for line in lines))


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("--rounds", type=int, default=8, help="how many times each pair is run")
    options.add_argument("--seconds", type=float, default=0.6, help="how long each side is run")
    options.add_argument("--meeting", action="store_true", help="50 readers with 5 s pauses too")
    options.add_argument("--markdown", action="store_true", help="with words, for docs/")
    return options


def _measured(folder: Path, chosen: argparse.Namespace) -> tuple[list[Line], tuple[int, int]]:
    url, log = f"sqlite:///{folder / 'store.sqlite'}", folder / "server.log"
    engine = place.build(url)
    _tell("Databasen är fylld.")
    first = measure.first_start(APP, url, log)
    starts = measure.starts(APP, _bare_app(folder), url, log, rounds=3)
    _tell("Starterna är mätta.")
    with server(WITH_EMPTY, url, log) as started:
        every = _pairs(started, chosen)
        changes = measure.changes(started.port, engine, rounds=5)
        memory = started.peak_memory
    lines = [line for pair in every for line in _ratios(pair)]
    lines += [_messages(pair) for pair in every[: len(measure.PAGES)]]
    asked = measure.versions(engine) / min(milliseconds(pair.empty, 0.5) for pair in every)
    lines += [Line("Fråga om versioner ÷ tom omkörning", asked, 0.05, 0.01)]
    lines += [Line(f"{page}, först efter en ändring ÷ tom", took) for page, took in changes.items()]
    lines += [
        Line("Start till första sida ÷ tom app", starts.ours / starts.bare, 1.6, 1.2),
        Line("Start till första sida, s", starts.ours, more=f"tom app {number(starts.bare)}"),
        Line("Första starten, som publicerar, s", first),
        Line("Minne som mest, MiB", memory, more=f"efter start {number(starts.memory)}"),
    ]
    return lines, place.size(engine)


def _pairs(started: Server, chosen: argparse.Namespace) -> list[Pair]:
    every = []
    for readers in (1, 10):
        every += measure.pairs(started, Load(readers, chosen.seconds), chosen.rounds)
        _tell(f"{readers} läsare är mätta.")
    if chosen.meeting:
        every += measure.pairs(started, Load(50, 20.0, pause=5.0), rounds=2)
    return every


def _ratios(pair: Pair) -> list[Line]:
    """p95 is what is held to. p50 and processor time are too, since noise hides less in them."""
    name, gate = f"{pair.page} ÷ tom, {pair.load.readers} läsare", 3.5 if pair.load.pause else 3.0
    lines = [
        Line(
            f"{name}, p{share * 100:.0f}",
            pair.ratio(share),
            gate,
            1.5,
            f"{number(milliseconds(pair.full, share))} ms mot "
            f"{number(milliseconds(pair.empty, share))}",
        )
        for share in (0.95, 0.5)
    ]
    return [*lines, Line(f"{name}, processortid", pair.ratio_of_processor, gate, 1.5)]


def _messages(pair: Pair) -> Line:
    empty = number(most_messages(pair.empty))
    return Line(f"Meddelanden, {pair.page}", most_messages(pair.full), 40, 14, f"varav ram {empty}")


def _bare_app(folder: Path) -> Path:
    """An app of one page with nothing on it, but with the libraries that ours reads."""
    script = folder / "nothing.py"
    script.write_text("")
    app = folder / "bare.py"
    app.write_text(BARE_APP.format(script=str(script)))
    return app


def _tell(said: str) -> None:
    sys.stderr.write(f"{said}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
