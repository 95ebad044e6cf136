"""Figures over units and target groups: exactly, and as anybody in the steering group may see."""

from datetime import date

import polars as pl

from data import frames
from data.published.facts import Protection
from metrics.catalogue import FIGURES, Figure
from metrics.disclosure import protect_again
from metrics.facts import Facts, Rules
from metrics.periods import add_months, month, months, quarters

MONTHS_KEPT = 48
HOLD = {"month": 12, "quarter": 4}
LEAST_WHOLE = 10  # a share of fewer gives its parts away


def periods_of(figure: Figure, facts: Facts, rules: Rules) -> list[date]:
    """The periods that a figure is shown for: those observed, at most MONTHS_KEPT months of them.

    Begins with the first month that has any row to count; a figure without rows has no periods.
    """
    counted = figure.count(facts, _all_periods(figure, facts), rules)
    if counted.is_empty():
        return []
    return [p for p in _all_periods(figure, facts) if p >= counted["period"].min()]


def _all_periods(figure: Figure, facts: Facts) -> list[date]:
    last = month(facts.observed_until)
    first = add_months(last, 1 - MONTHS_KEPT)
    if figure.cadence == "quarter":
        whole = quarters(first, last)
        return whole if whole[0] >= first else whole[1:]
    return months(first, last)


def exact_figures(facts: Facts, units: frozenset[int], rules: Rules) -> pl.DataFrame:
    """Every figure of some followed units, exactly, shaped as frames.FIGURES.

    One row a figure, period, unit and target group, with the margin over target groups; a cell
    without rows is 0, 0 of 0 for a share. Only for a viewer with the right to the units' cases.
    """
    if not units:
        return frames.FIGURES.to_frame()
    parts = []
    for figure in FIGURES:
        cells = _cells(figure, facts, rules).filter(pl.col("unit_id").is_in(list(units)))
        margins = (
            cells.group_by("period", "unit_id", maintain_order=True)
            .agg(pl.col("part").sum(), pl.col("whole").sum(), pl.col("provisional").first())
            .with_columns(target_group=pl.lit(None, pl.String))
        )
        parts.append(_shaped(figure, pl.concat([cells, margins], how="diagonal"), shown=True))
    return pl.concat(parts)


def _cells(figure: Figure, facts: Facts, rules: Rules) -> pl.DataFrame:
    """The full cross of period, unit and target group, with 0 where nothing was counted."""
    periods = periods_of(figure, facts, rules)
    counted = figure.count(facts, periods, rules)
    keys = ["period", "unit_id", "target_group"]
    cross = (
        _settled(figure, facts, periods, rules)
        .join(counted.select("unit_id").unique(), how="cross")
        .join(counted.select("target_group").unique(), how="cross")
    )
    return (
        cross.join(counted, on=keys, how="left")
        .with_columns(pl.col("part", "whole").fill_null(0))
        .sort(keys)
    )


def _settled(figure: Figure, facts: Facts, periods: list[date], rules: Rules) -> pl.DataFrame:
    """Each period with whether it is provisional: not final by the last day known of."""
    final = [figure.settled_on(period, rules) <= facts.observed_until for period in periods]
    return pl.DataFrame(
        {"period": periods, "provisional": [not is_final for is_final in final]},
        schema={"period": pl.Date, "provisional": pl.Boolean},
    )


def _shaped(figure: Figure, cells: pl.DataFrame, shown: pl.Expr | bool) -> pl.DataFrame:
    whole = pl.col("whole") if figure.is_share else pl.lit(None, pl.Int64)
    mark = pl.lit(shown) if isinstance(shown, bool) else shown
    return (
        cells.with_columns(figure=pl.lit(figure.key), whole=whole, shown=mark)
        .select(frames.FIGURES.names())
        .cast(dict(frames.FIGURES))
    )


def protected_figures(
    facts: Facts, rules: Rules, how: Protection, before: pl.DataFrame | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every figure as anybody in the steering group may see it, and what of it is hidden.

    Counts by unit and target group with all margins. Shares by unit alone: part and rest are one
    table, and a share is shown when part, rest and whole are, and the whole is at least ten.

    Reads:  before, what was hidden when the figures were last made, as this function gave it.
    Gives:  the figures, shaped as frames.FIGURES; what is hidden, shaped as frames.HIDDEN.
    """
    before = frames.HIDDEN.to_frame() if before is None else before
    figures, hidden = [frames.FIGURES.to_frame()], [frames.HIDDEN.to_frame()]
    for figure in FIGURES:
        cells = _cells(figure, facts, rules)
        if cells.is_empty():
            continue
        protected = _protected_share if figure.is_share else _protected_count
        shown, pattern = protected(figure, cells, how, before.filter(figure=figure.key))
        figures.append(shown)
        hidden.append(pattern)
    return pl.concat(figures), pl.concat(hidden)


def _protected_count(
    figure: Figure, cells: pl.DataFrame, how: Protection, before: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    settled = cells.select("period", "provisional").unique()
    by = ("unit_id", "target_group")
    shown = protect_again(
        cells.select("period", *by, "part"),
        by=by,
        count="part",
        before=before,
        k=how.least_shown,
        apart="period",
        knows=how.knows,
        hold=HOLD[figure.cadence],
    )
    figures = _shaped(figure, shown.join(settled, on="period", how="left"), pl.col("shown"))
    ordered = figures.sort("period", *by, nulls_last=True)
    return ordered, hidden_of(shown, figure=pl.lit(figure.key))


def hidden_of(shown: pl.DataFrame, **said: pl.Expr) -> pl.DataFrame:
    """What is hidden of protected figures, shaped as frames.HIDDEN."""
    hidden = shown.filter(~pl.col("shown")).with_columns(**said)
    missing = [pl.lit(None, kind).alias(n) for n, kind in frames.HIDDEN.items() if n not in hidden]
    return hidden.with_columns(missing).select(frames.HIDDEN.names()).cast(dict(frames.HIDDEN))


def _protected_share(
    figure: Figure, cells: pl.DataFrame, how: Protection, before: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    settled = cells.select("period", "provisional").unique()
    by_unit = cells.group_by("period", "unit_id").agg(pl.col("part", "whole").sum())
    two_sides = by_unit.with_columns(rest=pl.col("whole") - pl.col("part")).unpivot(
        ["part", "rest"], index=["period", "unit_id"], variable_name="side", value_name="people"
    )
    sides = protect_again(
        two_sides,
        by=("unit_id", "side"),
        count="people",
        before=before,
        k=how.least_shown,
        apart="period",
        knows=how.knows,
        hold=HOLD[figure.cadence],
    )
    named = sides.with_columns(pl.col("side").fill_null("whole"))
    wide = named.pivot("side", index=["period", "unit_id"], values=["people", "shown"])
    enough = (pl.col("people_whole") == 0) | (pl.col("people_whole") >= LEAST_WHOLE)
    open_ = pl.col("shown_part") & pl.col("shown_rest") & pl.col("shown_whole") & enough
    figures = _shaped(
        figure,
        wide.join(settled, on="period", how="left").select(
            "period",
            "unit_id",
            "provisional",
            pl.lit(None, pl.String).alias("target_group"),
            pl.when(open_).then("people_part").alias("part"),
            pl.when(open_).then("people_whole").alias("whole"),
            open_.fill_null(False).alias("shown"),
        ),
        pl.col("shown"),
    ).sort("period", "unit_id", nulls_last=True)
    return figures, hidden_of(sides, figure=pl.lit(figure.key))
