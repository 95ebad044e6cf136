"""What has changed since last time."""

import polars as pl

from metrics import columns

KEY = ["what", "which"]


def since(then: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """The differences between two pictures of the same things.

    Reads:  then and now, one row per thing: what, which, and its value (null: not known, hidden).
            Values of different types are compared as the type that holds both.
    Gives:  what, which, before, after, kind, sorted by what and which, of the things that are
            new (only now; before is null), gone (only then; after is null) or changed. A value
            that becomes null, or stops being null, has changed. Unchanged things are left out.
    Raises: ValueError for a null what or which, or a thing that occurs twice in one frame.
    """
    then, now = _read(then), _read(now)
    both = pl.concat([then.clear(), now.clear()], how="vertical_relaxed").schema
    pairs = then.cast(both).rename({"value": "before"}).with_row_index("then")
    pairs = pairs.join(
        now.cast(both).rename({"value": "after"}).with_row_index("now"),
        on=KEY,
        how="full",
        coalesce=True,
    )
    kind = (
        pl.when(pl.col("then").is_null())
        .then(pl.lit("new"))
        .when(pl.col("now").is_null())
        .then(pl.lit("gone"))
        .when(pl.col("before").ne_missing(pl.col("after")))
        .then(pl.lit("changed"))
    )
    differences = pairs.select(*KEY, "before", "after", kind=kind).drop_nulls("kind")
    return differences.sort(KEY)


def _read(things: pl.DataFrame) -> pl.DataFrame:
    read = columns.read(things, dict.fromkeys(KEY), {"value": None})
    columns.demand_unique(read, KEY)
    return read
