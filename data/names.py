"""Names that tell apart what they name, where several things have the same."""

from collections.abc import Sequence

import polars as pl


def told_apart(rows: pl.DataFrame, name: str, by: Sequence[str]) -> pl.DataFrame:
    """The rows, with what they belong to after each name that several of them have.

    Reads:  rows; name, a column of text; by, columns that say what a row belongs to, of text, days
            or numbers. Names are compared as they are read: without regard to case.
    Gives:  the same rows with the names 'Unga vuxna, Jobbtorget' and 'Unga vuxna, Sfi'. What
            follows the name is the first of `by` that is known of all of that name and tells them
            apart; if none does, the last of them.
    """
    same = pl.col(name).str.to_lowercase()
    of = pl.lit(None, pl.String)
    for column in by:
        text = pl.col(column).cast(pl.String)
        tells = text.n_unique().over(same) == pl.len().over(same)
        is_last = pl.lit(column == by[-1])
        of = pl.coalesce(
            of, pl.when(tells & text.is_not_null().all().over(same) | is_last).then(text)
        )
    twice = pl.len().over(same) > 1
    return rows.with_columns(
        pl.when(twice).then(pl.concat_str(name, of, separator=", ")).otherwise(name).alias(name)
    )
