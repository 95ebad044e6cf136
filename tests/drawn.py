"""Frames drawn as text, so that a test reads as a worked example."""

from collections.abc import Callable
from datetime import date, datetime

import polars as pl


def drawn(drawing: str, **kinds: type[pl.DataType]) -> pl.DataFrame:
    """Read a drawing into a frame: a line of names, then a line a row; '.' is null.

    A column takes the type that all its cells are written as: 3, 0.5, true, 2026-01-31,
    2026-01-31T08:00Z (a moment in UTC), else text. One without cells takes it from `kinds`; else
    it is a day when its name ends in _on, and text when not.

    >>> drawn('''
    ...     case_id  closed_on
    ...     1        2026-01-31
    ...     2        .
    ... ''').schema
    Schema([('case_id', Int64), ('closed_on', Date)])
    """
    names, *rows = (line.split() for line in drawing.strip().splitlines())
    assert all(len(row) == len(names) for row in rows), "a row has more or fewer cells than names"
    return pl.DataFrame(
        [_column(name, [row[i] for row in rows], kinds) for i, name in enumerate(names)]
    )


def _column(name: str, cells: list[str], kinds: dict[str, type[pl.DataType]]) -> pl.Series:
    written = [cell for cell in cells if cell != "."]
    if not written:
        kind = kinds.get(name, pl.Date if name.endswith("_on") else pl.String)
        return pl.Series(name, [None] * len(cells), dtype=kind)
    read = next(read for read in _READERS if _reads(read, written))
    return pl.Series(name, [None if cell == "." else read(cell) for cell in cells])


def _yes_or_no(text: str) -> bool:
    return {"true": True, "false": False}[text]


def _reads(read: Callable, cells: list[str]) -> bool:
    try:
        return [read(cell) for cell in cells] != []
    except (ValueError, KeyError):
        return False


_READERS = (int, float, _yes_or_no, date.fromisoformat, datetime.fromisoformat, str)
