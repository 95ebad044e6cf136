"""What has become of people after some months, among those who have been followed that long."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics import columns


def lasting(
    exits: pl.DataFrame,
    returns: pl.DataFrame,
    on: date,
    months: Sequence[int] = (6, 12),
    exit_gap_months: int = 0,
    by: Sequence[str] = (),
) -> pl.DataFrame:
    """How many of those who left have not come back within each number of months.

    Reads:  exits, one row per exit: person_id, exited_on, and `by`;
            returns, one row per return: person_id, returned_on.
    Gives:  one row per horizon and group of `by`, sorted: …by, months, exits, lasting, share.
            exits: those at least horizon + exit gap old on `on`, and not undone by a return on
            or after exited_on but before the exit gap is over. lasting: those of them without a
            return up to the anniversary of the exit; one on that very day is a return. A return
            before exited_on is ignored. share is null when there are no exits.
    Raises: ValueError for a null person_id, exited_on or returned_on.
    """
    left = columns.read(exits, {"person_id": None, "exited_on": pl.Date}, dict.fromkeys(by))
    back = columns.read(returns, {"person_id": None, "returned_on": pl.Date})
    left = _with_next_return(*columns.with_same_key(left, back, "person_id"))
    undone = _by_then(pl.col("returned_on") < _later("exited_on", exit_gap_months))
    horizons = [
        left.select(
            *by,
            months=pl.lit(horizon, pl.Int64),
            exits=~undone & (_later("exited_on", horizon + exit_gap_months) <= on),
            lasting=~_by_then(pl.col("returned_on") <= _later("exited_on", horizon)),
        )
        for horizon in months
    ]
    return _shares(pl.concat(horizons), by, "exits", "lasting")


def remaining_after(
    members: pl.DataFrame, months: Sequence[int], on: date, by: Sequence[str] = ()
) -> pl.DataFrame:
    """How many of those who started are still there after each number of months.

    Reads:  members, one row per member: member_id, started_on, left_on (null: still there; the
            first time, for one who has left more than once), and `by`.
    Gives:  one row per horizon and group of `by`, sorted: …by, months, members, remaining, share.
            members: those who started at least that long before `on`. remaining: those of them
            who had not left by then; one who leaves on that very day is gone. share is null when
            nobody has been followed that long.
    Raises: ValueError for a null member_id or started_on, or a left_on before started_on.
    """
    required = {"member_id": None, "started_on": pl.Date}
    read = columns.read(members, required, dict.fromkeys(by) | {"left_on": pl.Date})
    columns.demand_order(read, "started_on", "left_on")
    horizons = [
        read.select(
            *by,
            months=pl.lit(horizon, pl.Int64),
            members=_later("started_on", horizon) <= on,
            remaining=~_by_then(pl.col("left_on") <= _later("started_on", horizon)),
        )
        for horizon in months
    ]
    return _shares(pl.concat(horizons), by, "members", "remaining")


def _with_next_return(left: pl.DataFrame, back: pl.DataFrame) -> pl.DataFrame:
    """Each exit with the person's first return on or after it, or null."""
    return left.sort("exited_on").join_asof(
        back.sort("returned_on"),
        left_on="exited_on",
        right_on="returned_on",
        by="person_id",
        strategy="forward",
        check_sortedness=False,
    )


def _shares(rows: pl.DataFrame, by: Sequence[str], whole: str, part: str) -> pl.DataFrame:
    """Count the two yes/no columns, the part only within the whole, and take the share."""
    part_of_whole = pl.col(whole) & pl.col(part)
    counted = rows.group_by(*by, "months").agg(
        pl.col(whole).sum().cast(pl.Int64), part_of_whole.sum().cast(pl.Int64).alias(part)
    )
    share = pl.when(pl.col(whole) > 0).then(pl.col(part) / pl.col(whole))
    return counted.with_columns(share=share).sort(*by, "months")


def _later(name: str, months: int) -> pl.Expr:
    return pl.col(name).dt.offset_by(f"{months}mo")


def _by_then(happened: pl.Expr) -> pl.Expr:
    """Whether something had happened by then; null, no day, counts as not."""
    return happened.fill_null(False)
