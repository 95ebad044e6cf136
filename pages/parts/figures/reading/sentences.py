"""A figure in words: its value, how sure it is, and how it stands against a year before."""

import polars as pl

from metrics.catalogue import Figure, FromLedger
from metrics.share import interval
from pages.parts import sv


def shown_value(figure: Figure, row: dict, decimals: int = 0) -> str:
    """One period's value: '1 204', '45 %', '−20 %', '23 dagar', '0,8', '..', or '–'."""
    if not row["shown"]:
        return sv.HIDDEN
    return written(figure, row["value"], decimals)


def written(figure: Figure, value: float | None, decimals: int = 0) -> str:
    """A value of a figure, or a target, written as its kind is."""
    if value is None:
        return sv.NOTHING
    if figure.is_percent:
        return sv.percent(value, decimals)
    if figure.kind == "days":
        return sv.count(value, "dag", "dagar", 0 if value == round(value) else 1)
    return sv.number(value, max(decimals, 1) if figure.kind == "ratio" else decimals)


def shown_target(figure: Figure, value: float) -> str:
    """A target written as its kind is: '40 %', '40,5 %', '1 100', '30 dagar', '2,5'.

    Decimals only where there are any.
    """
    number = 100 * value if figure.is_percent else value
    decimals = 0 if abs(number - round(number)) < 0.05 else 1
    if figure.kind == "ratio" and not figure.is_percent:
        return sv.number(value, decimals)
    return written(figure, value, decimals)


def unit_after(figure: Figure) -> str:
    """The unit that stands after a value of a figure; none where it is in the value already."""
    return "" if figure.is_percent or figure.kind == "days" else figure.unit


def decimals_of(figure: Figure, value: float | None) -> int:
    """How many decimals a value has in a table: one, but for whole kronor and whole counts."""
    is_count = figure.kind == "count" and (value is None or value == round(value))
    return 0 if is_count or figure.kind == "kronor" else 1


def with_unit(figure: Figure, value: float | None) -> str:
    """A value and its unit: '1 204 hushåll', '45 %', '23 dagar', '0,8 byten per ärendeår'."""
    unit = unit_after(figure)
    return written(figure, value) + (f"{sv.SPACE}{unit}" if unit and value is not None else "")


MILLION, THOUSAND = 1_000_000, 1_000


def at_a_glance(figure: Figure, row: dict) -> tuple[str, str]:
    """One period's value and its unit as they are read across a room: '11,0' and 'mnkr'.

    Sums are in millions of kronor, or in thousands where that is at least ten; tables have them
    whole. Everything else is as `shown_value` has it; hidden or nothing has no unit.
    """
    value = row["value"]
    if not row["shown"] or value is None:
        return shown_value(figure, row), ""
    if figure.kind == "kronor" and abs(value) >= MILLION:
        return sv.number(value / MILLION, 1), "mnkr"
    if figure.kind == "kronor" and abs(value) >= 10 * THOUSAND:
        return sv.number(value / THOUSAND), "tkr"
    return shown_value(figure, row), unit_after(figure)


def sentence(figure: Figure, series: pl.DataFrame, row: dict, variation: str) -> str:
    """A series in a sentence about its latest settled period, from the rows that draw it.

    Takes the series of a Reading, its latest row and its variation's code.
    """
    title = figure.title
    when = sv.period_in_words(row["period"], figure.cadence.name)
    if not row["shown"]:
        return f"{title} är dolt för {when}."
    if row["value"] is None and isinstance(figure, FromLedger):
        return (
            f"{title} kan inte bedömas {_in(figure)}{when}: för någon som har lämnat listan är det "
            "inte känt varför."
        )
    if row["value"] is None:
        lacks = "räkna" if figure.kind in ("days", "kronor") else "dela med"
        return f"{title}: det finns inget att {lacks} {_in(figure)}{when}."
    amount = f"{shown_value(figure, row)}{_of_how_many(figure, row)}"
    return f"{title} var {amount} {_in(figure)}{when}, {_compared(figure, series, row, variation)}."


