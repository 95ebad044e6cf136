"""Figures over units and target groups: exactly, and as anybody in the steering group may see."""

from collections.abc import Mapping, Sequence

import polars as pl

from data.published.by_group import sides_by_group
from data.published.by_person import UNKNOWN, WAYS, facts_by, protected_by_person
from data.published.facts import Protection
from data.published.measured import MEASURES, measured, protected_measures
from data.published.shapes import (
    LEAST_WHOLE,
    Counted,
    counted,
    crossed,
    hidden_of,
    shaped,
)
from data.store import frames
from metrics.catalogue import COUNTED, FromFacts
from metrics.disclosure import protect_again, protect_part
from metrics.facts import Facts, Rules

FROM_FACTS = tuple(figure for figure in COUNTED if isinstance(figure, FromFacts))


def exact_figures(
    facts: Facts, units: frozenset[int], rules: Rules, figures: Sequence[FromFacts] = FROM_FACTS
) -> pl.DataFrame:
    """Figures of some followed units, exactly, shaped as frames.FIGURES.

    One row a figure, period, unit and target group, with the margin over target groups; a cell
    without rows is 0, 0 of 0 for a share. Only for a viewer with the right to the units' cases.
    """
    if not units:
        return frames.FIGURES.to_frame()
    return pl.concat(_exact(figure, facts, rules) for figure in figures).filter(
        pl.col("unit_id").is_in(list(units))
    )


def _exact(figure: FromFacts, facts: Facts, rules: Rules) -> pl.DataFrame:
    made = counted(figure, facts, rules)
    if figure.kind in MEASURES:
        return shaped(figure, measured(figure, made), shown=True)
    cells = _cells(made)
    margins = (
        cells.group_by("period", "unit_id", maintain_order=True)
        .agg(pl.col("part").sum(), pl.col("whole").sum(), pl.col("provisional").first())
        .with_columns(target_group=pl.lit(None, pl.String))
    )
    of_groups = cells.drop_nulls("target_group")  # what is not kept by group has its margin only
    return shaped(figure, pl.concat([of_groups, margins], how="diagonal"), shown=True)


def _cells(made: Counted) -> pl.DataFrame:
    """The full cross of period, unit and target group, with 0 where nothing was counted."""
    full = crossed(made.rows, made.periods, ("unit_id", "target_group"), "part", "whole")
    return full.join(made.periods, on="period", maintain_order="left")


