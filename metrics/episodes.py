"""Episodes, the efforts (insatser) of a case: gaps between them, parallel ones, the first wait.

An episode runs on `starts_on` and not on `ends_on` (null: still running). Nothing is known after
the last observed day: an episode that starts later does not exist yet.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from metrics import columns
from metrics.lines import AT_NEVER, LINE, dates, matched, numbers
from metrics.rules import DEFAULTS
from metrics.survival import kaplan_meier, median_by

CASES = {"case_id": None, "opened_on": pl.Date}
EPISODES = {"case_id": None, "starts_on": pl.Date}
LEAST_FOR_A_MEAN = 20
PROVISIONAL_MONTHS = 6


def gaps(
    episodes: pl.DataFrame, cases: pl.DataFrame, until: date, min_days: int = DEFAULTS.gap_days
) -> pl.DataFrame:
    """The gaps between a case's episodes, from the first of them on.

    Reads:  episodes, case_id, starts_on, ends_on; those of a case are united, since overlapping
            ones are parallel. cases, case_id, opened_on, closed_on.
    Takes:  until, where a gap ends while the case is open and nothing follows; min_days, the
            length of the shortest gap.
    Gives:  case_id, gap_from, gap_until (the first day after the gap), days; sorted.
    Edges:  gaps and episodes count only while the case is open: an episode that had ended when
            the case was opened is ignored. Time before the first episode is waiting and no gap;
            the wait ends where `time_to_first` says. An episode that ends the day it starts does
            not divide a gap; one whose case is not among `cases` is left out.
    Raises: ValueError for a null in a required column, an end before its start, min_days under 1.
    """
    if min_days < 1:
        raise ValueError(f"min_days is at least 1, got {min_days}")
    opened_cases, started = _opened(cases, until), _started(episodes, until)
    opened_cases, started = columns.with_same_key(opened_cases, started, "case_id")
    at, case = matched(opened_cases["case_id"], started["case_id"])
    line = case * LINE
    begins, ends = (line + numbers(started[name])[at] for name in ("starts_on", "ends_on"))
    last_day = opened_cases["closed_on"].fill_null(until).clip(upper_bound=until)
    opened, closed = (line + numbers(days)[case] for days in (opened_cases["opened_on"], last_day))
    has_day, is_late = ends > np.maximum(begins, opened), begins >= opened
    begins = np.maximum(begins, opened)
    within = np.flatnonzero(
        (has_day | is_late) & (begins < closed)
    )  # those that began while the case was open
    order = within[np.argsort(begins[within], kind="stable")]
    is_first = np.append(np.ones(min(1, len(order)), bool), case[order][1:] != case[order][:-1])
    order = order[is_first | has_day[order]]  # one without a day only ends the wait
    case, line, begins, closed = case[order], line[order], begins[order], closed[order]
    gap_from = np.maximum.accumulate(ends[order])
    follows = np.append(case[1:] == case[:-1], np.zeros(min(1, len(case)), bool))
    gap_until = np.where(follows, np.roll(begins, -1), closed)
    is_gap = gap_until - gap_from >= min_days
    holes = opened_cases.select("case_id")[case[is_gap]].with_columns(
        gap_from=dates((gap_from - line)[is_gap]), gap_until=dates((gap_until - line)[is_gap])
    )
    return holes.with_columns(days=_days("gap_from", "gap_until")).sort("case_id", "gap_from")


def parallel(episodes: pl.DataFrame, until: date, parties: int = 2) -> pl.DataFrame:
    """The number of days on which at least `parties` parties were at work with a case.

    Reads:  episodes, case_id, party, starts_on, ends_on; a party with several counts once.
    Takes:  until, where an episode that is still running ends; that day is not counted.
    Gives:  case_id, days, sorted; no row for a case without such a day.
    Raises: ValueError for a null in a required column, an end before its start, parties under 1.
    """
    if parties < 1:
        raise ValueError(f"parties is at least 1, got {parties}")
    started = _started(episodes, until, party=True)
    ends = pl.col("ends_on").fill_null(until).clip(upper_bound=until)
    spans = _apart(started.with_columns(ends_on=ends), ["case_id", "party"])
    turns = pl.concat(
        [
            spans.select("case_id", day="starts_on", turn=pl.lit(1, pl.Int64)),
            spans.select("case_id", day="ends_on", turn=pl.lit(-1, pl.Int64)),
        ]
    )
    at_work = (
        turns.group_by("case_id", "day")
        .agg(pl.col("turn").sum())
        .sort("case_id", "day")
        .with_columns(
            parties=pl.col("turn").cum_sum().over("case_id"),
            until=pl.col("day").shift(-1).over("case_id"),
        )
    )
    enough = at_work.filter(pl.col("parties") >= parties).with_columns(days=_days("day", "until"))
    return enough.group_by("case_id").agg(pl.col("days").sum()).sort("case_id")


def time_to_first(cases: pl.DataFrame, episodes: pl.DataFrame, on: date) -> pl.DataFrame:
    """The time that each case waited, or has waited so far, for its first episode.

    Reads:  cases, case_id, opened_on, closed_on; episodes, case_id, starts_on, ends_on.
    Takes:  on, the last observed day: cases opened later are not known.
    Gives:  the cases with all their columns, in their order, and
            days: to the first episode that starts on or after opened_on and before the case is
            closed; 0 where one is running on that day; null where there is none;
            waited: days so far, to `on` or to the day the case was closed without one; null
            where one has started;
            started: whether one has.
    Raises: ValueError for a null in a required column, or an end before its start.
    """
    opened_cases, started = _opened(cases, on), _started(episodes, on)
    opened_cases, started = columns.with_same_key(opened_cases, started, "case_id")
    at, case = matched(opened_cases["case_id"], started["case_id"])
    starts, ends = (numbers(started[name])[at] for name in ("starts_on", "ends_on"))
    opened, closed = numbers(opened_cases["opened_on"]), numbers(opened_cases["closed_on"])
    begins = np.maximum(starts, opened[case])
    counts = ((ends > opened[case]) | (starts >= opened[case])) & (begins < closed[case])
    first = np.full(opened_cases.height, AT_NEVER)
    np.minimum.at(first, case[counts], begins[counts])
    last = np.minimum(closed, numbers(pl.Series([on])))
    cases = cases.lazy().collect()  # a LazyFrame is accepted too
    rows = cases.filter(pl.col("opened_on") <= on) if cases.height else cases
    waits = pl.DataFrame({"days": first - opened, "waited": last - opened}).with_columns(
        started=first < AT_NEVER
    )
    masked = waits.select(
        days=pl.when("started").then("days"),
        waited=pl.when(~pl.col("started")).then("waited"),
        started="started",
    )
    return rows.with_columns(masked.get_columns())


def waits_by_month(waits: pl.DataFrame, on: date, by: Sequence[str] = ()) -> pl.DataFrame:
    """The rows of `time_to_first`, summed up by the month in which the case was opened.

    Reads:  opened_on, days, waited, started, and `by`.
    Gives:  …by, month, cases, started, median and p90 (days, of those started), mean (null with
            fewer than 20 started), km_median (Kaplan-Meier, in which those who still wait count:
            the days by which half have started, null if fewer have), provisional (until six months
            after the month's end).
    Raises: ValueError for a null in opened_on or started.
    """
    kinds = {"opened_on": pl.Date, "started": pl.Boolean}
    read = columns.read(waits, kinds, dict.fromkeys(by) | dict.fromkeys(("days", "waited")))
    groups = [*by, "month"]
    read = read.with_columns(month=pl.col("opened_on").dt.month_start())
    days = pl.col("days").cast(pl.Float64)
    counted = read.group_by(groups).agg(
        cases=pl.len().cast(pl.Int64),
        started=pl.col("started").sum().cast(pl.Int64),
        median=days.median(),
        p90=days.quantile(0.9, "linear"),
        mean=pl.when(pl.col("started").sum() >= LEAST_FOR_A_MEAN).then(days.mean()),
    )
    spells = read.select(
        *groups, days=pl.coalesce("days", "waited").cast(pl.Int64), exited="started"
    )
    medians = median_by(kaplan_meier(spells, by=groups), groups)
    with_medians = counted.join(
        medians.rename({"median_days": "km_median"}), on=groups, how="left", nulls_equal=True
    )
    settled_on = pl.col("month").dt.offset_by(f"{1 + PROVISIONAL_MONTHS}mo") - pl.duration(days=1)
    return with_medians.with_columns(provisional=settled_on > on).sort(groups)


def _opened(cases: pl.DataFrame, until: date) -> pl.DataFrame:
    read = columns.read(cases, CASES, {"closed_on": pl.Date})
    columns.demand_order(read, "opened_on", "closed_on")
    return read.filter(pl.col("opened_on") <= until)


def _started(episodes: pl.DataFrame, until: date, *, party: bool = False) -> pl.DataFrame:
    kinds = EPISODES | ({"party": None} if party else {})
    read = columns.read(episodes, kinds, {"ends_on": pl.Date})
    columns.demand_order(read, "starts_on", "ends_on")
    return read.filter(pl.col("starts_on") <= until)


def _apart(spans: pl.DataFrame, of: list[str]) -> pl.DataFrame:
    """The spans, each from where those of the same `of` before it have ended; some have no day."""
    ordered = spans.sort(*of, "starts_on")
    reached = pl.col("ends_on").cum_max().shift(1).over(of)
    begun = ordered.with_columns(starts_on=pl.max_horizontal("starts_on", reached))
    return begun.with_columns(ends_on=pl.max_horizontal("starts_on", "ends_on"))


def _days(start: str, end: str) -> pl.Expr:
    return (pl.col(end) - pl.col(start)).dt.total_days()
