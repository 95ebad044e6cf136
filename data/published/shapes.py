"""What all published figures have in common: periods, shape, and how hidden cells are stored."""

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
    """The rows that a figure's function has counted, and the periods, provisional or not."""

    rows: pl.DataFrame
    periods: pl.DataFrame  # period, provisional


def counted(figure: FromFacts, facts: Facts, rules: Rules) -> Counted:
    """A figure counted for the periods that it is shown for, at most those that its cadence keeps.

    They begin with the first period that has a row. A figure that rests on several months
    (months_back) begins no earlier than that many months into the facts. A first period that lies
    further back than MONTHS_KEPT is left out: the facts may begin in the middle of it. Periods that
    are not final are left out if the cadence says only_settled. There are no periods if nothing is
    counted, or if what the figure reads is empty.
    """
    candidates = [] if lacking(figure, facts) else _all_periods(figure, facts)
    if figure.cadence.only_settled:
        candidates = [p for p in candidates if figure.settled_on(p, rules) <= facts.observed_until]
    if figure.months_back > 1 and candidates:
        first = earliest(facts.support_months["month"])
        whole = first and add_months(first, figure.months_back - 1)
        candidates = [p for p in candidates if whole and p >= whole]
    rows = figure.count(facts, candidates, rules)
    first = earliest(rows["period"])
    if first and first < _months_back(facts, MONTHS_KEPT):
        first = add_months(first, figure.cadence.months)
    kept = [p for p in candidates if first and p >= first]
    return Counted(rows.filter(pl.col("period").is_in(kept)), _settled(figure, facts, kept, rules))


def lacking(figure: Figure, facts: Facts) -> list[str]:
    """The frames and columns that a figure reads and that are empty in these facts."""
    return [name for name in figure.reads if not _is_there(facts, *name.split("."))]


def _is_there(facts: Facts, frame: str, column: str | None = None) -> bool:
    rows = getattr(facts, frame)
    return rows.height > (rows[column].null_count() if column else 0)


def _all_periods(figure: Figure, facts: Facts) -> list[date]:
    first = _months_back(facts, figure.cadence.kept)
    whole = periods(figure.cadence.name, first, month(facts.observed_until))
    return whole if whole[0] >= first else whole[1:]


def _months_back(facts: Facts, count: int) -> date:
    """The first of `count` months, the last of which is that of the last day the facts cover."""
    return add_months(month(facts.observed_until), 1 - count)


def _settled(figure: Figure, facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """period, provisional: whether it is not final on the last day that the facts cover."""
    final = [figure.settled_on(period, rules) <= facts.observed_until for period in periods]
    return pl.DataFrame(
        {"period": periods, "provisional": [not is_final for is_final in final]},
        schema={"period": pl.Date, "provisional": pl.Boolean},
    )


def shaped(figure: Figure, cells: pl.DataFrame, shown: pl.Expr | bool) -> pl.DataFrame:
    """A figure's rows shaped as frames.FIGURES; columns that they lack are null."""
    mark = pl.lit(shown) if isinstance(shown, bool) else shown
    named = cells.with_columns(figure=pl.lit(figure.key), shown=mark)
    if figure.kind == "count":
        named = named.with_columns(whole=pl.lit(None, pl.Int64))
    return frames.shaped_as(frames.FIGURES, named)


def hidden_of(name: str, cells: pl.DataFrame) -> pl.DataFrame:
    """The hidden ones of protected cells, to be remembered under a name: as frames.HIDDEN."""
    hidden = cells.filter(~pl.col("shown")).with_columns(figure=pl.lit(name))
    return frames.shaped_as(frames.HIDDEN, hidden)
