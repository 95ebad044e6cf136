"""Cases cut to the days on which something holds, so that they can be counted on any day."""

import numpy as np
import polars as pl

from metrics.counts.open_cases import CELL, KEYS
from metrics.intervals import stock
from metrics.lines import apart, dates, matched, numbers


def cases_while(cases: pl.DataFrame, spells: pl.DataFrame, by: str = "case_id") -> pl.DataFrame:
    """The cases, cut to the open days on which at least one of their spells is in force.

    Reads:  cases: case_id, unit_id, target_group, opened_on, closed_on (null: open), and `by`;
            spells: `by`, starts_on, ends_on (null: still going), in force on the first day and
            not on the last.
    Gives:  the columns of cases, where opened_on is the first of a run of such days and closed_on
            the first day after it. A case may have several rows but no day twice, so that the
            result can be cut again. A case without such a day has no row.
    """
    at, row = matched(cases[by], spells[by])
    opened, closed = (numbers(cases[name])[row] for name in ("opened_on", "closed_on"))
    starts, ends = (numbers(spells[name])[at] for name in ("starts_on", "ends_on"))
    row, begins, ends = apart(row, np.maximum(opened, starts), np.minimum(closed, ends))
    return cases[row].with_columns(opened_on=dates(begins), closed_on=dates(ends))


def shares_on(days: pl.DataFrame, whole: pl.DataFrame, part: pl.DataFrame) -> pl.DataFrame:
    """The numbers in the whole and in the part on each day, by unit and target group.

    Reads:  days: period, day, as `days_asked` gives them; whole and part: unit_id, target_group,
            opened_on, closed_on; the days of the part lie within those of the whole.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three. No row where
            there is no whole.
    """
    of_whole, of_part = (stock(rows, days["day"], CELL) for rows in (whole, part))
    return (
        of_whole.rename({"open": "whole"})
        .filter(pl.col("whole") > 0)
        .join(of_part.rename({"open": "part"}), [*CELL, "day"], how="left", nulls_equal=True)
        .join(days, on="day")
        .select(*KEYS, pl.col("part").fill_null(0), "whole")
        .sort(KEYS)
    )


def placed(rows: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Rows about cases, with the case's unit and target group; rows without a case are left out."""
    return rows.join(cases.select("case_id", *CELL), on="case_id")
