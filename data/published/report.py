"""How much of each figure is shown, and why the rest is not: numbers of cells, never a value.

For a steering group that wonders why a figure is hidden, and for the administrator who wonders what
another protection would show.
"""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from data.published.facts import facts_for, settings_for
from data.published.figures import protected_figures
from data.published.publishing import hidden_before
from data.store.moment import Moment
from data.store.snapshot import Snapshot
from metrics.catalogue import BRANCHES, COUNTED, FromFacts
from metrics.longer import WAYS, kept_as

PER = {"quarter": ", per kvartal", "half": ", per halvår", "year": ", per år"}
LEVELS = ("alla enheter", "per enhet", "per målgrupp", "enhet och målgrupp")
COUNTS = ("cells", "shown", "own", "others", "few")
KEYS = ["figure", "period", "unit_id", "target_group"]
# What the cells of a figure are remembered under, where it is not the figure's own name.
_NAMES = {
    key: name
    for branches in BRANCHES
    for figures in branches.each
    for key, name in dict.fromkeys(figures, figures[0]).items()
} | {key: branch or b.name for b in BRANCHES for key, (branch, _) in b.sums.items()}
_NAMES |= {
    figure.key: figure.part_of.together
    for figure in COUNTED
    if isinstance(figure, FromFacts) and figure.part_of and figure.part_of.together
}


def reported(snapshot: Snapshot, forum_id: int, *, trusted_heads: bool = False) -> str:
    """The report on a steering group's figures as text.

    Takes:  trusted_heads, whether to reckon how many would be shown if heads were trusted, at a
            first publication; that takes as long as publishing.
    """
    moment = Moment.at(snapshot, snapshot.versions(), forum_id)
    rows = report(moment.of_forum("published"), hidden_before(moment))
    return as_text(rows, _with_trusted_heads(moment) if trusted_heads else None)


def _with_trusted_heads(moment: Moment) -> dict[tuple[str, str], int]:
    """How many cells would be shown, by figure and level."""
    facts, (protection, rules) = facts_for(moment), settings_for(moment)
    if facts is None:
        return {}
    made = report(*protected_figures(facts, rules, replace(protection, trusted_heads=True)))
    return {row[:2]: row[2] for row in made.select("figure", "level", "shown").iter_rows()}


def report(figures: pl.DataFrame, hidden: pl.DataFrame) -> pl.DataFrame:
    """How many cells of each figure are shown at each level, and why others are hidden.

    Reads:  figures, what is published, shaped as frames.FIGURES; hidden, what is remembered as
            hidden, shaped as frames.HIDDEN.
    Gives:  figure (named by longer periods as in `metrics.longer.kept_as`), level (one of LEVELS),
            cells, shown, own (hidden for its own sake: a side of it is small, or was), others
            (hidden beside such a one), few (fewer than ten, or of a whole that is hidden): one row
            per figure and level, in the catalogue's order.
    """
    of_all = pl.all_horizontal(pl.col("sex", "age_band").is_null())
    name = pl.col("figure").replace(_NAMES)
    cells = figures.filter(of_all).select(*KEYS, "shown", name=name)
    why = hidden.filter(pl.all_horizontal(pl.col("band", "time_in_support", "group_id").is_null()))
    marks = why.group_by("figure", *KEYS[1:]).agg(pl.col("secret").any())
    joined = cells.join(
        marks, left_on=["name", *KEYS[1:]], right_on=["figure", *KEYS[1:]], how="left",
        nulls_equal=True,
    )  # fmt: skip
    away = ~pl.col("shown")
    own = away & pl.col("secret").fill_null(False)
    others = away & ~pl.col("secret").fill_null(True)
    level = (
        pl.when(pl.col("unit_id").is_null() & pl.col("target_group").is_null())
        .then(pl.lit(LEVELS[0]))
        .when(pl.col("target_group").is_null())
        .then(pl.lit(LEVELS[1]))
        .when(pl.col("unit_id").is_null())
        .then(pl.lit(LEVELS[2]))
        .otherwise(pl.lit(LEVELS[3]))
    )
    names = [
        name
        for figure in COUNTED
        for name in (figure.key, *(kept_as(figure.key, way) for way in WAYS))
    ]
    place = {name: at for at, name in enumerate(names)}
    return (
        joined.group_by("figure", level=level)
        .agg(
            cells=pl.len(),
            shown=pl.col("shown").sum(),
            own=own.sum(),
            others=others.sum(),
            few=(away & ~own & ~others).sum(),
        )
        .sort(
            pl.col("figure").replace_strict(place, default=len(place)),
            pl.col("level").replace_strict({name: at for at, name in enumerate(LEVELS)}),
        )
        .select("figure", "level", pl.col(COUNTS).cast(pl.Int64))
    )


def as_text(rows: pl.DataFrame, beside: Mapping[tuple[str, str], int] | None = None) -> str:
    """The report as lines of text. `beside`: how many would be shown else, by figure and level."""
    titles = {
        name: f"{figure.number} {figure.title}{per}".strip()
        for figure in COUNTED
        for name, per in ((figure.key, ""), *((kept_as(figure.key, way), PER[way]) for way in PER))
    }
    headings = ["nyckeltal", "nivå", "rutor", "visas", "egen skull", "andras skull", "för få"]
    lines = [[*headings, *(["visas med betrodda chefer"] if beside is not None else [])]]
    for figure, level, *counts in rows.iter_rows():
        more = [str(beside.get((figure, level), 0))] if beside is not None else []
        lines.append([titles.get(figure) or figure, level, *map(str, counts), *more])
    wide = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if at < len(LEVELS) - 2 else text.rjust(width)
            for at, (text, width) in enumerate(zip(line, wide, strict=True))
        ).rstrip()
        for line in lines
    )
