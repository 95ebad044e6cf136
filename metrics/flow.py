"""Into and out of a stock of cases."""

from datetime import date

import numpy as np
import polars as pl

from metrics import columns
from metrics.chains import gaps, parallel, time_to_first
from metrics.intervals import monthly, stock
from metrics.lines import LINE, months_after, narrow, numbered, numbers

__all__ = ["exits", "gaps", "monthly", "parallel", "stock", "time_to_first"]

NOBODY = np.iinfo(np.int64).min


def exits(cases: pl.DataFrame, until: date, gap_months: int = 2) -> pl.DataFrame:
    """The closings that count as exits: where the person does not soon have a case again.

    Reads:  cases, one row a case: person_id, opened_on, closed_on (null while open), exit_reason
            (null: not known).
    Takes:  until, the last day that is observed. Closings and openings after it are not known.
    Gives:  one row a closed case that is an exit, by closed_on and person_id: the columns of
            cases, and provisional: whether closed_on + gap_months lies after `until`, so that
            a new case may yet undo it.
    Raises: ValueError for a null person_id or opened_on, or a closed_on before opened_on.

    Another case of the same person undoes the exit when it is opened on or after closed_on and
    before closed_on + gap_months, or was opened before closed_on and is still open on that day.
    """
    read = columns.read(
        cases,
        {"person_id": None, "opened_on": pl.Date},
        {"closed_on": pl.Date, "exit_reason": None},
    )
    columns.demand_order(read, "opened_on", "closed_on")
    known = read.with_row_index("case").filter(pl.col("opened_on") <= until)
    person = numbered(known["person_id"])
    held = (known["closed_on"] <= until).fill_null(False).to_numpy()
    held &= ~_undone(known, person, gap_months)
    closed = known.select("case", "closed_on").filter(held)
    kept = closed[np.lexsort((narrow(person[held]), narrow(numbers(closed["closed_on"]))))]
    settled_on = months_after("closed_on", gap_months)
    return cases[kept["case"]].with_columns(kept.select(provisional=settled_on > until))


def _undone(cases: pl.DataFrame, person: np.ndarray, gap_months: int) -> np.ndarray:
    """Whether each closed case is undone by another of its person, a number each.

    Two looks into the cases of everybody in one line, by person and the day they were opened: how
    many were opened from the closing day on before the gap was over, itself not among them; and
    how far those that were opened before it go on.
    """
    days = cases.select("opened_on", "closed_on", settled_on=months_after("closed_on", gap_months))
    opened, closed, settled = (person * LINE + numbers(each) for each in days)
    order = np.argsort(opened, kind="stable")
    opened, closed, settled = opened[order], closed[order], settled[order]
    going_on = np.maximum.accumulate(np.concatenate(([NOBODY], closed)))
    before, within = np.searchsorted(opened, closed), np.searchsorted(opened, settled)
    undone = np.empty(len(order), bool)
    undone[order] = (within - before > (opened == closed)) | (going_on[before] > closed)
    return undone
