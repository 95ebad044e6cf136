"""The figure about waiting: the days of a case's wait on which nothing goes on."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from metrics.counts.on_days import added, covering, placed, tallied
from metrics.facts import Facts
from metrics.lines import NEVER, apart, numbers
from metrics.periods import DAY, add_months, months
from metrics.rules import Rules

SPAN = ("case_id", "starts_on", "ends_on")


def idle_days(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Days in each month on which a case waits and nothing goes on, among all on which it waits.

    Reads:  facts.cases, facts.episodes and facts.activities; periods, first days of months.
    Gives:  period, unit_id, target_group, part, whole (days), cases (how many waited), sorted by
            the first three. No case that waits, no row.
    Edges:  a case waits on a day, from opened_on until the day before closed_on, when none of its
            efforts is at work; nothing goes on when none of its activities does either. A month
            that is not over counts up to and including the last day that the facts cover.
    Source: B5.
    """
    past = facts.observed_until + DAY
    firsts = months(min(periods), add_months(max(periods), 1)) if periods else [past]
    edges = [min(first, past) for first in firsts]
    cases = facts.cases.filter(
        pl.col("opened_on") < edges[-1], pl.col("closed_on").fill_null(NEVER) > edges[0]
    )
    efforts, activities = facts.episodes.select(SPAN), facts.activities.select(SPAN)
    is_open = _days(
        cases, cases.select("case_id", starts_on="opened_on", ends_on="closed_on"), edges
    )
    waits = is_open - _days(cases, efforts, edges)
    idle = is_open - _days(cases, pl.concat([efforts, activities]), edges)
    counts = tallied(cases, pl.Series(firsts[:-1], dtype=pl.Date), part=idle, whole=waits)
    return counts.filter(pl.col("period").is_in(list(periods)))


def _days(cases: pl.DataFrame, spans: pl.DataFrame, edges: Sequence[date]) -> np.ndarray:
    """The number of days between each pair of edges on which a case is open and has some span.

    Gives: a table: one row per case, one column per edge except the last.
    """
    begins = pl.max_horizontal("starts_on", "opened_on", pl.lit(edges[0]))
    ends = pl.min_horizontal("ends_on", "closed_on", pl.lit(edges[-1]))
    near = spans.filter(
        pl.col("starts_on") < edges[-1], pl.col("ends_on").fill_null(NEVER) > edges[0]
    )
    cut = placed(near, cases, "opened_on", "closed_on").select("row", first=begins, past=ends)
    row, first, past = apart(cut["row"].to_numpy(), numbers(cut["first"]), numbers(cut["past"]))
    days = numbers(pl.Series(edges))
    shape = cases.height, len(days) - 1
    in_first, in_last = (np.searchsorted(days, on, side="right") - 1 for on in (first, past))
    # whole months from the first one touched, less its days before the span, plus the days of the
    # last month
    table = covering(row, in_first, in_last, shape)
    table *= np.diff(days)
    table += added(
        row, (in_first, days[in_first] - first), (in_last, past - days[in_last]), shape=shape
    )
    return table
