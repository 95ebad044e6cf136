"""What every published figure has in common: its periods, its shape, what is hidden of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from data.store import frames
from metrics.catalogue import CADENCES, Figure, FromFacts
from metrics.facts import Facts, Rules
from metrics.lines import earliest
from metrics.periods import add_months, month, periods

MONTHS_KEPT = CADENCES["month"].kept


@dataclass(frozen=True)
class Counted:
    """What a figure's own function has counted, and for which periods, with how they stand."""

    rows: pl.DataFrame
    periods: pl.DataFrame  # period, provisional


def counted(figure: FromFacts, facts: Facts, rules: Rules) -> Counted:
    """A figure counted for the periods it is shown for: as many months as its cadence keeps.

    They begin with the first period that has any row, or as many months after the first that is
    known of as the figure rests on; a figure without rows, or without what it reads, has none. Of
    what lies further back than MONTHS_KEPT the first is left out: facts may begin in the midst of it.
    Periods that are not settled are left out where the figure is never shown half.
    """
    asked = [] if lacking(figure, facts) else _all_periods(figure, facts)
    if figure.cadence.only_settled:
        asked = [p for p in asked if figure.settled_on(p, rules) <= facts.observed_until]
    if figure.months_back > 1 and asked:
        first = earliest(facts.support_months["month"])
        whole = first and add_months(first, figure.months_back - 1)
        asked = [p for p in asked if whole and p >= whole]
    rows = figure.count(facts, asked, rules)
    first = earliest(rows["period"])
    if first and first < _months_back(facts, MONTHS_KEPT):
        first = add_months(first, figure.cadence.months)
    known = [p for p in asked if first and p >= first]
    return Counted(
        rows.filter(pl.col("period").is_in(known)), _settled(figure, facts, known, rules)
    )


def lacking(figure: Figure, facts: Facts) -> list[str]:
    """Which of the frames and columns that a figure reads have nothing in them."""
    return [name for name in figure.reads if not _is_there(facts, *name.split("."))]


def _is_there(facts: Facts, frame: str, column: str | None = None) -> bool:
    rows = getattr(facts, frame)
    return rows.height > (rows[column].null_count() if column else 0)


def _all_periods(figure: Figure, facts: Facts) -> list[date]:
    first = _months_back(facts, figure.cadence.kept)
    whole = periods(figure.cadence.name, first, month(facts.observed_until))
    return whole if whole[0] >= first else whole[1:]


def _months_back(facts: Facts, many: int) -> date:
    """The first of so many months that end with that of the last day known of."""
    return add_months(month(facts.observed_until), 1 - many)


def _settled(figure: Figure, facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Each period with whether it is provisional: not final by the last day known of."""
    final = [figure.settled_on(period, rules) <= facts.observed_until for period in periods]
    return pl.DataFrame(
        {"period": periods, "provisional": [not is_final for is_final in final]},
        schema={"period": pl.Date, "provisional": pl.Boolean},
    )


def shaped(figure: Figure, cells: pl.DataFrame, shown: pl.Expr | bool) -> pl.DataFrame:
    """Rows of a figure shaped as frames.FIGURES; columns that it lacks are null."""
    mark = pl.lit(shown) if isinstance(shown, bool) else shown
    named = cells.with_columns(figure=pl.lit(figure.key), shown=mark)
    if figure.kind == "count":
        named = named.with_columns(whole=pl.lit(None, pl.Int64))
    return frames.shaped_as(frames.FIGURES, named)


def hidden_of(name: str, cells: pl.DataFrame) -> pl.DataFrame:
    """What is hidden of protected cells, remembered under a name; shaped as frames.HIDDEN."""
    hidden = cells.filter(~pl.col("shown")).with_columns(figure=pl.lit(name))
    return frames.shaped_as(frames.HIDDEN, hidden)
