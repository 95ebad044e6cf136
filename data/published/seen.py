"""Everything that one viewer may see of a steering group's figures, put together and kept.

What is published, exactly for units of one's own, and what follows from what is seen: figures made
of other figures, of a list's ledger and of the plans, and those that are delivered ready made.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import polars as pl

from data import frames
from data.published.delivered import delivered_figures, delivered_rows
from data.published.facts import facts_for, settings_for
from data.published.figures import exact_figures
from data.snapshot import Snapshot
from metrics.catalogue import COUNTED, FIGURES, Figure
from metrics.derived import Shown
from metrics.periods import LENGTHS

AREAS = ("cases", "organisation", "figures", "groups", "plans")
DERIVED = tuple(figure for figure in COUNTED if figure.made_of != "facts")
STALE_AFTER = 35
Kept = tuple[tuple[str, int], ...]


def catalogue(snapshot: Snapshot, versions: Mapping[str, int], forum_id: int) -> tuple[Figure, ...]:
    """The key figures of a steering group: the house's, then those delivered ready made."""
    return (*FIGURES, *delivered_figures(snapshot, versions, forum_id))


@lru_cache(maxsize=24)
def seen(
    snapshot: Snapshot, forum_id: int, own: frozenset[int], kept_by: Kept, on: date
) -> dict[str, pl.DataFrame]:
    """Figure -> its rows, shaped as frames.FIGURES, as whoever has these units of their own sees it.

    Kept by steering group, units, versions of AREAS and day: the units are the right.
    """
    versions = dict(kept_by)
    rows = _published(snapshot, versions, forum_id)
    if own:
        others = rows.filter(~pl.col("unit_id").is_in(list(own)).fill_null(False))
        exact = _exact(snapshot, forum_id, own, tuple(item for item in kept_by if item[0] in EXACT))
        rows = pl.concat([exact, without_margins(others) if len(own) > 1 else others])
    ready = delivered_rows(snapshot, versions, forum_id, _protection(snapshot, versions, forum_id))
    known = pl.concat([rows, ready])
    every = pl.concat([known, _derived(snapshot, versions, forum_id, known, on)])
    return {key: part for (key,), part in every.partition_by("figure", as_dict=True).items()}


EXACT = ("cases", "organisation")


@lru_cache(maxsize=24)
def _exact(snapshot: Snapshot, forum_id: int, own: frozenset[int], kept_by: Kept) -> pl.DataFrame:
    """Exact figures of some units; kept by the areas that they are counted from."""
    versions = dict(kept_by)
    facts = facts_for(snapshot, versions, forum_id)
    if facts is None:
        return frames.FIGURES.to_frame()
    return exact_figures(facts, own, settings_for(snapshot, versions, forum_id)[1])


def without_margins(others: pl.DataFrame) -> pl.DataFrame:
    """Published figures with the margins over units hidden where a unit's own figure is."""
    secret = others.filter(pl.col("unit_id").is_not_null(), ~pl.col("shown"))
    periods = secret.select("figure", "period", away=pl.lit(True)).unique()
    marked = others.join(periods, on=["figure", "period"], how="left", maintain_order="left")
    shown = pl.col("shown") & ~(pl.col("unit_id").is_null() & pl.col("away").fill_null(False))
    counts = ("part", "whole", "value", "value_90", "value_all")
    masked = [pl.when(shown).then(name).alias(name) for name in counts]
    return marked.with_columns(*masked, shown=shown).drop("away")


def _published(snapshot: Snapshot, versions: Mapping[str, int], forum_id: int) -> pl.DataFrame:
    rows = snapshot.frame("published", versions).filter(pl.col("forum_id") == forum_id)
    return rows.select(frames.FIGURES.names())


def _protection(snapshot: Snapshot, versions: Mapping[str, int], forum_id: int) -> int:
    return settings_for(snapshot, versions, forum_id)[0].least_shown


def _derived(
    snapshot: Snapshot, versions: Mapping[str, int], forum_id: int, rows: pl.DataFrame, on: date
) -> pl.DataFrame:
    """The figures that follow from what is seen; one that rests on them all comes last."""
    made = frames.FIGURES.to_frame()
    shown = _shown(snapshot, versions, forum_id, rows, on)
    for figure in DERIVED:
        known = Shown(**{**vars(shown), "figures": pl.concat([rows, made])})
        told = figure.count(known).with_columns(figure=pl.lit(figure.key))
        lacking = [pl.lit(None, t).alias(n) for n, t in frames.FIGURES.items() if n not in told]
        told = told.with_columns(lacking).select(frames.FIGURES.names()).cast(dict(frames.FIGURES))
        made = pl.concat([made, told])
    return made


def _shown(
    snapshot: Snapshot, versions: Mapping[str, int], forum_id: int, rows: pl.DataFrame, on: date
) -> Shown:
    def mine(name: str) -> pl.DataFrame:
        return snapshot.frame(name, versions).filter(pl.col("forum_id") == forum_id)

    group = followed_list(mine("groups"))
    of_group = pl.col("group_id") == (group or {}).get("group_id")
    whole = pl.all_horizontal(pl.col("unit_id", "time_in_support").is_null())
    points = mine("points")
    said = dict(mine("settings").select("name", "value").rows())
    card = mine("chosen")["figure"].to_list() or [figure.key for figure in FIGURES]
    lengths = {figure.key: LENGTHS[figure.cadence] for figure in FIGURES}
    return Shown(
        figures=rows,
        population=mine("population"),
        ledger=snapshot.frame("ledgers", versions).filter(of_group, whole),
        size=snapshot.frame("members", versions).filter(of_group).height or None,
        goal=group and group["goal_count"],
        items=points.rename({"responsible_unit_id": "unit_id"}),
        updates=snapshot.frame("updates", versions).join(points, on="item_id", how="semi"),
        until=mine("deliveries")["observed_until"].max(),
        on=on,
        stale_after=int(said.get("stale_after", STALE_AFTER)),
        card={key: lengths[key] for key in card if key in lengths and key != "tackning"},
    )


def followed_list(groups: pl.DataFrame) -> dict | None:
    """The list that a steering group's own figures are of: no example; with a goal before without,
    then the earliest. None when there is none."""
    real = groups.filter(~pl.col("is_example"))
    ordered = real.sort(pl.col("goal_count").is_null(), "baseline_on", "group_id")
    return ordered.row(0, named=True) if ordered.height else None


def missing_for(snapshot: Snapshot, versions: Mapping[str, int], forum_id: int) -> frozenset[str]:
    """Which frames and columns that figures read have nothing in them for a steering group."""
    there = snapshot.frame("present", versions).filter(pl.col("forum_id") == forum_id)["name"]
    asked = {name for figure in COUNTED for name in figure.reads}
    return frozenset(asked - set(there))
