"""Figures that divide branches of the same people, as any viewer may see them: the whole first."""

from collections.abc import Mapping

import polars as pl

from data.published.facts import Protection
from data.published.shapes import hidden_of, shaped
from data.published.shares import Protected
from data.published.tables import crossed
from data.store import frames
from metrics.catalogue import COUNTED, Branches, FromFacts
from metrics.disclosure import protect_branches
from metrics.disclosure.branch_spans import OTHER, Spans
from metrics.disclosure.protection import LEAST_WHOLE
from metrics.longer import kept_as, published_by

FIGURES = {figure.key: figure for figure in COUNTED}
KEYS = ["period", "unit_id"]


def protected_branches(
    branches: Branches,
    cells: Mapping[str, pl.DataFrame],
    sides: Mapping[str, pl.DataFrame],
    how: Protection,
    before: pl.DataFrame,
    shown_before: pl.DataFrame,
) -> Protected:
    """The figures of branches, and those that are sums of them, by unit and for all units.

    Reads:  cells, key -> the cells of each figure that divides a branch; sides, key -> the sides of
            other figures as published;
            before, what was hidden of everything last time, shaped as frames.HIDDEN;
            shown_before, rows of the figures as they were last shown, shaped as frames.FIGURES:
            what they say stays known, as long as it is so.
    """
    table = _table(branches, cells)
    periods = pl.col("period").is_in(table["period"].unique().implode())
    made = protect_branches(
        table,
        wholes=_wholes(branches, sides).filter(periods),
        before=_remembered(branches, before),
        shown_before=_sides_shown(branches, shown_before),
        internal=[figures[0] for figures in branches.each if FIGURES[figures[0]].internal],
        spans=_spans(branches, table, before, shown_before),
        k=how.least_shown,
        knows=how.knows is not None,
        hold=_first(branches).cadence.per_year,
    )
    standing = {key: rows.select("period", "provisional").unique() for key, rows in cells.items()}
    figures = [
        shaped(FIGURES[key], rows.join(standing[at], on="period"), pl.col("shown"))
        for key, at, rows in _figures(branches, table, made.sides)
    ]
    years = [_by_year(branches, key, made.spans) for key in branches.by_year]
    shown, hidden = zip(*years, strict=True) if years else ((), ())
    return Protected(
        pl.concat([*figures, *shown]), pl.concat([_hidden(branches, made.sides), *hidden]), {}
    )


def _first(branches: Branches) -> FromFacts:
    return FIGURES[branches.each[0][0]]  # pyright: ignore[reportReturnType]