def _of_how_many(figure: Figure, row: dict) -> str:
    """What stands behind the value, after it: ' av 217', ' kronor', ' i median (n = 112)'."""
    if figure.kind == "share":
        return f" av {sv.number(row['whole'])}" if row["whole"] else ""
    unit = {"kronor": " kronor", "days": " i median"}.get(figure.kind, "")
    if figure.kind == "ratio" and not figure.is_percent:
        unit = f" {figure.unit}"
    behind = f" (n{sv.SPACE}={sv.SPACE}{sv.number(row['people'])})" if row["people"] else ""
    return unit + behind


def _in(figure: Figure) -> str:
    """'i oktober 2026', 'i kvartal 4 2026', 'år 2026', but 'första halvåret 2026' alone."""
    return {"month": "i ", "quarter": "i ", "year": "år "}.get(figure.cadence.name, "")


IN_WORDS = {
    "improvement": "en förbättring",
    "concern": "en försämring",
    "change": "en förändring",
    "normal": "inom normal variation",
    "too_few": "för få punkter för att bedöma",
    "unchanged": "oförändrat",
    "sparse": "för små tal för att bedöma",
    "adds_up": "bedöms inte, eftersom varje period bygger på den förra",
    "overlaps": "bedöms inte, eftersom perioderna överlappar varandra",
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
    return f"{_difference(figure, before, row['value'])} ett år tidigare: {verdict}"


NO_CHANGE = sv.percent(0.0)
MORE_OR_LESS = {
    "percent": ("högre", "lägre"),
    "days": ("längre", "kortare"),
    "kronor": ("mer", "mindre"),
    "ratio": ("mer", "mindre"),
}


def _difference(figure: Figure, before: float, now: float) -> str:
    """'278 färre (−19 %) än', '6,1 procentenheter högre än', '4 dagar kortare än' and so on.

    A change is not compared with a change, but put beside it: 'mot −15 %'.
    """
    change = now - before
    if is_level(figure, change):
        return "lika mycket som"
    if figure.kind == "change":
        return f"mot {written(figure, before)}"
    if figure.is_percent:
        return f"{sv.points(abs(change))} {_which_way(figure, change)} än"
    share = sv.percent(change / before) if before else NO_CHANGE
    relative = "" if share == NO_CHANGE else f" ({'+' if change > 0 else ''}{share})"
    unit = " kronor" if figure.kind == "kronor" else ""
    return f"{written(figure, abs(change))}{unit} {_which_way(figure, change)}{relative} än"


def moved(figure: Figure, before: float, now: float) -> str:
    """How a value has moved, in few words: '27 färre', '1,2 procentenheter högre', 'oförändrat'.

    Of a change, what it was: 'var −15 %'.
    """
    change = now - before
    if is_level(figure, change):
        return "oförändrat"
    if figure.kind == "change":
        return f"var {written(figure, before)}"
    if figure.is_percent:
        return f"{sv.points(abs(change))} {_which_way(figure, change)}"
    row = {"shown": True, "value": abs(change)}
    size, unit = (
        at_a_glance(figure, row) if figure.kind == "kronor" else (written(figure, abs(change)), "")
    )
    return f"{f'{size} {unit}'.strip()} {_which_way(figure, change)}"


def is_level(figure: Figure, change: float) -> bool:
    """Whether a change is too small to be written as one."""
    least = 0.0005 if figure.is_percent else 0.05 if figure.kind in ("ratio", "days") else 0.5
    return abs(change) < least


def _which_way(figure: Figure, change: float) -> str:
    kind = "percent" if figure.is_percent else figure.kind
    more, less = MORE_OR_LESS.get(kind, ("fler", "färre"))
    return more if change > 0 else less


def interval_in_words(row: dict) -> str:
    """Between which shares the true one lies, in words; empty where it can't be said."""
    if not row["shown"] or not row["whole"] or row["part"] > row["whole"]:
        return ""
    bounds = interval(row["part"], row["whole"])
    if bounds is None:
        return ""
    lower, upper = bounds
    return f"{sv.number(100 * lower)}–{sv.percent(upper)}"
