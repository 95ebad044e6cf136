"""Cases that come and go: exits here, and the functions of intervals and episodes by name."""

from datetime import date

import numpy as np
import polars as pl

from metrics import columns
from metrics.episodes import gaps, parallel, time_to_first, waits_by_month
from metrics.intervals import monthly, stock
from metrics.lines import LINE, months_after, narrow, numbered, numbers
from metrics.rules import DEFAULTS

__all__ = ["exits", "gaps", "monthly", "parallel", "stock", "time_to_first", "waits_by_month"]

NOBODY, ALL = np.iinfo(np.int64).min, np.iinfo(np.int64).max


def exits(
    cases: pl.DataFrame, until: date, gap_months: int = DEFAULTS.exit_gap_months
) -> pl.DataFrame:
    """The closings that count as exits: those where the person does not soon have a case again.

    Reads:  cases, one row per case: person_id, opened_on, closed_on (null while open), exit_reason
            (null: not known).
    Takes:  until, the last day that is observed. Closings and openings after it are not known.
    Gives:  one row per closed case that is an exit, by closed_on and person_id: the columns of
            cases, and provisional: whether closed_on + gap_months lies after `until`, so that
            a new case may yet undo it.
    Raises: ValueError for a null person_id or opened_on, or a closed_on before opened_on.

    Another case of the same person undoes the exit when it is opened on or after closed_on and
    before closed_on + gap_months, or was opened before closed_on and is still open on that day.
    """
    left = cases[exit_rows(cases, until, gap_months)]
    person, closed = numbered(left["person_id"]), numbers(left["closed_on"].cast(pl.Date))
    settled_on = months_after(pl.col("closed_on").cast(pl.Date), gap_months)
    return left[np.lexsort((narrow(person), narrow(closed)))].with_columns(
        provisional=settled_on > until
    )


def exit_rows(
    cases: pl.DataFrame, until: date, gap_months: int = DEFAULTS.exit_gap_months
) -> np.ndarray:
    """The row numbers, in order, of the cases that `exits` gives."""
    read = columns.read(
        cases,
        {"person_id": None, "opened_on": pl.Date},
        {"closed_on": pl.Date, "exit_reason": None},
    )
    columns.demand_order(read, "opened_on", "closed_on")
    opened = read.with_row_index("case").filter(pl.col("opened_on") <= until)
    closed = (opened["closed_on"] <= until).fill_null(False).to_numpy()
    return opened["case"].to_numpy()[closed & ~_undone(opened, gap_months)]


def _undone(cases: pl.DataFrame, gap_months: int) -> np.ndarray:
    """Whether each closed case is undone by another of its person.

    All cases stand on one line, by person and opening day. Each case looks up two things there:
    whether the first other case from its closing day on was opened before the gap was over, and
    whether any case opened before that day goes on past it.
    """
    person = numbered(cases["person_id"]) * LINE
    days = cases.select("opened_on", "closed_on", months_after("closed_on", gap_months).alias("s"))
    opened, closed, settled = (person + numbers(each) for each in days)
    order = np.argsort(opened, kind="stable")
    opened, closed, settled = opened[order], closed[order], settled[order]
    place = np.searchsorted(opened, closed)
    next_opened = np.concatenate((opened, [ALL, ALL]))[place + (opened == closed)]
    going_on = np.maximum.accumulate(np.concatenate(([NOBODY], closed)))[place]
    undone = np.empty(len(order), bool)
    undone[order] = (next_opened < settled) | (going_on > closed)
    return undone
