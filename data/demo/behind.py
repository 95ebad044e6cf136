"""The places that a running demonstration still lacks, filled by a separate process."""

import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Engine

from data import demo

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "data.demo", "fill")
PATIENCE = 5  # seconds that the process has to end in when the server does


class Filling:
    """The filling of a store, in the background of a server that already answers.

    A process, since a thread would compete with the readers for the interpreter. It stores one
    whole place at a time; if it ends early, the next start goes on from there.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self, engine: Engine) -> None:
        """Start the process if any place is missing."""
        if demo.missing(engine):
            self._process = subprocess.Popen(COMMAND, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - our own

    def end(self) -> None:
        """Stop the process with the server; what is not stored is left to the next start."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE)

    def awaited(self, codes: Collection[str]) -> dict[str, str]:
        """The places still to come, code -> name, given the codes of those that are there."""
        if self._process is None:
            return {}
        return {place.CODE: place.NAME for place in demo.PLACES if place.CODE not in codes}

    @property
    def has_failed(self) -> bool:
        """Whether the process ended before it was done, so that the rest will not come."""
        return self._process is not None and self._process.poll() not in (None, 0)
