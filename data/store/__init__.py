"""The store: opening it, its tables' version, frames read from it, and the log of every change."""

from data.store.engine import (
    StoreError,
    new_id,
    open_store,
    reading,
    write_if_free,
    writing,
)
from data.store.migration import check_version, migrate, migrations

__all__ = [
    "StoreError",
    "check_version",
    "migrate",
    "migrations",
    "new_id",
    "open_store",
    "reading",
    "write_if_free",
    "writing",
]
