"""The figure about waiting: on how many of the days that a case waits nothing at all goes on."""

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
    """Days in each month on which cases wait and nothing goes on, among all on which they wait.

    Reads:  facts.cases, facts.episodes and facts.activities; periods, first days of months.
    Gives:  period, unit_id, target_group, part, whole (days), cases (how many waited), sorted by
            the first three. No case that waits, no row. A case waits on a day, from opened_on on
            and until closed_on, when none of its efforts is at work; nothing goes on when none
            of its activities does either. A month that goes on has its days to the last day known
            of, that day included.
    Source: B5.
    """
    asked = sorted(period for period in set(periods) if period <= facts.observed_until)
    every = months(asked[0], asked[-1]) if asked else []
    edges = [*every, facts.observed_until + DAY]
    if asked:
        edges[-1] = min(add_months(asked[-1], 1), edges[-1])
    cases = facts.cases.filter(
        pl.col("opened_on") < edges[-1], pl.col("closed_on").fill_null(NEVER) > edges[0]
    )
    efforts, activities = facts.episodes.select(SPAN), facts.activities.select(SPAN)
    is_open = _days(
        cases, cases.select("case_id", starts_on="opened_on", ends_on="closed_on"), edges
    )
    waits = is_open - _days(cases, efforts, edges)
    idle = is_open - _days(cases, pl.concat([efforts, activities]), edges)
    said = tallied(cases, pl.Series(every, dtype=pl.Date), part=idle, whole=waits)
    return said.filter(pl.col("period").is_in(asked))


def _days(cases: pl.DataFrame, spans: pl.DataFrame, edges: Sequence[date]) -> np.ndarray:
    """On how many days, of those between each two edges, a case is open and has some span.

    Gives: a table: a row a case, a column an edge but the last.
    """
    begins = pl.max_horizontal("starts_on", "opened_on", pl.lit(edges[0]))
    ends = pl.min_horizontal("ends_on", "closed_on", pl.lit(edges[-1]))
    asked = spans.filter(
        pl.col("starts_on") < edges[-1], pl.col("ends_on").fill_null(NEVER) > edges[0]
    )
    met = placed(asked, cases, "opened_on", "closed_on").select("row", first=begins, past=ends)
    met = met.filter(pl.col("first") < pl.col("past"))
    row, first, past = apart(met["row"].to_numpy(), numbers(met["first"]), numbers(met["past"]))
    days = numbers(pl.Series(edges))
    shape = cases.height, len(days) - 1
    in_first = np.searchsorted(days, first, side="right") - 1
    in_last = np.searchsorted(days, past, side="right") - 1
    # all of each month from that of the first day on, less what of it lies before, and what there
    # is of the last
    table = covering(row, in_first, in_last, shape)
    table *= np.diff(days)
    table += added(
        row, (in_first, days[in_first] - first), (in_last, past - days[in_last]), shape=shape
    )
    return table
