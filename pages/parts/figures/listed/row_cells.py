"""A figure as a row: its label and its cells."""

from pages.parts import sv
from pages.parts.drawings.lines import line
from pages.parts.figures.reading.judging import settled_before, settled_on
from pages.parts.figures.reading.reading import Reading
from pages.parts.figures.reading.sentences import at_a_glance, decimals_of, moved, written
from pages.parts.markup import mark, picture
from pages.parts.words import VARIATION
from pages.view import View

N_IS = f"n{sv.SPACE}={sv.SPACE}"


def row_label(view: View, reading: Reading) -> str:
    """A figure as the label of its link: name, latest, n, variation, target, since, line."""
    nothing_new = sv.NOTHING if view.forum.last_met_on else sv.SPACE
    when = " ".join(part for part in (_unit(reading), period(reading), tentative(reading)) if part)
    return " ".join(
        [
            f"**{sv.plain(reading.name)}**",
            f":gray[**{sv.plain(_value(reading))}** {sv.plain(when)}]",
            f":gray[{sv.plain(reading.behind) or sv.SPACE}]",
            mark(reading.variation),
            mark(reading.assurance_with_aim),
            f":gray[{sv.plain(since_met(view, reading) or nothing_new)}]",
            f"![]({picture(small_line(view, reading))})",
        ]
    )


def cells(reading: Reading, since: str) -> dict[str, str]:
    """A figure, or a part of one, as the cells of a table by their headings."""
    return {
        "Period": period(reading),
        "Senaste": _exactly(reading),
        "Enhet": reading.figure.unit,
        "n": count_behind(reading),
        "Preliminärt": tentative(reading).strip("()"),
        "Mål": reading.aim,
        "Variation": reading.variation.word,
        "Målet": reading.assurance.word,
        "Sedan förra mötet": since,
        "Gränser": limits(reading),
        "Saknas": reading.missing or "",
    }


def _exactly(reading: Reading) -> str:
    """The latest settled value with its decimals."""
    row = reading.latest
    if row is None or not row["shown"]:
        return reading.value
    return written(reading.figure, row["value"], decimals_of(reading.figure, row["value"]))


def small_line(view: View, reading: Reading) -> str:
    """The small line with its limits."""
    return line(
        reading.recent(view.months), view.theme, reading.variation.tone, reading.firm_limits
    )


def _value(reading: Reading) -> str:
    return at_a_glance(reading.figure, reading.latest)[0] if reading.latest else reading.value


def _unit(reading: Reading) -> str:
    """The unit of a sum of money; other figures have theirs in the name."""
    if reading.figure.kind != "kronor" or not reading.latest:
        return ""
    return at_a_glance(reading.figure, reading.latest)[1]


def count_behind(reading: Reading) -> str:
    """How many stand behind the value, without 'n ='; empty for a count, which is its own."""
    return reading.behind.removeprefix(N_IS)


def period(reading: Reading) -> str:
    """The latest settled period; empty without any."""
    return (
        sv.period(reading.latest["period"], reading.figure.cadence.name) if reading.latest else ""
    )


def tentative(reading: Reading) -> str:
    """The periods that are not final yet, as '(dec 2014 preliminär)'; empty without any."""
    later = [sv.period(day, reading.figure.cadence.name) for day in reading.tentative]
    if not later:
        return ""
    if len(later) == 1:
        return f"({later[0]} preliminär{'' if reading.figure.cadence.name == 'month' else 't'})"
    first, last = reading.tentative[0], reading.tentative[-1]
    return f"({sv.span(first, last, reading.figure.cadence.name)} preliminära)"


def limits(reading: Reading) -> str:
    """The limits: '1 180–1 320', with 'på prov' where they are on trial; empty without any."""
    if reading.limits is None:
        return ""
    lower, _, upper = reading.limits
    trial = " på prov" if reading.on_trial else ""
    return f"{written(reading.figure, lower)}–{written(reading.figure, upper)}{trial}"


def since_met(view: View, reading: Reading) -> str:
    """What is new since the steering group last met: another verdict, else how the value moved.

    Against the latest period that was settled then. Empty where there is nothing to compare.
    """
    met = view.forum.last_met_on
    if met is None or reading.latest is None:
        return ""
    then = settled_on(view, reading, met).tail(1)
    if then.height and then["period"][0] == reading.latest["period"]:
        return "ingen ny period"
    was = settled_before(view, reading.figure, met).variation
    if reading.chart is not None and was != reading.judgement.variation:
        return f"var {VARIATION[was].word.lower()}"
    before = then["value"][0] if then.height and then["shown"][0] else None
    if before is None or not reading.latest["shown"] or reading.latest["value"] is None:
        return ""
    return moved(reading.figure, before, reading.latest["value"])