def protected_figures(
    facts: Facts, rules: Rules, how: Protection, before: pl.DataFrame | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every figure as anybody in the steering group may see it, and what of it is hidden.

    Counts by unit and target group with all margins. Shares by unit or by target group, never by
    both: part and rest are one table, and a share is shown when part, rest and whole are, and the
    whole is at least ten. A share that is a part of another has no target groups.

    Reads:  before, what was hidden when the figures were last made, as this function gave it.
    Gives:  the figures, shaped as frames.FIGURES; what is hidden, shaped as frames.HIDDEN.
    """
    before = frames.HIDDEN.to_frame() if before is None else before
    figures, hidden = [frames.FIGURES.to_frame()], [frames.HIDDEN.to_frame()]
    sides_of: dict[str, pl.DataFrame] = {}
    told_of: dict[str | None, pl.DataFrame] = {}
    facts_of = {way: facts_by(facts, way, rules) for way in WAYS}
    for group in _protected_together():
        first, made = group[0], {one.key: counted(one, facts, rules) for one in group}
        of = before.filter(figure=_remembered(first))
        if any(one.rows.is_empty() for one in made.values()):
            continue
        if first.kind in MEASURES:
            beside = told_of.get(first.beside)
            if first.beside and beside is None:
                continue
            shown, pattern = protected_measures(first, made[first.key], how, of, beside)
        else:
            cells = {key: _cells(one) for key, one in made.items()}
            divided = sides_of.get(first.part_of.figure) if first.part_of else None
            if first.part_of and divided is None:
                continue
            shown, pattern, sides = _protected(group, cells, divided, how, of)
            sides_of |= sides
            if first.by_person:
                made_by = {way: counted(first, facts_of[way], rules) for way in first.by_person}
                by_way = _by_person(first, made_by, sides[first.key], how, before)
                figures += [told for told, _ in by_way]
                hidden += [of_way for _, of_way in by_way]
        told_of[first.key] = shown
        figures.append(shown)
        hidden.append(pattern)
    return pl.concat(figures), pl.concat(hidden)


def _protected(
    group: Sequence[FromFacts],
    cells: Mapping[str, pl.DataFrame],
    divided: pl.DataFrame | None,
    how: Protection,
    before: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, pl.DataFrame]]:
    """Counts and shares that are protected as one: shown, hidden, and the sides of each."""
    if divided is not None:
        return protected_part(group, cells, divided, how, before)
    (figure,) = group
    one = _protected_share if figure.is_share else _protected_count
    shown, pattern, sides = one(figure, cells[figure.key], how, before)
    return shown, pattern, {figure.key: sides}


def _by_person(
    figure: FromFacts,
    made: Mapping[str, Counted],
    sides: pl.DataFrame,
    how: Protection,
    before: pl.DataFrame,
) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """The figure by sex and by age band, where anybody's is known."""
    whole = pl.when(pl.col("side") != "whole").then("side")
    by_unit = sides.with_columns(side=whole) if figure.is_share else sides
    return [
        protected_by_person(figure, one, way, by_unit, how, before)
        for way, one in made.items()
        if set(one.rows["target_group"]) - {UNKNOWN}
    ]


def _protected_together() -> list[list[FromFacts]]:
    """The figures, those that divide something between them as one; what is divided comes first.

    So does what another is beside.
    """
    groups: dict[str, list[FromFacts]] = {}
    for figure in sorted(FROM_FACTS, key=_depth):
        groups.setdefault(_remembered(figure), []).append(figure)
    return list(groups.values())


def _depth(figure: FromFacts) -> int:
    """How many figures, one under the other, a figure is a part of or beside."""
    above = figure.beside or (figure.part_of and figure.part_of.figure)
    return 1 + _depth(next(one for one in FROM_FACTS if one.key == above)) if above else 0


def _remembered(figure: FromFacts) -> str:
    """Under which name what is hidden of a figure is remembered."""
    return (figure.part_of and figure.part_of.together) or figure.key


def _protected_count(
    figure: FromFacts, cells: pl.DataFrame, how: Protection, before: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The count, what is hidden of it, and by unit as what parts of it go by."""
    final = cells.select("period", "provisional").unique()
    by = ("unit_id", "target_group")
    shown = protect_again(
        cells.select("period", *by, "part"),
        by=by,
        count="part",
        before=before,
        k=how.least_shown,
        apart="period",
        knows=how.knows,
        hold=figure.cadence.per_year,
    )
    figures = shaped(figure, shown.join(final, on="period", how="left"), pl.col("shown"))
    ordered = figures.sort("period", *by, nulls_last=True)
    sides = shown.filter(pl.col("target_group").is_null()).select(
        "period", "unit_id", "shown", side=pl.lit("part"), people="part"
    )
    return ordered, hidden_of(shown, figure=pl.lit(figure.key)), sides


def _protected_share(
    figure: FromFacts, cells: pl.DataFrame, how: Protection, before: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The share, what is hidden of it, and its sides: those that are parts of it go by them."""
    sides = protect_again(
        _two_sides(cells),
        by=("unit_id", "side"),
        count="people",
        before=before.filter(pl.col("target_group").is_null()),
        k=how.least_shown,
        apart="period",
        knows=how.knows,
        hold=figure.cadence.per_year,
    )
    open_ = pl.all_horizontal("shown_part", "shown_rest", "shown_whole")
    told, hidden = [sides], [hidden_of(sides, figure=pl.lit(figure.key))]
    if cells["target_group"].null_count() == 0:  # else it is not kept by target group
        by_group = sides_by_group(cells, sides, how, before, figure.cadence.per_year)
        told.append(by_group.filter(pl.col("unit_id").is_null()))
        hidden.append(hidden_of(by_group, figure=pl.lit(figure.key)))
    figures = pl.concat(
        _shares(figure, cells, _side_by_side(one), open_, part="people_part", whole="people_whole")
        for one in told
    )
    return figures, pl.concat(hidden), sides.with_columns(pl.col("side").fill_null("whole"))


def _side_by_side(sides: pl.DataFrame) -> pl.DataFrame:
    """One row for part, rest and whole."""
    named = sides.drop("secret").with_columns(pl.col("side").fill_null("whole"))
    index = [name for name in named.columns if name not in ("side", "people", "shown")]
    return named.pivot("side", index=index, values=["people", "shown"])


def protected_part(
    group: Sequence[FromFacts],
    cells: Mapping[str, pl.DataFrame],
    divided: pl.DataFrame,
    how: Protection,
    before: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, pl.DataFrame]]:
    """Figures that divide a side of another figure between them, or one that takes a part of it.

    Reads:  cells of each; divided, the other figure's sides as they are published: period,
            unit_id, side, people, shown.
    Gives:  as protected_figures, and the sides of each, that parts of it go by in their turn. The
            other figure's grid stays as it is.
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
        hold=first.cadence.per_year,
    )
    below = divided.filter(periods, pl.col("side") == of.per).select(
        "period", "unit_id", below="people", shown_below="shown"
    )
    told = sides.drop_nulls("side").pivot(
        "side", index=["period", "unit_id"], values=["people", "shown"]
    )
    told = told.join(below, on=["period", "unit_id"], how="left", nulls_equal=True)
    figures, named = [], {}
    for figure in group:
        names = [figure.key] if of.together else ["part", "rest"]
        named[figure.key] = _named_sides(sides, wholes, figure.key if of.together else None)
        open_ = pl.all_horizontal("shown_below", *(f"shown_{name}" for name in names))
        part = f"people_{names[0]}"
        figures.append(_shares(figure, cells[figure.key], told, open_, part=part, whole="below"))
    return pl.concat(figures), hidden_of(sides, figure=pl.lit(_remembered(first))), named


def _named_sides(sides: pl.DataFrame, wholes: pl.DataFrame, key: str | None) -> pl.DataFrame:
    """A part's sides as parts of it go by them; of one among several only its own and the whole."""
    columns = ("period", "unit_id", "side", "people", "shown")
    mine = sides.drop_nulls("side")
    if key is not None:
        mine = mine.filter(pl.col("side") == key).with_columns(side=pl.lit("part"))
    above = wholes.with_columns(side=pl.lit("whole"))
    return pl.concat([mine.select(columns), above.select(columns)])


def _by_unit(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.group_by("period", "unit_id").agg(pl.col("part", "whole").sum())


def _two_sides(cells: pl.DataFrame) -> pl.DataFrame:
    """A figure's part and the rest of its whole, by unit."""
    by_unit = _by_unit(cells).with_columns(rest=pl.col("whole") - pl.col("part"))
    return by_unit.unpivot(
        ["part", "rest"], index=["period", "unit_id"], variable_name="side", value_name="people"
    )


def _shares(
    figure: FromFacts,
    cells: pl.DataFrame,
    told: pl.DataFrame,
    is_open: pl.Expr,
    *,
    part: str,
    whole: str,
) -> pl.DataFrame:
    """Shares by unit or target group, shown where open and the whole is nobody or at least ten."""
    final = cells.select("period", "provisional").unique()
    enough = (pl.col(whole) == 0) | (pl.col(whole) >= LEAST_WHOLE)
    shown = (is_open & enough).fill_null(False)
    no_group = [pl.lit(None, pl.String).alias("target_group")] * ("target_group" not in told)
    rows = (
        told.with_columns(no_group)
        .join(final, on="period", how="left")
        .select(
            "period",
            "unit_id",
            "provisional",
            "target_group",
            pl.when(shown).then(part).alias("part"),
            pl.when(shown).then(whole).alias("whole"),
            shown.alias("shown"),
        )
    )
    by = ("period", "unit_id", "target_group")
    return shaped(figure, rows, pl.col("shown")).sort(by, nulls_last=True)
