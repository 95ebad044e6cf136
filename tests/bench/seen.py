"""What somebody may see of made-up facts: figures with some cells hidden, a list, a plan, people."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import numpy as np
import polars as pl

from metrics.catalogue import COUNTED
from metrics.facts import Facts, Rules
from metrics.from_shown import KEYS, SHAPE, Shown
from metrics.periods import add_months, month, months
from tests.bench.facts import FIRST_MONTH, periods_of

MADE_OF = ("hushall", "langvarigt", "unga", "hallbart", "annat", "hallbart_12_av_6")
MADE_OF += ("annat_12_av_6", "parallella", "parallella_ovriga", "stod_arbete", "stod_studier")
BY_KEY = {figure.key: figure for figure in COUNTED}
STATES = ("remaining", "self_supporting", "other_reason", "unknown")
SAID = ("in_progress", "done", "cancelled")
HIDDEN = 0.2  # of the cells
SIZE, GOAL, STALE_AFTER = 150, 50, 35


def seen(facts: Facts, points: int = 40) -> Shown:
    """The same at every run for the same facts and so many points."""
    dice = np.random.default_rng(points)
    on = facts.observed_until
    rows = {key: _rows(dice, key, facts) for key in MADE_OF}
    every = [row.select(figure=pl.lit(key), period="period") for key, row in rows.items()]
    items = _items(dice, points, on)
    return Shown(
        rows=partial(_one, rows),
        periods=pl.concat(every).unique(),
        expected=_expected(dice, on),
        population=_population(dice, rows),
        ledger=_ledger(dice, on),
        size=SIZE,
        goal=GOAL,
        items=items,
        updates=_updates(dice, items, on),
        until=on,
        on=on,
        stale_after=STALE_AFTER,
    )


def _one(rows: dict[str, pl.DataFrame], key: str) -> pl.DataFrame:
    return rows[key]


def _rows(dice: np.random.Generator, key: str, facts: Facts) -> pl.DataFrame:
    """A figure's cells and the margins of its units and of all, a fifth of them hidden."""
    figure = BY_KEY[key]
    cells = figure.count(facts, periods_of(figure), Rules())
    summed = [
        cells.group_by(by).agg(pl.col("part", "whole").sum()) for by in (KEYS, KEYS[:2], KEYS[:1])
    ]
    told = pl.concat(summed, how="diagonal").sort(KEYS)
    kept = told.filter(pl.Series(dice.random(told.height) > 0.02))  # where there is nobody
    shown = pl.Series(dice.random(kept.height) >= HIDDEN)
    last = kept["period"].max()
    named = kept.with_columns(shown=shown, provisional=pl.col("period") == last)
    return (
        named.with_columns(pl.when("shown").then(pl.col("part", "whole")))
        .select(list(SHAPE))
        .cast(SHAPE)
    )


def _expected(dice: np.random.Generator, on: date) -> pl.DataFrame:
    rows = [
        (at, key, None if dice.random() < 0.1 else add_months(at, -int(dice.integers(0, 4))))
        for at in months(FIRST_MONTH, on)
        for key in MADE_OF
    ]
    kinds = {"month": pl.Date, "figure": pl.String, "period": pl.Date}
    return pl.DataFrame(rows, kinds, orient="row")


def _population(dice: np.random.Generator, rows: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Of every year, once with too few people, and once with two rows that reach a hundred."""
    most = int(rows["langvarigt"]["whole"].max() or 0)
    said = []
    for place, year in enumerate(range(FIRST_MONTH.year, FIRST_MONTH.year + 4)):
        many = most // 2 if place == 1 else most + int(dice.integers(1, 500))
        said += [(year, 0, 120, many), (year, 18, 25, most)]
        said += [(year, 0, 100, many + 7)] if place == 2 else []
    kinds = dict.fromkeys(("year", "from_age", "until_age", "people"), pl.Int64)
    return pl.DataFrame(said, kinds, orient="row")


def _ledger(dice: np.random.Generator, on: date) -> pl.DataFrame:
    """A list at days within months and at their ends, without reasons unknown at first."""
    days = sorted({on, *(FIRST_MONTH + timedelta(int(n)) for n in dice.integers(0, 400, 300))})
    rows = []
    for place, day in enumerate(days):
        parts = dice.multinomial(SIZE, (0.5, 0.3, 0.1, 0.1 if place > len(days) // 2 else 0.0))
        for state, many in zip(STATES, parts, strict=False):
            hidden = dice.random() < HIDDEN and many
            rows.append((day, state, None if hidden else int(many), not hidden))
    kinds = {"on": pl.Date, "state": pl.String, "members": pl.Int64, "shown": pl.Boolean}
    return pl.DataFrame(rows, kinds, orient="row")


def _items(dice: np.random.Generator, points: int, on: date) -> pl.DataFrame:
    first = add_months(month(on), -18)
    rows = []
    for item in range(points):
        decided = first + timedelta(int(dice.integers(0, 560)))
        due = None if dice.random() < 0.2 else decided + timedelta(int(dice.integers(0, 300)))
        unit = None if dice.random() < 0.3 else int(dice.integers(1, 4))
        rows.append((item, unit, due, decided, "chef"))
    kinds = {"item_id": pl.Int64, "unit_id": pl.Int64, "due_on": pl.Date, "decided_on": pl.Date}
    return pl.DataFrame(rows, kinds | {"responsible_function": pl.String}, orient="row")


def _updates(dice: np.random.Generator, items: pl.DataFrame, on: date) -> pl.DataFrame:
    rows = []
    for item, decided in items.select("item_id", "decided_on").rows():
        for seq in range(int(dice.integers(0, 5))):
            at = datetime(decided.year, decided.month, decided.day, tzinfo=UTC)
            at += timedelta(days=int(dice.integers(0, 200)), hours=int(dice.integers(0, 24)))
            rows.append((item, at, seq, str(dice.choice(SAID))))
    kinds = {"item_id": pl.Int64, "at": pl.Datetime("us", "UTC"), "seq": pl.Int64}
    return pl.DataFrame(rows, kinds | {"status": pl.String}, orient="row")
