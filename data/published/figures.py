"""Figures over units and target groups: exactly, and protected for the whole steering group."""

from collections.abc import Mapping, Sequence

import polars as pl

from data.published.branches import protected_branches
from data.published.by_person import UNKNOWN, WAYS, facts_by, protected_by_person
from data.published.facts import Protection
from data.published.longer import counted_longer, protected_longer, without_numbers
from data.published.measured import MEASURES, measured, protected_measures
from data.published.shapes import Counted, counted, shaped
from data.published.shares import (
    Protected,
    protected_counts,
    protected_part,
    protected_share,
    remembered_as,
)
from data.published.tables import WHOLE, crossed
from data.store import frames
from metrics.catalogue import BRANCHES, COUNTED, Branches, FromFacts
from metrics.facts import Facts, Rules
from metrics.longer import apart, published_by

OF_BRANCHES = {key: branches for branches in BRANCHES for key in branches.keys}
FROM_FACTS = tuple(figure for figure in COUNTED if isinstance(figure, FromFacts))
BY_KEY = {figure.key: figure for figure in FROM_FACTS}


def exact_figures(
    facts: Facts, units: frozenset[int], rules: Rules, figures: Sequence[FromFacts] = FROM_FACTS
) -> pl.DataFrame:
    """Figures of some followed units, exactly, shaped as frames.FIGURES.

    One row per figure, period, unit and target group, and the margin over target groups. A cell in
    which nothing was counted is 0, for a share 0 of 0. Only for a viewer with the right to the
    units' cases.
    """
    if not units:
        return frames.FIGURES.to_frame()
    return pl.concat(_exact(figure, facts, rules) for figure in figures).filter(
        pl.col("unit_id").is_in(list(units))
    )


def exact_longer(
    facts: Facts, units: frozenset[int], rules: Rules, figure: FromFacts, way: str
) -> pl.DataFrame:
    """A figure that is published `apart` by longer periods, exactly and without numbers of people.

    Shaped as frames.FIGURES, of some followed units; as `exact_figures`.
    """
    made = counted_longer(figure, counted(figure, facts, rules), way)
    rows = shaped(published_by(figure, way), measured(figure, made), shown=True)
    return without_numbers(rows).filter(pl.col("unit_id").is_in(list(units)))


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
    of_groups = cells.drop_nulls("target_group")  # figures without target groups have only a margin
    return shaped(figure, pl.concat([of_groups, margins], how="diagonal"), shown=True)


def _cells(made: Counted) -> pl.DataFrame:
    """The full cross of period, unit and target group, with 0 where nothing was counted."""
    by, periods = ("unit_id", "target_group"), made.periods.select("period")
    full = crossed(made.rows, by, "part", "whole", over=periods)
    return full.join(made.periods, on="period", maintain_order="left")


