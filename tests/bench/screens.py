"""Every page of a running server against the same frame around nothing, on one store."""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from data.published import catch_up
from data.store.snapshot import Snapshot
from tests.bench import measure, place
from tests.bench.drawn import drawn
from tests.bench.measure import Pair, milliseconds, most_messages
from tests.bench.server import ROOT, Server, server
from tests.bench.table import Line, number
from tests.bench.visit import Load

APP, WITH_EMPTY = ROOT / "app.py", ROOT / "tests" / "bench" / "empty_app.py"
# what stands behind a first page, and what charts and tables are drawn with: ours waits with those
LIBRARIES = "altair, pandas, polars, sqlmodel"
FOR_POSTGRES = "adbc_driver_postgresql, psycopg"
WARM = 5  # seconds until a server has imported what it draws with
BARE_APP = "import {libraries}\nimport streamlit as st\n\napp = st.App({script!r})\n"
READERS = (1, 10)


def pages(
    url: str, folder: Path, cases: int, of: str, chosen: argparse.Namespace
) -> Iterator[Line]:
    """Ratios, messages, starts and memory of a store that is filled and published here."""
    log = folder / "server.log"
    engine = place.build(url, cases)
    published = _published(engine)
    starts = measure.starts(APP, _bare_app(folder, url), url, log, rounds=3)
    with server(WITH_EMPTY, url, log) as started:
        time.sleep(WARM)
        every = _pairs(started, chosen)
        lines = drawn(started.port, chosen.rounds)
        changes = measure.changes(started.port, engine, rounds=5)
        memory = started.peak_memory
    asked = measure.versions(engine) / min(milliseconds(pair.empty, 0.5) for pair in every)
    engine.dispose()
    lines = [*(line for pair in every for line in _ratios(pair)), *lines]
    lines += [_messages(pair) for pair in every[: len(measure.PAGES)]]
    lines += [Line("Fråga om versioner ÷ tom omkörning", asked, 0.05, 0.01)]
    lines += [Line(f"{page}, först efter en ändring ÷ tom", took) for page, took in changes.items()]
    lines += [
        Line("Start till första sida ÷ tom app", starts.ours / starts.bare, 1.6, 1.2),
        Line("Start till första sida, s", starts.ours, more=f"tom app {number(starts.bare)}"),
        Line("Publicera alla siffror, s", published),
        Line("Minne som mest, MiB", memory, more=f"efter start {number(starts.memory)}"),
    ]
    yield from (line.of(of) for line in lines)


def _published(engine: Engine) -> float:
    """Seconds to make and store the protected figures once."""
    begun = time.perf_counter()
    catch_up(Snapshot(engine))
    return time.perf_counter() - begun


def _pairs(started: Server, chosen: argparse.Namespace) -> list[Pair]:
    every = []
    for readers in READERS:
        every += measure.pairs(started, Load(readers, chosen.seconds), chosen.rounds)
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


def _bare_app(folder: Path, url: str) -> Path:
    """An app of one page with nothing on it, but with the libraries that ours reads."""
    script = folder / "nothing.py"
    script.write_text("")
    app = folder / "bare.py"
    libraries = LIBRARIES if url.startswith("sqlite") else f"{LIBRARIES}, {FOR_POSTGRES}"
    app.write_text(BARE_APP.format(libraries=libraries, script=str(script)))
    return app
