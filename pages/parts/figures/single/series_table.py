"""One figure's series as a table to read or take along: every kind has columns of its own."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import polars as pl

from metrics.catalogue import Figure
from pages.parts import sv
from pages.parts.figures.reading.reading import Reading, is_of_few
from pages.parts.figures.reading.sentences import decimals_of, shown_target, written

Cell = Callable[[Figure, Mapping], str]


RULES = {
    "beyond": "utanför gränserna",
    "trend": "sju i rad åt ett håll",
    "two_of_three": "två av tre nära en gräns",
    "shift": "sju i rad på samma sida",
}
SIGNALS = {"improvement": "förbättring", "concern": "försämring", "change": "förändring"}


def series_table(
    reading: Reading,
    named: Callable[[Mapping], str] | None = None,
    aim: Callable[[date], float | None] = lambda _: None,
) -> pl.DataFrame:
    """One row per period, the latest first, with all that its chart draws; hidden cells as `..`.

    `named` gives a period's name, `aim` the target that held then.
    """
    figure, rows = reading.figure, reading.series.sort("period", descending=True).to_dicts()
    name_of = named or (lambda row: sv.period(row["period"], figure.cadence.name))
    columns, charted = _columns(reading), _charted(reading, aim)
    return pl.DataFrame(
        [
            {
                "Period": name_of(row),
                **{name: _or_hidden(cell, figure, row) for name, cell in columns.items()},
                "Preliminär": "ja" if row["provisional"] else "",
                **{name: cell(row) for name, cell in charted.items()},
            }
            for row in rows
        ]
    )


def _columns(reading: Reading) -> dict[str, Cell]:
    """The columns between the period and whether it is provisional: heading and cell."""
    figure = reading.figure
    if figure.kind == "share":
        return {"Värde": _value, "Täljare": _part, "Nämnare": _whole}
    if figure.kind == "days":
        has_waiting = reading.series["value_all"].count() > 0
        waiting = {"Median med dem som väntar": _days("value_all")} if has_waiting else {}
        return {
            "Median": _days("value"),
            "90 procent inom": _days("value_90"),
            "n": _people,
            **waiting,
        }
    if figure.kind == "kronor":
        return {"Belopp (kronor)": _value, "Hushåll": _people}
    if figure.kind == "change":
        return {"Förändring": _value, "Nu": _now, "Ett år tidigare": _whole}
    if figure.kind == "ratio":
        return {"Värde": _value, "n": _whole if figure.adds_up else _people}
    return {"Värde": _value}


def _charted(
    reading: Reading, aim: Callable[[date], float | None]
) -> dict[str, Callable[[Mapping], str]]:
    """The columns that the chart draws: its limits, the target and the judgement."""
    if reading.chart is None or reading.chart.is_empty():
        return {}
    of = {row["period"]: row for row in reading.chart.iter_rows(named=True)}

    def limit(name: str, row: Mapping) -> str:
        value = of.get(row["period"], {}).get(name)
        return (
            ""
            if value is None
            else written(reading.figure, value, decimals_of(reading.figure, value))
        )

    def aimed(row: Mapping) -> str:
        value = aim(row["period"])
        return "" if value is None else shown_target(reading.figure, value)

    def judged(row: Mapping) -> str:
        point = of.get(row["period"])
        if point is None or point["provisional"] or point["note"] or is_of_few(reading.figure, row):
            return ""
        if not point["rule"]:
            return "normal variation"
        return f"{SIGNALS[point['signal']]}, {RULES[point['rule']]}"

    return {
        "Medel": partial(limit, "mean"),
        "Nedre gräns": partial(limit, "lower"),
        "Övre gräns": partial(limit, "upper"),
        "Mål": aimed,
        "Bedömning": judged,
    }


def _or_hidden(cell: Cell, figure: Figure, row: Mapping) -> str:
    return cell(figure, row) if row["shown"] else sv.HIDDEN


def _value(figure: Figure, row: Mapping) -> str:
    return written(figure, row["value"], decimals_of(figure, row["value"]))


def _part(_: Figure, row: Mapping) -> str:
    return sv.number(row["part"])


def _whole(_: Figure, row: Mapping) -> str:
    return sv.number(row["whole"])


def _now(_: Figure, row: Mapping) -> str:
    is_known = None not in (row["part"], row["whole"])
    return sv.number(row["part"] + row["whole"] if is_known else None)


def _people(_: Figure, row: Mapping) -> str:
    return sv.number(row["people"])


def _days(name: str) -> Cell:
    return lambda figure, row: written(figure, row[name])
