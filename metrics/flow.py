"""Into and out of a stock of cases."""

from datetime import date

import polars as pl

from metrics import columns
from metrics.chains import gaps, parallel, time_to_first
from metrics.intervals import monthly, stock

__all__ = ["exits", "gaps", "monthly", "parallel", "stock", "time_to_first"]


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
    closed = known.filter(pl.col("closed_on") <= until)
    settled_on = pl.col("closed_on").dt.offset_by(f"{gap_months}mo")
    undone = _pairs(closed, known).filter(
        (pl.col("opened_on_other") < settled_on) & _open_from(pl.col("closed_on"))
    )
    kept = closed.join(undone, on="case", how="anti").sort("closed_on", "person_id", "case")
    return cases[kept["case"]].with_columns(kept.select(provisional=settled_on > until))


def _pairs(closed: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Each closed case beside each other case of its person."""
    others = known.select("person_id", "case", "opened_on", "closed_on")
    pairs = closed.join(others, on="person_id", suffix="_other")
    return pairs.filter(pl.col("case") != pl.col("case_other"))


def _open_from(day: pl.Expr) -> pl.Expr:
    """Whether the other case is opened on or after the day, or is open on it."""
    opened, closed = pl.col("opened_on_other"), pl.col("closed_on_other")
    return (opened >= day) | (closed.is_null() | (closed > day))
