"""Time until something happens, where those still waiting count for as long as they were observed.

Leave out spells that were already running when observation began, and say so where the result is
shown.
"""

from collections.abc import Sequence

import polars as pl

from metrics import columns
from metrics.share import two_sided_z

# A product of fractions that is exactly one half may not be so in floats.
DECIMALS = 9


def kaplan_meier(spells: pl.DataFrame, by: Sequence[str] = (), level: float = 0.95) -> pl.DataFrame:
    """The share still there after each number of days.

    Reads:  spells, one row per spell: days (whole, 0 and up), exited (false: censored, last seen
            then), and `by`.
    Gives:  …by, days, at_risk, exits, censored, survival, lower, upper: one row per time that
            occurs, sorted. at_risk are those whose time is at least as long; at the same time
            exits come before censorings. The limits contain survival with `level` confidence;
            where survival is 1 or 0 they equal it.
    Raises: ValueError for a null or negative days, a null exited, a level outside 0 to 1.

    Source: Kaplan & Meier 1958; Greenwood's variance on the log(−log) scale, Kalbfleisch &
    Prentice. A cause among several is never read off this curve: see `exits_by_cause`.
    """
    z = two_sided_z(level)
    read = _read(spells, {"days": pl.Int64, "exited": pl.Boolean}, dict.fromkeys(by))
    times = read.group_by(*by, "days").agg(exits=pl.col("exited").sum(), ended=pl.len())
    times = _at_risk(times, by).with_columns(censored=pl.col("ended") - pl.col("exits"))
    times = times.with_columns(survival=_survival(by), spread=_spread(by))
    return times.with_columns(
        lower=_limit(pl.col("spread") * z), upper=_limit(pl.col("spread") * -z)
    ).select(*by, "days", "at_risk", "exits", "censored", "survival", "lower", "upper")


def median_days(curve: pl.DataFrame) -> int | None | pl.DataFrame:
    """The first time at which at most half are still there; None when so few never are.

    Reads:  a curve of `kaplan_meier`.
    Gives:  the days, or for a curve with groups a frame: …by, median_days (null for None), one
            row per group, sorted.
    """
    by = curve.columns[: curve.columns.index("days")]
    return median_by(curve, by) if by else curve.select(_median()).item()


def median_by(curve: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The median of each group of a curve of `kaplan_meier`: …by, median_days, sorted."""
    return curve.group_by(by).agg(_median()).sort(by)


def _median() -> pl.Expr:
    half = pl.col("survival").round(DECIMALS) <= 0.5
    return pl.col("days").filter(half).min().alias("median_days")


def exits_by_cause(spells: pl.DataFrame, by: Sequence[str] = ()) -> pl.DataFrame:
    """The share that has left for each cause after each number of days.

    Reads:  spells, one row per spell: days (whole, 0 and up), cause (null: censored), and `by`.
    Gives:  …by, cause, days, share, sorted: share is cumulative, of all who began. Every cause
            that occurs in a group, at every time at which anyone in it leaves; together the
            causes are 1 − survival. No rows for a group that nobody has left.
    Raises: ValueError for a null or negative days.

    Source: Aalen & Johansen 1978. Each exit counts for the share still there before its day,
    so that those who leave for one cause cannot leave for another; 1 − Kaplan–Meier with other
    causes censored would overstate each.
    """
    read = _read(spells, {"days": pl.Int64}, {**dict.fromkeys(by), "cause": pl.String})
    times = read.group_by(*by, "days").agg(exits=pl.col("cause").count(), ended=pl.len())
    times = _at_risk(times, by)
    before = _within(_survival(by).shift(1, fill_value=1.0), by)
    times = times.with_columns(before=before).filter(pl.col("exits") > 0)
    grid = times.join(read.drop_nulls("cause").select(*by, "cause").unique(), **_on(by))
    counted = read.group_by(*by, "cause", "days").agg(left=pl.len())
    grid = grid.join(counted, on=[*by, "cause", "days"], how="left", nulls_equal=True)
    step = pl.col("before") * pl.col("left").fill_null(0) / pl.col("at_risk")
    return grid.sort(*by, "cause", "days").select(
        *by, "cause", "days", share=step.cum_sum().over(*by, "cause")
    )


def _read(spells, required, nullable) -> pl.DataFrame:
    read = columns.read(spells, required, nullable)
    columns.demand_from_zero(read, "days")
    return read


def _at_risk(times: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The times in order, with the number of spells that had not ended before each."""
    times = times.sort(*by, "days").with_columns(pl.col("exits", "ended").cast(pl.Int64))
    return times.with_columns(at_risk=_within(pl.col("ended").cum_sum(reverse=True), by))


def _survival(by: Sequence[str]) -> pl.Expr:
    return _within((1 - pl.col("exits") / pl.col("at_risk")).cum_prod(), by)


def _spread(by: Sequence[str]) -> pl.Expr:
    """The standard error of log(−log survival)."""
    staying = pl.col("at_risk") - pl.col("exits")
    greenwood = _within((pl.col("exits") / (pl.col("at_risk") * staying)).cum_sum(), by)
    return greenwood.sqrt() / _survival(by).log().abs()


def _limit(exponent: pl.Expr) -> pl.Expr:
    """Survival to the power of e to the exponent; 1 to any power is 1, and 0 is left as it is."""
    survival = pl.col("survival")
    return pl.when(survival > 0).then(survival.pow(exponent.exp())).otherwise(survival)


def _within(expression: pl.Expr, by: Sequence[str]) -> pl.Expr:
    return expression.over(by) if by else expression


def _on(by: Sequence[str]) -> dict:
    """The arguments of a join of each row to all rows of its group."""
    return {"on": by, "nulls_equal": True} if by else {"how": "cross"}
