"""Figures over units and target groups: exactly, and as anybody in the steering group may see."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from data import frames
from data.published.facts import Protection
from metrics.catalogue import FIGURES, Figure
from metrics.disclosure import protect_again, protect_part
from metrics.facts import Facts, Rules
from metrics.periods import add_months, month, months, quarters

MONTHS_KEPT = 48
HOLD = {"month": 12, "quarter": 4}
LEAST_WHOLE = 10  # a share of fewer gives its parts away


def periods_of(figure: Figure, facts: Facts, rules: Rules) -> list[date]:
    """The periods that a figure is shown for: those observed, at most MONTHS_KEPT months of them.

    Begins with the first month that has any row to count, or as many months after the first that
    is known of as the figure rests on; a figure without rows has no periods. Periods that are not
    settled are left out where the figure is never shown half.
    """
    asked = _all_periods(figure, facts)
    if figure.only_settled:
        asked = [p for p in asked if figure.settled_on(p, rules) <= facts.observed_until]
    if figure.months_back > 1 and asked:
        first = facts.support_months["month"].min()
        whole = first and add_months(first, figure.months_back - 1)
        asked = [p for p in asked if whole and p >= whole]
    counted = figure.count(facts, asked, rules) if asked else None
    if counted is None or counted.is_empty():
        return []
    return [p for p in asked if p >= counted["period"].min()]


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
    missing = [
        pl.lit(None, kind).alias(name)
        for name, kind in frames.FIGURES.items()
        if name not in cells.columns and name not in ("figure", "whole", "shown")
    ]
    return (
        cells.with_columns(*missing, figure=pl.lit(figure.key), whole=whole, shown=mark)
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
    sides_of: dict[str, pl.DataFrame] = {}
    for group in _protected_together():
        cells = {figure.key: _cells(figure, facts, rules) for figure in group}
        if any(rows.is_empty() for rows in cells.values()):
            continue
        first = group[0]
        of = before.filter(figure=_remembered(first))
        if first.part_of:
            if first.part_of.figure not in sides_of:
                continue
            shown, pattern = protected_part(group, cells, sides_of[first.part_of.figure], how, of)
        elif first.is_share:
            shown, pattern, sides_of[first.key] = _protected_share(first, cells[first.key], how, of)
        else:
            shown, pattern = _protected_count(first, cells[first.key], how, of)
        figures.append(shown)
        hidden.append(pattern)
    return pl.concat(figures), pl.concat(hidden)


def _protected_together() -> list[list[Figure]]:
    """The figures, those that divide something between them as one; what is divided comes first."""
    groups: dict[str, list[Figure]] = {}
    for figure in sorted(FIGURES, key=lambda figure: figure.part_of is not None):
        groups.setdefault(_remembered(figure), []).append(figure)
    return list(groups.values())


def _remembered(figure: Figure) -> str:
    """Under which name what is hidden of a figure is remembered."""
    return (figure.part_of and figure.part_of.together) or figure.key


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
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The share, what is hidden of it, and its sides: those that are parts of it go by them."""
    sides = protect_again(
        _two_sides(cells),
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
    open_ = pl.all_horizontal("shown_part", "shown_rest", "shown_whole")
    figures = _shares(figure, cells, wide, open_, part="people_part", whole="people_whole")
    return figures, hidden_of(sides, figure=pl.lit(figure.key)), named


def protected_part(
    group: Sequence[Figure],
    cells: Mapping[str, pl.DataFrame],
    divided: pl.DataFrame,
    how: Protection,
    before: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Figures that divide a side of another figure between them, or one that takes a part of it.

    Reads:  cells of each; divided, the other figure's sides as they are published: period,
            unit_id, side, people, shown.
    Gives:  as protected_figures. The other figure's grid stays as it is.
    """
    of, first = group[0].part_of, group[0]
    periods = pl.col("period").is_in(cells[first.key]["period"].unique().implode())
    wholes = divided.filter(periods, pl.col("side") == of.side)
    if of.together:
        counts = pl.concat(
            _by_unit(rows).select("period", "unit_id", side=pl.lit(key), people="part")
            for key, rows in cells.items()
        )
    else:
        counts = _two_sides(cells[first.key])
    sides = protect_part(
        counts,
        ("unit_id", "side"),
        "people",
        apart="period",
        wholes=wholes.select("period", "unit_id", "shown"),
        before=before,
        k=how.least_shown,
        knows=how.knows is not None,
        hold=HOLD[first.cadence],
    )
    below = divided.filter(periods, pl.col("side") == of.per).select(
        "period", "unit_id", below="people", shown_below="shown"
    )
    told = sides.drop_nulls("side").pivot(
        "side", index=["period", "unit_id"], values=["people", "shown"]
    )
    told = told.join(below, on=["period", "unit_id"], how="left", nulls_equal=True)
    figures = []
    for figure in group:
        names = [figure.key] if of.together else ["part", "rest"]
        open_ = pl.all_horizontal("shown_below", *(f"shown_{name}" for name in names))
        part = f"people_{names[0]}"
        figures.append(_shares(figure, cells[figure.key], told, open_, part=part, whole="below"))
    return pl.concat(figures), hidden_of(sides, figure=pl.lit(_remembered(first)))


def _by_unit(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.group_by("period", "unit_id").agg(pl.col("part", "whole").sum())


def _two_sides(cells: pl.DataFrame) -> pl.DataFrame:
    """A figure's part and the rest of its whole, by unit."""
    by_unit = _by_unit(cells).with_columns(rest=pl.col("whole") - pl.col("part"))
    return by_unit.unpivot(
        ["part", "rest"], index=["period", "unit_id"], variable_name="side", value_name="people"
    )


def _shares(
    figure: Figure,
    cells: pl.DataFrame,
    told: pl.DataFrame,
    is_open: pl.Expr,
    *,
    part: str,
    whole: str,
) -> pl.DataFrame:
    """Shares by unit, shown where they are open and the whole is nobody or at least ten."""
    settled = cells.select("period", "provisional").unique()
    enough = (pl.col(whole) == 0) | (pl.col(whole) >= LEAST_WHOLE)
    shown = (is_open & enough).fill_null(False)
    rows = told.join(settled, on="period", how="left").select(
        "period",
        "unit_id",
        "provisional",
        pl.lit(None, pl.String).alias("target_group"),
        pl.when(shown).then(part).alias("part"),
        pl.when(shown).then(whole).alias("whole"),
        shown.alias("shown"),
    )
    return _shaped(figure, rows, pl.col("shown")).sort("period", "unit_id", nulls_last=True)
