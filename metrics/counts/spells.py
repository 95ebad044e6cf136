"""Cases for the days on which something holds of them, so that they can be counted on any day."""

import polars as pl

from metrics.counts.open_cases import CELL, KEYS
from metrics.intervals import stock
from metrics.lines import LINE, NEVER, in_one_line


def cases_while(cases: pl.DataFrame, spells: pl.DataFrame, by: str = "case_id") -> pl.DataFrame:
    """The cases for those of their open days on which at least one of their spells holds.

    Reads:  cases: case_id, unit_id, target_group, opened_on, closed_on (null: open), and `by`;
            spells: `by`, starts_on, ends_on (null: still going), in force on the first day and
            not on the last.
    Gives:  the columns of cases, opened_on and closed_on being the first of such days in a row
            and the first day after them. A case may have several rows, but no day twice, so that
            what is given can be asked about again. One with no such day has no row.
    """
    days = cases.select(by, "opened_on", "closed_on").with_row_index("row")
    held = (
        spells.join(days, on=by)
        .select(
            "row",
            opened_on=pl.max_horizontal("opened_on", "starts_on"),
            closed_on=pl.min_horizontal(pl.col("closed_on", "ends_on").fill_null(NEVER)),
        )
        .filter(pl.col("opened_on") < pl.col("closed_on"))
    )
    runs = (
        held.select("row", *(in_one_line("row", day) for day in ("opened_on", "closed_on")))
        .sort("opened_on")
        .with_columns(pl.max_horizontal("opened_on", pl.col("closed_on").cum_max().shift(1)))
        .filter(pl.col("opened_on") < pl.col("closed_on"))
    )
    return cases[runs["row"]].with_columns(
        runs.select(
            (pl.col(day) - pl.col("row").cast(pl.Int64) * LINE).cast(pl.Int32).cast(pl.Date)
            for day in ("opened_on", "closed_on")
        ).get_columns()
    )


def shares_on(days: pl.DataFrame, whole: pl.DataFrame, part: pl.DataFrame) -> pl.DataFrame:
    """How many are of the whole and of the part on each day, by unit and target group.

    Reads:  days: period, day, as `days_asked` gives them; whole and part: unit_id, target_group,
            opened_on, closed_on, the part's being days of the whole's.
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
    """Rows about cases, each with its case's unit and target group; those of no case left out."""
    return rows.join(cases.select("case_id", *CELL), on="case_id")
