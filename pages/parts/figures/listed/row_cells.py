"""A figure as a row: its label, and what a cell says of it."""

from pages.parts import sv
from pages.parts.figures.reading.judging import settled_before, settled_on
from pages.parts.figures.reading.reading import Reading
from pages.parts.figures.reading.sentences import at_a_glance, decimals_of, moved, written
from pages.parts.lines import line
from pages.parts.markup import mark, picture
from pages.parts.words import VARIATION
from pages.view import View

N_IS = f"n{sv.SPACE}={sv.SPACE}"


def row_label(view: View, one: Reading) -> str:
    """A figure as the label of its link: name, latest, n, variation, target, since, line."""
    nothing_new = sv.NOTHING if view.forum.last_met_on else sv.SPACE
    when = " ".join(part for part in (_unit(one), period(one), tentative(one)) if part)
    return " ".join(
        [
            f"**{sv.plain(one.figure.title)}**",
            f":gray[**{sv.plain(_value(one))}** {sv.plain(when)}]",
            f":gray[{sv.plain(one.behind) or sv.SPACE}]",
            mark(one.variation),
            mark(one.assurance_with_aim),
            f":gray[{sv.plain(since_met(view, one) or nothing_new)}]",
            f"![]({picture(small_line(view, one))})",
        ]
    )


def cells(one: Reading, since: str) -> dict[str, str]:
    """A figure, or a part of one, as the cells of a table by their headings."""
    return {
        "Period": period(one),
        "Senaste": _exactly(one),
        "Enhet": one.figure.unit,
        "n": count_behind(one),
        "Preliminärt": tentative(one).strip("()"),
        "Mål": one.aim,
        "Variation": one.variation.word,
        "Målet": one.assurance.word,
        "Sedan förra mötet": since,
        "Gränser": limits(one),
        "Saknas": one.missing or "",
    }


def _exactly(one: Reading) -> str:
    """The latest settled value with its decimals."""
    row = one.latest
    if row is None or not row["shown"]:
        return one.value
    return written(one.figure, row["value"], decimals_of(one.figure, row["value"]))


def small_line(view: View, one: Reading) -> str:
    """The small line with its limits."""
    return line(one.recent(view.months), view.theme, one.variation.tone, one.firm_limits)


def _value(one: Reading) -> str:
    return at_a_glance(one.figure, one.latest)[0] if one.latest else one.value


def _unit(one: Reading) -> str:
    """The unit of a sum of money; that of others stands in the name."""
    if one.figure.kind != "kronor" or not one.latest:
        return ""
    return at_a_glance(one.figure, one.latest)[1]


def count_behind(one: Reading) -> str:
    """How many are behind it, without 'n =' before; a count is its own."""
    return one.behind.removeprefix(N_IS)


def period(one: Reading) -> str:
    """The latest settled period; empty without any."""
    return sv.period(one.latest["period"], one.figure.cadence.name) if one.latest else ""


def tentative(one: Reading) -> str:
    """The periods that are there but not final, as '(dec 2014 preliminär)'; empty without any."""
    later = [sv.period(day, one.figure.cadence.name) for day in one.tentative]
    if not later:
        return ""
    if len(later) == 1:
        return f"({later[0]} preliminär{'' if one.figure.cadence.name == 'month' else 't'})"
    return f"({sv.span(one.tentative[0], one.tentative[-1], one.figure.cadence.name)} preliminära)"


def limits(one: Reading) -> str:
    """The limits of natural variation: '1 180–1 320', 'på prov' after if so; empty without any."""
    if one.limits is None:
        return ""
    lower, _, upper = one.limits
    trial = " på prov" if one.on_trial else ""
    return f"{written(one.figure, lower)}–{written(one.figure, upper)}{trial}"


def since_met(view: View, one: Reading) -> str:
    """What is new since the steering group last met: another verdict, else how the value moved.

    Against the latest period that was settled then. Empty where there is nothing to compare.
    """
    met = view.forum.last_met_on
    if met is None or one.latest is None:
        return ""
    then = settled_on(view, one, met).tail(1)
    if then.height and then["period"][0] == one.latest["period"]:
        return "ingen ny period"
    was = settled_before(view, one.figure, met).variation
    if one.chart is not None and was != one.judgement.variation:
        return f"var {VARIATION[was].word.lower()}"
    before = then["value"][0] if then.height and then["shown"][0] else None
    if before is None or not one.latest["shown"] or one.latest["value"] is None:
        return ""
    return moved(one.figure, before, one.latest["value"])
