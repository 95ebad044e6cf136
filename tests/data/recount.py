"""A second, slow and plain counting of the key figures: loops over rows, a dictionary out."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import polars as pl

GAP, FOLLOW_UP = 2, 3  # months
Counts = dict[tuple[date, int | None, str | None], tuple[int, int | None]]


def recount(snapshot, forum_id: int, until: date) -> dict[str, Counts]:
    """Figure -> (period, unit, target group) -> (part, whole), margins too; what is nil is left out.

    A unit is the followed one that a row belongs to; null is all units, or all target groups.
    """
    versions = snapshot.versions()

    def rows(name: str) -> list[dict]:
        return snapshot.frame(name, versions).to_dicts()

    above = {row["unit_id"]: row["parent_id"] for row in rows("units")}
    followed = {row["unit_id"] for row in rows("forum_units") if row["forum_id"] == forum_id}

    place = {unit: top for unit in above if (top := nearest(unit, above, followed)) is not None}

    def in_scope(name: str) -> list[dict]:
        frame = snapshot.frame(name, versions).filter(pl.col("unit_id").is_in(list(place)))
        return [row | {"unit_id": place[row["unit_id"]]} for row in frame.to_dicts()]

    follow_ups = defaultdict(list)
    for row in rows("follow_ups"):
        follow_ups[row["individual_plan_id"]].append(row["followed_up_on"])
    return {
        "hushall": _households(in_scope("household_months"), until),
        "avslut": _exits(in_scope("cases"), until),
        "planer": _plans(in_scope("individual_plans"), follow_ups, until),
    }


def nearest(unit: int | None, above: Mapping[int, int | None], followed: set[int]) -> int | None:
    """The unit or the first above it that is followed; a circle leads nowhere."""
    for _ in range(len(above) + 1):
        if unit is None or unit in followed:
            return unit
        unit = above[unit]
    return None


def later(day: date, months: int) -> date:
    """The same day so many months later, or that month's last."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _households(months: Iterable[dict], until: date) -> Counts:
    met = {
        (row["month"], row["unit_id"], row["target_group"], row["household_id"]) for row in months
    }
    cells = [(month, unit, group, 1, None) for month, unit, group, _ in met if month <= until]
    return _summed(cells)


def _exits(cases: list[dict], until: date) -> Counts:
    of_person = defaultdict(list)
    for case in cases:
        if case["opened_on"] <= until:
            of_person[case["person_id"]].append(case)
    cells = []
    for case in [case for theirs in of_person.values() for case in theirs]:
        closed, theirs = case["closed_on"], of_person[case["person_id"]]
        if closed is None or closed > until or any(_undoes(other, case) for other in theirs):
            continue
        quarter = date(closed.year, (closed.month - 1) // 3 * 3 + 1, 1)
        cells.append((quarter, case["unit_id"], case["target_group"], case["self_support"], 1))
    return _summed(cells)


def _undoes(other: dict, case: dict) -> bool:
    """Whether a person's other case means that they did not leave when this one was closed."""
    closed = case["closed_on"]
    if other["case_id"] == case["case_id"]:
        return False
    if other["opened_on"] >= closed:
        return other["opened_on"] < later(closed, GAP)
    return other["closed_on"] is None or other["closed_on"] > closed


def _plans(plans: Iterable[dict], follow_ups: Mapping[int, list[date]], until: date) -> Counts:
    cells = []
    for plan in plans:
        month = plan["made_on"].replace(day=1)
        while month <= until:
            day = min(later(month, 1) - timedelta(days=1), until)
            ended = plan["ended_on"] is not None and plan["ended_on"] <= day
            if later(plan["made_on"], FOLLOW_UP) < day and not ended:
                days = follow_ups[plan["individual_plan_id"]]
                followed = any(f <= day <= later(f, FOLLOW_UP) for f in days)
                cells.append((month, plan["unit_id"], plan["target_group"], followed, 1))
            month = later(month, 1)
    return _summed(cells)


def _summed(cells: Iterable[tuple]) -> Counts:
    counts: dict = defaultdict(lambda: (0, None))
    for period, unit, group, part, whole in cells:
        for key in {(period, u, g) for u in (unit, None) for g in (group, None)}:
            so_far = counts[key]
            counts[key] = (so_far[0] + part, None if whole is None else (so_far[1] or 0) + whole)
    return dict(counts)


def as_counts(figures: pl.DataFrame, figure: str) -> Counts:
    """The shown rows of one figure as `recount` gives them, nil ones left out."""
    shown = figures.filter(pl.col("shown"), pl.col("figure") == figure)
    columns = shown.select("period", "unit_id", "target_group", "part", "whole").rows()
    return {
        (period, unit, group): (part, whole)
        for period, unit, group, part, whole in columns
        if part or whole
    }
