"""Frames of the store, shared by every session and read again only when their area has changed.

Nothing here is narrowed to a viewer: only data.reader and data.published may use it.
"""

from collections.abc import Sequence
from itertools import count
from threading import Lock

import polars as pl
from sqlalchemy import Engine

from data.store import reading
from data.store.fetch import read_each
from data.store.sources import SOURCES

VERSIONS = "SELECT area, version FROM area_versions"
_numbers = count(1)


class Snapshot:
    """The frames of one store: call `versions()` once per rerun, then `frame(name, versions)`."""

    def __init__(self, engine: Engine):
        self.engine = engine
        # for single queries: Postgres takes as long to begin and end a transaction as to answer
        is_lite = engine.dialect.name == "sqlite"
        self._asked = engine if is_lite else engine.execution_options(isolation_level="AUTOCOMMIT")
        self.number = next(_numbers)
        self._kept: dict[str, tuple[int, pl.DataFrame]] = {}
        self._lock = Lock()

    def versions(self) -> dict[str, int]:
        """The version of every area, now."""
        with reading(self._asked) as connection:
            return dict(connection.exec_driver_sql(VERSIONS).all())

    def frame(self, name: str, versions: dict[str, int]) -> pl.DataFrame:
        """A frame of SOURCES, not older than these versions."""
        return self.frames((name,), versions)[name]

    def frames(self, names: Sequence[str], versions: dict[str, int]) -> dict[str, pl.DataFrame]:
        """Several of them, by name. Those that must be read are read over one connection."""
        if self._behind(names, versions):
            with self._lock:
                behind = {SOURCES[n][2]: n for n in self._behind(names, versions)}
                shapes = {source: SOURCES[name][1] for source, name in behind.items()}
                for source, frame in read_each(self.engine, shapes).items():
                    name = behind[source]
                    self._kept[name] = (versions[SOURCES[name][0]], frame)
        return {name: self._kept[name][1] for name in names}

    def _behind(self, names: Sequence[str], versions: dict[str, int]) -> list[str]:
        """The names of those that are not cached, or are older than these versions."""
        never = (-1, None)
        return [n for n in names if self._kept.get(n, never)[0] < versions[SOURCES[n][0]]]
