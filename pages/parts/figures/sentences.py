"""A figure in words: its value, how sure it is, and how it stands against a year before."""

import polars as pl

from metrics.catalogue import Figure
from metrics.share import interval
from pages.parts import sv


def shown_value(figure: Figure, row: dict) -> str:
    """One period's value: '1 204', '45 %', '..', or '–'."""
    if not row["shown"]:
        return sv.HIDDEN
    return sv.percent(row["value"]) if figure.is_share else sv.number(row["value"])


def sentence(figure: Figure, series: pl.DataFrame, row: dict, variation: str) -> str:
    """What a series says of its latest settled period, from the rows that draw it.

    Takes the series of a Reading, its latest row and its variation's code.
    """
    title = figure.title
    when = sv.period_in_words(row["period"], figure.cadence)
    if not row["shown"]:
        return f"{title} är dolt för {when}."
    if row["value"] is None:
        return f"{title}: det finns inget att dela med i {when}."
    value = shown_value(figure, row)
    value = f"{value} av {sv.number(row['whole'])}" if row["whole"] else value
    return f"{title} var {value} i {when}, {_compared(figure, series, row, variation)}."


IN_WORDS = {
    "improvement": "en förbättring",
    "concern": "en försämring",
    "change": "en förändring",
    "normal": "inom normal variation",
    "too_few": "för få punkter för att bedöma",
    "unchanged": "oförändrat",
    "sparse": "för små tal för att bedöma",
    "hidden": "kan inte bedömas eftersom någon period är dold",
    "nothing": "inget att bedöma",
}


def _compared(figure: Figure, series: pl.DataFrame, row: dict, variation: str) -> str:
    """How the latest stands against a year before, and whether that is more than noise."""
    verdict = IN_WORDS[variation.removesuffix("_high").removesuffix("_low")]
    a_year_before = series.filter(
        pl.col("period") == pl.lit(row["period"]).dt.offset_by("-12mo"),
        pl.col("shown"),
        pl.col("value").is_not_null(),
    )
    if a_year_before.is_empty():
        return verdict
    before = a_year_before["value"][0]
    change = row["value"] - before
    return f"{_difference(figure, change, before)} ett år tidigare: {verdict}"


def _difference(figure: Figure, change: float, before: float) -> str:
    """'278 färre (−19 %) än', '6,1 procentenheter mer än', 'lika mycket som'."""
    if abs(change) < (0.0005 if figure.is_share else 0.5):
        return "lika mycket som"
    if figure.is_share:
        return f"{sv.points(abs(change))} {'mer' if change > 0 else 'mindre'} än"
    relative = f" ({'+' if change > 0 else ''}{sv.percent(change / before)})" if before else ""
    return f"{sv.number(abs(change))} {'fler' if change > 0 else 'färre'}{relative} än"


def sure(row: dict) -> str:
    """Between which shares the true one lies, in words; empty where it can't be said."""
    if not row["shown"] or not row["whole"]:
        return ""
    lower, upper = interval(row["part"], row["whole"])
    return f"{sv.number(100 * lower)}–{sv.percent(upper)}"