def _table(branches: Branches, cells: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """period, branch, row (the unit), whole, in0, in1: a full cross, in1 null where not known."""
    rows = []
    for figures in branches.each:
        first, *more = (
            cells[key].group_by(KEYS).agg(pl.col("part", "whole").sum()) for key in figures
        )
        counted = first.rename({"part": "in0"})
        of_next = more[0] if more else counted.with_columns(part=pl.lit(None, pl.Int64))
        counted = counted.join(of_next.select(*KEYS, in1="part"), on=KEYS, how="left")
        rows.append(counted.with_columns(branch=pl.lit(figures[0])))
    counted = pl.concat(row.select(*KEYS, "branch", "whole", "in0", "in1") for row in rows)
    periods = [set(cells[figures[1]]["period"]) for figures in branches.each if len(figures) > 1]
    settled = list(set.intersection(*periods)) if periods else []
    full = crossed(
        counted,
        ["unit_id", "branch"],
        "whole",
        "in0",
        "in1",
        over=counted.select("period").unique(),
    )
    return full.with_columns(
        row="unit_id", in1=pl.when(pl.col("period").is_in(settled)).then("in1")
    ).select("period", "branch", "row", "whole", "in0", "in1")


def _spans(
    branches: Branches, table: pl.DataFrame, before: pl.DataFrame, shown_before: pl.DataFrame
) -> Spans:
    """The years whose periods are all there and final, and which sums of them were hidden or shown.

    A period is final when every side of it is known: until then it may come to show more.
    """
    is_final = pl.col("in1").is_not_null().all() | all(len(each) == 1 for each in branches.each)
    periods = table.group_by("period").agg(final=is_final).filter("final").select("period")
    years = periods.with_columns(year=pl.col("period").dt.truncate("1y"))
    per_year = _first(branches).cadence.per_year
    whole = years.filter(pl.len().over("year") == per_year) if branches.by_year else years.clear()
    return Spans(
        dict(whole.iter_rows()),
        [branches.side_of(key) for key in branches.by_year],
        [
            (year, *branches.side_of(key))
            for key in branches.by_year
            for year in before.filter(figure=kept_as(key, "year"))["period"]
        ],
        {
            (year, *branches.side_of(key)): part
            for key in branches.by_year
            for year, part in shown_before.filter("shown", figure=kept_as(key, "year"))
            .select("period", "part")
            .iter_rows()
        },
    )


def _by_year(
    branches: Branches, key: str, spans: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A figure of branches by year, one row per year that is final; and the years hidden of it."""
    figure, (branch, side) = published_by(FIGURES[key], "year"), branches.side_of(key)
    own = spans.filter(pl.col("branch").eq_missing(branch), side=side).rename(
        {"people": "part", "span": "period"}
    )
    years = own.drop("branch", "side").with_columns(provisional=pl.lit(False), loose=pl.lit(False))
    return shaped(figure, years, pl.col("shown")), hidden_of(figure.key, years)


def _wholes(branches: Branches, sides: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """How the wholes are published: period, branch (null: all), row (null: all units), shown."""
    named = []
    for figures in branches.each:
        of = FIGURES[figures[0]].part_of
        assert of is not None  # noqa: S101 - each figure of a branch divides another
        side = sides[of.figure].filter(side=of.side)
        named.append(side.select("period", "shown", branch=pl.lit(figures[0]), row="unit_id"))
    of_all = pl.concat(
        sides[key].filter(side=side).select("period", "shown", row="unit_id")
        for key, side in branches.whole
    )
    together = of_all.group_by("period", "row").agg(pl.col("shown").all())
    named.append(together.select("period", "shown", branch=pl.lit(None, pl.String), row="row"))
    return pl.concat(named)


def _remembered(branches: Branches, before: pl.DataFrame) -> pl.DataFrame:
    """What was hidden of them: period, branch, row, side, secret, loose."""
    names = [figures[0] for figures in branches.each]
    own = before.filter(
        pl.col("figure").is_in([*names, branches.name]), pl.col("side").str.contains(r"\d$")
    )
    branch = pl.when(pl.col("figure") != branches.name).then("figure")
    marks = ("side", "secret", "loose", "digest")
    return own.select("period", branch.alias("branch"), *marks, row="unit_id")


def _sides_shown(branches: Branches, shown_before: pl.DataFrame) -> pl.DataFrame:
    """The sides that shown rows of the figures say: period, branch, row, side, people."""
    rows = shown_before.filter(pl.col("shown")).with_columns(rest=pl.col("whole") - pl.col("part"))
    sides = []
    for key in (*branches.keys, *branches.sums):
        branch, side = branches.side_of(key)
        whole = "in0" if key in branches.keys and side == "in1" else None
        numbers = {side: "part", **({whole: "whole"} if whole else {OTHER[side]: "rest"})}
        own = rows.filter(figure=key)
        sides += [
            own.select(
                "period",
                branch=pl.lit(branch, pl.String),
                row="unit_id",
                side=pl.lit(name),
                people=column,
            )
            for name, column in numbers.items()
        ]
    return pl.concat(sides)


def _hidden(branches: Branches, made: pl.DataFrame) -> pl.DataFrame:
    hidden = made.filter(~pl.col("shown")).with_columns(
        figure=pl.col("branch").fill_null(branches.name), unit_id="row"
    )
    return frames.shaped_as(frames.HIDDEN, hidden)


def _figures(branches: Branches, table: pl.DataFrame, made: pl.DataFrame):
    """Each figure's key, that of the figure whose periods it has, and its rows."""
    sides = _with_sums(table, made)
    for figures in branches.each:
        for key, part, whole in zip(figures, ("in0", "in1"), ("whole", "in0"), strict=False):
            yield key, key, _share(sides, figures[0], part, whole)
    for key, (branch, side) in branches.sums.items():
        at = branches.each[0][int(side.endswith("1"))]
        yield key, at, _share(sides, branch, side, "whole")


def _with_sums(table: pl.DataFrame, made: pl.DataFrame) -> pl.DataFrame:
    """period, branch, row, side, people, shown: of each branch, and their sums.

    A unit's sum is shown where that of each branch is. The whole of a figure whose sides are shown
    is known, and is a side here.
    """
    keys = ["period", "branch", "row"]
    wholes = pl.concat(
        table.with_columns(
            branch=pl.when(~pl.lit(is_sum)).then("branch"), row=pl.when(~pl.lit(is_all)).then("row")
        )
        .group_by(keys)
        .agg(pl.col("whole").sum())
        for is_sum in (False, True)
        for is_all in (False, True)
    )
    of_units = (
        made.drop_nulls(["branch", "row"])
        .group_by("period", "row", "side")
        .agg(pl.col("people").sum(), pl.col("shown").all())
        .with_columns(branch=pl.lit(None, pl.String))
    )
    columns = [*keys, "side", "people", "shown"]
    of_all = pl.concat([made.select(columns), of_units.select(columns)])
    there = of_all.group_by(keys).agg(pl.col("shown").any())
    return pl.concat(
        [
            of_all,
            there.join(wholes, on=keys, nulls_equal=True)
            .select(*keys, "shown", side=pl.lit("whole"), people="whole")
            .select(columns),
        ]
    )


def _share(sides: pl.DataFrame, branch: str | None, part: str, whole: str) -> pl.DataFrame:
    """period, unit_id, target_group, part, whole, shown: one row per unit, and for all."""
    own = sides.filter(pl.col("branch").eq_missing(branch))
    keys = ["period", "row"]
    parts, wholes = (
        own.filter(side=side).select(*keys, people="people", shown="shown")
        for side in (part, whole)
    )
    joined = parts.join(wholes, on=keys, nulls_equal=True, suffix="_whole")
    enough = (pl.col("people_whole") == 0) | (pl.col("people_whole") >= LEAST_WHOLE)
    shown = pl.all_horizontal("shown", "shown_whole") & enough.fill_null(False)
    return joined.select(
        "period",
        unit_id="row",
        target_group=pl.lit(None, pl.String),
        part=pl.when(shown).then("people"),
        whole=pl.when(shown).then("people_whole"),
        shown=shown,
    ).sort(keys[0], "unit_id", nulls_last=True)
