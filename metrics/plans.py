"""How far action plans have come.

Two things are never mixed: an item's status is stored as updates (not_started, in_progress, done,
cancelled), and its timing (overdue, due soon, stale) is computed from days. Whether an item is on
track, at risk or blocked is a judgement, and is not computed at all.
"""

from collections.abc import Iterable
from datetime import date

import polars as pl

from metrics import columns
from metrics.rules import DEFAULTS

STATUSES = ("not_started", "in_progress", "done", "cancelled")
OVER = ("done", "cancelled")
SOON_DAYS = 14


def progress(
    items: pl.DataFrame, updates: pl.DataFrame, on: date, stale_after: int = DEFAULTS.stale_after
) -> pl.DataFrame:
    """How far each plan has come at the end of a day.

    Reads:  items and updates, as `standing` does.
    Gives:  one row per plan that has items, by plan_id: the counts items, done, cancelled, left,
            overdue, due_soon, stale, unowned. items = done + cancelled + left, and the last four
            are each counted among those left. They are the rows of `standing`, counted.
    Raises: as `standing`.
    """
    return counted(standing(items, updates, on, stale_after), "plan_id")


def counted(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """The rows of `standing` as the counts of `progress`, one row per group of `by`, sorted."""
    counts = {
        "items": pl.lit(True),
        "done": pl.col("status") == "done",
        "cancelled": pl.col("status") == "cancelled",
        "left": _left(),
        "overdue": pl.col("days_overdue").is_not_null(),
        "due_soon": pl.col("due_soon"),
        "stale": pl.col("days_stale").is_not_null(),
        "unowned": pl.col("unowned"),
    }
    rows = rows.select(*by, **counts)
    return rows.group_by(by).agg(pl.col(*counts).sum().cast(pl.Int64)).sort(by)


def standing(
    items: pl.DataFrame, updates: pl.DataFrame, on: date, stale_after: int = DEFAULTS.stale_after
) -> pl.DataFrame:
    """How each item of each plan stands at the end of a day.

    Reads:  items, one row per item: plan_id, item_id, due_on (null: no day set),
            responsible_function (null or blank: nobody), and optionally decided_on;
            updates, one row per update: item_id, at, seq, status. The last by at, seq at the end
            of `on` holds; an item without one is not_started. A moment with a time zone is
            turned into UTC, and its day is the day in UTC.
    Gives:  the items with all their columns, by plan_id and item_id, and
            status;
            days_overdue: days since due_on, 1 and up; null when not overdue. Due on `on` is not
            yet overdue, and an item without a day never is;
            due_soon: due on `on` or within the 14 days after it;
            days_stale: days since the last update, or since decided_on if there is none; null
            when they are at most `stale_after`, or when neither day is known;
            unowned: no responsible function.
            The last four are null or false for an item that is done or cancelled.
    Raises: ValueError for a null plan_id, item_id, at, seq or status, or an unknown status.
    """
    rows, state = _state(items, updates, [on], stale_after)
    return items[rows].with_columns(state.drop("day").get_columns()).sort("plan_id", "item_id")


def standing_on_days(
    items: pl.DataFrame,
    updates: pl.DataFrame,
    days: Iterable[date],
    stale_after: int = DEFAULTS.stale_after,
) -> pl.DataFrame:
    """The rows of `standing` at the end of each of some days, with day; sorted by it."""
    rows, state = _state(items, updates, days, stale_after)
    return items[rows].with_columns(state.get_columns())


def _state(
    items: pl.DataFrame, updates: pl.DataFrame, days: Iterable[date], stale_after: int
) -> tuple[pl.Series, pl.DataFrame]:
    """Each item on each day: its row number among the items, and its state at the day's end."""
    each_day = pl.DataFrame({"day": sorted(set(days))}, schema={"day": pl.Date})
    read, latest = columns.with_same_key(_items(items), _last_of_day(updates), "item_id")
    read = each_day.join(read.with_row_index("row"), how="cross", maintain_order="left_right")
    # both are sorted by day within each item
    read = read.join_asof(
        latest, left_on="day", right_on="updated_on", by="item_id", check_sortedness=False
    ).with_columns(pl.col("status").fill_null("not_started"))
    overdue = pl.col("day") - pl.col("due_on")
    quiet = pl.col("day") - pl.coalesce("updated_on", "decided_on")
    state = read.select(
        "day",
        "status",
        days_overdue=_days_over(overdue, 0),
        due_soon=_left() & (-overdue).dt.total_days().is_between(0, SOON_DAYS).fill_null(False),
        days_stale=_days_over(quiet, stale_after),
        unowned=_left() & (pl.col("responsible_function").fill_null("").str.strip_chars() == ""),
    )
    return read["row"], state


def burnup(items: pl.DataFrame, updates: pl.DataFrame, days: Iterable[date]) -> pl.DataFrame:
    """How many items of each plan were due by each day, and how many were done.

    Reads:  items and updates, as `standing` does.
    Gives:  plan_id, day, planned (items due by the end of the day that were not cancelled by then;
            an item without a day never is), done (items done by then, whenever they were due);
            one row per plan that has items and distinct day, sorted.
    Raises: as `standing`.
    """
    due = (pl.col("due_on") <= pl.col("day")) & (pl.col("status") != "cancelled")
    return (
        standing_on_days(items, updates, days)
        .group_by("plan_id", "day")
        .agg(
            planned=due.sum().cast(pl.Int64),
            done=(pl.col("status") == "done").sum().cast(pl.Int64),
        )
        .sort("plan_id", "day")
    )


def _items(items: pl.DataFrame) -> pl.DataFrame:
    if "decided_on" not in items.columns:
        items = items.with_columns(decided_on=pl.lit(None, pl.Date))
    return columns.read(
        items,
        {"plan_id": None, "item_id": None},
        {"due_on": pl.Date, "decided_on": pl.Date, "responsible_function": pl.String},
    )


def _last_of_day(updates: pl.DataFrame) -> pl.DataFrame:
    """The last update of each item on each day that has one: item_id, status, updated_on.

    Sorted by day.
    """
    read = columns.read(updates, {"item_id": None, "at": None, "seq": None, "status": pl.String})
    columns.demand_code(read, "status", STATUSES)
    return (
        read.with_columns(updated_on=pl.col("at").cast(pl.Date))  # in UTC, whatever its time zone
        .sort("at", "seq", maintain_order=True)
        .group_by("item_id", "updated_on")
        .agg(pl.col("status").last())
        .sort("updated_on")
    )


def _left() -> pl.Expr:
    return ~pl.col("status").is_in(OVER)


def _days_over(length: pl.Expr, limit: int) -> pl.Expr:
    days = length.dt.total_days()
    return pl.when(_left() & (days > limit)).then(days)
