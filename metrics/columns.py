"""What a measure demands of the columns it reads, and how it refuses other data.

A refusal is a ValueError that names the column and the first wrong row. It never repeats the value,
which may be about a person.
"""

from collections.abc import Collection, Mapping, Sequence

import polars as pl

Known = pl.DataType | type[pl.DataType]
Kind = Known | None


def read(
    frame: pl.DataFrame | pl.LazyFrame,
    required: Mapping[str, Kind],
    nullable: Mapping[str, Kind] | None = None,
) -> pl.DataFrame:
    """The named columns of `frame`, in that order, collected and of the given types.

    A column whose type is None is taken as it is. Whole numbers widen to Int64, all numbers to
    Float64, Enum and Categorical to String; a column with only nulls is cast to any type.
    ValueError if a column is missing or of another type, or a required one has a null.
    """
    kinds = {**required, **(nullable or {})}
    _demand_present(frame, kinds)
    narrowed = frame.lazy().select(list(kinds)).collect()
    for name in required:
        if narrowed[name].null_count():
            refuse(narrowed, pl.col(name).is_null(), f"{name} is null")
    to_cast = {
        name: kind
        for name, kind in kinds.items()
        if kind is not None and kind != narrowed.schema[name]
    }
    if not to_cast:
        return narrowed
    return narrowed.with_columns(_typed(narrowed[name], kind) for name, kind in to_cast.items())


def with_same_key(
    left: pl.DataFrame, right: pl.DataFrame, key: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The two frames with the key column cast to one type.

    Only if it has the type Null in one of them, or whole numbers of different widths. Other
    differences are left as they are.
    """
    types = {frame.schema[key] for frame in (left, right)} - {pl.Null()}
    if len(types) > 1 and not all(kind.is_integer() for kind in types):
        return left, right
    kind = pl.Int64() if len(types) > 1 else next(iter(types), pl.String())
    cast = pl.col(key).cast(kind)
    same = [f if f.schema[key] == kind else f.with_columns(cast) for f in (left, right)]
    return same[0], same[1]


def demand_order(frame: pl.DataFrame, start: str, end: str) -> None:
    """Refuse a row whose end lies before its start. The same day is accepted, and so are nulls."""
    refuse(frame, pl.col(end) < pl.col(start), f"{end} lies before {start}")


def demand_from_zero(frame: pl.DataFrame, name: str) -> None:
    """Refuse a negative number."""
    refuse(frame, pl.col(name) < 0, f"{name} is negative")


def demand_code(frame: pl.DataFrame, name: str, codes: Collection[str]) -> None:
    """Refuse a value that is not one of the codes."""
    refuse(frame, ~pl.col(name).is_in(list(codes)), f"{name} is none of {', '.join(codes)}")


def demand_unique(frame: pl.DataFrame, names: Sequence[str]) -> None:
    """Refuse a row that has the same values in these columns as another row."""
    if frame[names[0]].n_unique() == frame.height:  # tells the rows apart by itself, and soon
        return
    refuse(frame, pl.struct(names).is_duplicated(), f"{', '.join(names)} is not unique")


def refuse(frame: pl.DataFrame, wrong: pl.Expr, what: str) -> None:
    """Raise ValueError at the first row for which `wrong` is true. Null is not wrong."""
    rows = frame.select(wrong.arg_true()).to_series()
    if not rows.is_empty():
        index = rows[0]
        raise ValueError(f"{what} in row {index + 1} of {frame.height} (index {index})")


def _demand_present(frame: pl.DataFrame | pl.LazyFrame, names: Collection[str]) -> None:
    present = frame.collect_schema().names()
    missing = [name for name in names if name not in present]
    if missing:
        raise ValueError(f"no column {', '.join(missing)} among {', '.join(present)}")


def _typed(column: pl.Series, kind: Known) -> pl.Series:
    widens = (
        column.dtype == pl.Null
        or (kind == pl.Int64 and column.dtype.is_integer())
        or (kind == pl.Float64 and column.dtype.is_numeric())
        or (kind == pl.String and column.dtype in (pl.Enum, pl.Categorical))
    )
    if not widens:
        raise ValueError(f"{column.name} must be {kind}, is {column.dtype}")
    return column.cast(kind)