def protected_figures(
    facts: Facts,
    rules: Rules,
    how: Protection,
    before: pl.DataFrame | None = None,
    shown_before: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every figure as any viewer in the steering group may see it, and what is hidden.

    Counts are given by unit and target group with all margins. Shares are given by unit or by
    target group, never by both: part and rest are protected as one table, and a share is shown
    where part, rest and whole are, and the whole is 0 or at least LEAST_WHOLE. A share that is a
    part of another figure has no target groups.

    Figures of branches come the whole first, with the figures that are sums of them.

    Reads:  before, what was hidden when the figures were last made, as this function gave it;
            shown_before, what has been shown by an earlier rule and so stays known, shaped as
            frames.FIGURES.
    Gives:  the figures, shaped as frames.FIGURES; what is hidden, shaped as frames.HIDDEN.
    """
    was = frames.HIDDEN.to_frame() if before is None else before
    made = _Making(
        facts, rules, how, was, frames.FIGURES.to_frame() if shown_before is None else shown_before
    )
    for group in _protected_together():
        made.add(group)
    return pl.concat(made.figures), pl.concat(made.hidden)


class _Making:
    """Makes protected figures group by group: later ones depend on what earlier ones show."""

    def __init__(
        self,
        facts: Facts,
        rules: Rules,
        how: Protection,
        before: pl.DataFrame,
        shown_before: pl.DataFrame,
    ):
        self._facts, self._rules, self._how = facts, rules, how
        self._before, self._shown_before = before, shown_before
        self._facts_by = {way: facts_by(facts, way, rules) for way in WAYS}
        self.figures, self.hidden = [frames.FIGURES.to_frame()], [frames.HIDDEN.to_frame()]
        self._shown: dict[str, pl.DataFrame] = {}
        self._sides: dict[str, pl.DataFrame] = {}

    def add(self, group: Sequence[FromFacts]) -> None:
        """Add the figures of a group: those that have something to count.

        None of those that divide a side between them if any has nothing.
        """
        made = {figure.key: counted(figure, self._facts, self._rules) for figure in group}
        if branches := OF_BRANCHES.get(group[0].key):
            self._add_branches(branches, made)
            return
        there = [figure for figure in group if not made[figure.key].rows.is_empty()]
        if not there or (len(there) < len(group) and group[0].is_share):
            return
        first = there[0]
        if first.kind in MEASURES:
            self._add_measure(first, made[first.key])
        else:
            self._add_counts(there, {figure.key: _cells(made[figure.key]) for figure in there})

    def _add_branches(self, branches: Branches, made: Mapping[str, Counted]) -> None:
        """Add the figures of branches; none if one is empty, or what it divides was not made."""
        firsts = [figures[0] for figures in branches.each]
        if any(made[key].rows.is_empty() for key in firsts):
            return
        divided = {BY_KEY[key].part_of for key in firsts}
        above = {of.figure for of in divided if of} | {key for key, _ in branches.whole}
        if not above <= set(self._sides):
            return
        cells = {key: _cells(figure) for key, figure in made.items()}
        shown = protected_branches(
            branches, cells, self._sides, self._how, self._before, self._shown_before
        )
        self.figures.append(shown.figures)
        self.hidden.append(shown.hidden)

    def _add_measure(self, figure: FromFacts, made: Counted) -> None:
        beside = self._shown.get(figure.beside or "")
        if figure.beside and beside is None:
            return
        rows = protected_measures(figure, made, self._how, self._was(figure), beside)
        self._keep(figure, *rows)
        for way in apart(figure):
            self._add_longer(figure, made, way)

    def _add_longer(self, figure: FromFacts, made: Counted, way: str) -> None:
        """Add a measure by longer periods."""
        longer = published_by(figure, way)
        beside = self._shown.get(longer.beside or "")
        rows = protected_longer(figure, made, way, self._how, self._was(longer), beside)
        self._keep(longer, *rows)

    def _add_counts(self, group: Sequence[FromFacts], cells: dict[str, pl.DataFrame]) -> None:
        """Add counts or shares; none that divide a figure which was not made."""
        first = group[0]
        if first.part_of and first.part_of.figure not in self._sides:
            return
        made = self._protected(group, cells)
        self._sides |= made.sides
        for figure in group:
            self._shown[figure.key] = made.figures.filter(figure=figure.key)
            for way in figure.by_person:
                self._add_by_person(figure, way)
        self.figures.append(made.figures)
        self.hidden.append(made.hidden)

    def _protected(self, group: Sequence[FromFacts], cells: dict[str, pl.DataFrame]) -> Protected:
        figure, before = group[0], self._was(group[0])
        if figure.part_of:
            divided = self._sides[figure.part_of.figure]
            return protected_part(group, cells, divided, self._how, before)
        if figure.is_share:
            return protected_share(figure, cells[figure.key], self._how, before)
        return protected_counts(group, cells, self._how, self._before)

    def _add_by_person(self, figure: FromFacts, way: str) -> None:
        """Add the figure by sex or by age band, if it is known of anybody."""
        made = counted(figure, self._facts_by[way], self._rules)
        if not set(made.rows["target_group"]) - {UNKNOWN}:
            return
        by_unit = self._sides[figure.key]
        if figure.is_share:
            by_unit = by_unit.with_columns(side=pl.when(pl.col("side") != WHOLE).then("side"))
        figures, hidden = protected_by_person(figure, made, way, by_unit, self._how, self._before)
        self.figures.append(figures)
        self.hidden.append(hidden)

    def _was(self, figure: FromFacts) -> pl.DataFrame:
        """What was hidden of a figure when it was last made."""
        return self._before.filter(figure=remembered_as(figure))

    def _keep(self, figure: FromFacts, shown: pl.DataFrame, hidden: pl.DataFrame) -> None:
        self._shown[figure.key] = shown
        self.figures.append(shown)
        self.hidden.append(hidden)


def _protected_together() -> list[list[FromFacts]]:
    """The figures in groups: of branches, hidden alike, or dividing a side between them.

    Others are alone.

    A figure comes after the one that it is a part of, or is beside.
    """
    groups: dict[str, list[FromFacts]] = {}
    for figure in sorted(FROM_FACTS, key=_depth):
        branches = OF_BRANCHES.get(figure.key)
        name = branches.name if branches else figure.alike or remembered_as(figure)
        groups.setdefault(name, []).append(figure)
    return list(groups.values())


def _depth(figure: FromFacts) -> int:
    """How many figures lie above a figure, in the chain of part_of or beside."""
    above = figure.beside or (figure.part_of and figure.part_of.figure)
    return 1 + _depth(next(f for f in FROM_FACTS if f.key == above)) if above else 0
