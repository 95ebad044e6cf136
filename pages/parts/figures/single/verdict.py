"""One figure's latest value with its verdicts, how sure it is, and what it was a year before."""

import polars as pl

from metrics.catalogue import Figure, FromLedger, FromPlans
from metrics.periods import add_months
from pages.parts import sv
from pages.parts.figures.reading.reading import Reading
from pages.parts.figures.reading.sentences import (
    interval_in_words,
    shown_value,
    unit_after,
    written,
)
from pages.parts.markup import badge, text

LAST_YEAR = {
    "month": "samma månad förra året",
    "quarter": "samma kvartal förra året",
    "half": "samma halvår förra året",
    "year": "året före",
}


def verdict(reading: Reading) -> str:
    """The latest value large, with its verdicts, how sure it is, and what it was a year before."""
    if reading.missing:
        return f"<p>{text(reading.missing)}</p>"
    row = reading.latest
    unit = unit_after(reading.figure)
    unit = f" <small>{text(unit)}</small>" if unit else ""
    small = " · ".join(part for part in _around(reading, row) if part)
    return (
        f"<p class='lb-value'>{text(reading.value)}{unit}</p>"
        f"<p class='lb-small' style='margin:.15rem 0 .5rem'>{text(small)}</p>"
        f"<p>{badge(reading.variation)} {badge(reading.assurance_with_aim)}</p>"
    )


def _around(reading: Reading, row: dict | None) -> list[str]:
    if row is None:
        return [reading.behind]
    figure = reading.figure
    parts = [sv.period_in_words(row["period"], figure.cadence.name), reading.behind]
    if (
        figure.is_share
        and not isinstance(figure, FromPlans | FromLedger)
        and interval_in_words(row)
    ):
        parts.append(f"95 % osäkerhetsintervall: {interval_in_words(row)}")
    if figure.kind == "days" and row["shown"]:
        parts += _of_days(figure, row)
    return [*parts, a_year_before(reading, row)]


def _of_days(figure: Figure, row: dict) -> list[str]:
    """What a median leaves out: how long it takes for nearly all, and those who wait."""
    nine, waiting = row["value_90"], row["value_all"]
    parts = [f"nio av tio inom {written(figure, nine)}"] if nine is not None else []
    if waiting is not None:
        days = written(figure, waiting)
        parts.append(f"median med dem som ännu väntar: {days} (Kaplan–Meier)")
    return parts


def a_year_before(reading: Reading, row: dict) -> str:
    """'samma månad förra året: 45 %'; empty where there is no such period."""
    then = reading.series.filter(pl.col("period") == add_months(row["period"], -12))
    if then.is_empty():
        return ""
    value = shown_value(reading.figure, then.row(0, named=True))
    return f"{LAST_YEAR[reading.figure.cadence.name]}: {value}"
