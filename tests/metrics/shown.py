"""What is shown already, written by hand: what figures made of others are made of."""

from datetime import date

import polars as pl
from hypothesis import strategies as st

from metrics.catalogue import COUNTED
from metrics.from_shown import SHAPE, Shown
from metrics.periods import month

JUNE = date(2026, 6, 1)
ITEMS = {"item_id": pl.Int64, "unit_id": pl.Int64, "due_on": pl.Date, "decided_on": pl.Date}
ITEMS |= {"responsible_function": pl.String}
UPDATES = {
    "item_id": pl.Int64,
    "at": pl.Datetime("us", "UTC"),
    "seq": pl.Int64,
    "status": pl.String,
}
LEDGER = {"on": pl.Date, "state": pl.String, "members": pl.Int64, "shown": pl.Boolean}
PERIODS = {"figure": pl.String, "period": pl.Date}
EXPECTED = {"month": pl.Date, "figure": pl.String, "period": pl.Date}
POPULATION = {"year": pl.Int64, "from_age": pl.Int64, "until_age": pl.Int64, "people": pl.Int64}


def frame(shape: dict, rows) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=shape, orient="row")


def seen(rows: dict[str, list[tuple]] | None = None, **given) -> Shown:
    """What is seen: rows by figure are (period, unit, group, part, whole), shown and settled
    unless they say otherwise."""
    full = {
        key: frame(SHAPE, [(*row, *(True, False)[len(row) - 5 :]) for row in some])
        for key, some in (rows or {}).items()
    }
    nothing = {
        "population": frame(POPULATION, []),
        "periods": frame(PERIODS, []),
        "ledger": frame(LEDGER, []),
        "items": frame(ITEMS, []),
        "updates": frame(UPDATES, []),
        "size": None,
        "goal": None,
        "until": date(2026, 6, 15),
        "on": date(2026, 6, 15),
        "stale_after": 35,
        "expected": frame(EXPECTED, []),
    }
    return Shown(rows=lambda key: full.get(key, frame(SHAPE, [])), **nothing | given)


def told(key: str, of: Shown) -> list[tuple]:
    figure = next(figure for figure in COUNTED if figure.key == key)
    return figure.count(of).rows()


def a(year: int, number: int) -> date:
    return date(year, number, 1)


MONTHS = st.dates(date(2024, 1, 1), date(2026, 8, 1)).map(month)
