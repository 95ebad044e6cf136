"""The places that a running demonstration still lacks, filled by a process of its own."""

import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Engine

from data import demo

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "data.demo", "fill")
PATIENCE = 5  # seconds for the process to end when the server does


class Filling:
    """The filling of a store that begins behind a server which answers already.

    A process, since a thread would share its processor with those who read. It stores one place at
    a time, whole; where it ends early, the next start goes on.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self, engine: Engine) -> None:
        """Begin to fill what is missing, if anything is."""
        if demo.missing(engine):
            self._process = subprocess.Popen(COMMAND, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - our own

    def end(self) -> None:
        """End with the server: what is not stored yet is left to the next start."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE)

    def awaited(self, codes: Collection[str]) -> dict[str, str]:
        """The places that are still to come, code -> name, given the codes that are there."""
        if self._process is None:
            return {}
        return {place.CODE: place.NAME for place in demo.PLACES if place.CODE not in codes}

    @property
    def has_failed(self) -> bool:
        """Whether the filling ended before it was done: what is missing does not come by itself."""
        return self._process is not None and self._process.poll() not in (None, 0)
