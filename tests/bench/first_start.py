"""From the command in a fresh clone to the first page with all its figures, and once more."""

from collections.abc import Iterator
from pathlib import Path

from tests.bench.screens import APP
from tests.bench.server import server
from tests.bench.table import Line, number

FIRST, SECOND = 8.0, 3.0  # seconds, on two idle cores


def first_start(url: str, folder: Path) -> Iterator[Line]:
    """The start that fills an empty store, and the next one. The store is empty before."""
    for name, gate in (("Första starten, s", FIRST), ("Andra starten, s", SECOND)):
        with server(APP, url, folder / "server.log") as started:
            more = f"processortid {number(started.processor())} s"
            yield Line(name, started.seconds, gate, more=more)
