"""What a figure means, beside it on screen and inside its files."""

from collections.abc import Iterable

from data.actions import KNOWN
from metrics.catalogue import Figure, FromPlans
from metrics.facts import DELIVERIES
from pages.parts import sv
from pages.parts.figures.reading.reading import PERIODS, Reading
from pages.parts.markup import facts, text
from pages.parts.tables import SECRECY
from pages.view import View

RULE_SET = (
    "En punkt utanför gränserna, sju i rad åt ett håll, två av tre nära en gräns, sju i rad på "
    "samma sida (NHS Making Data Count). Gränser för antal: medel ± 2,66 × medelförändringen "
    "(XmR); för andelar: var punkts egna, efter hur många den bygger på (Laneys p′)."
)
BETTER = {"higher": "högre", "lower": "lägre", None: "varken högre eller lägre"}
EVIDENCE = {
    "verified": "läst i källan",
    "secondary": "uppgift från annan",
    "derived": "vår tillämpning",
    "own": "vår egen",
    "recalled": "ur minnet, kontrollera",
}


def definition_card(view: View, reading: Reading) -> str:
    """What the figure means, counted by what rules, from what, and how it stands here."""
    figure = view.catalogue[reading.figure.key]
    rows = [("Fråga", text(figure.question))]
    rules, whole = view.reader.rules, figure.whole_in_words(view.reader.rules)
    rows.append(("Täljare" if figure.is_share else "Räknas", text(figure.part_in_words(rules))))
    rows += [("Nämnare", text(whole))] if whole else []
    rows.append(("Enhet", text(_unit(figure))))
    rows.append(("Mäts per", PERIODS[figure.cadence.name]))
    rows += [("Visas per", text(_shown_per(reading, figure)))] if reading.way else []
    rows.append(("Bättre", BETTER[figure.better]))
    rows += [("Minsta n", text(_least(figure)))] if _least(figure) else []
    rows.append(("Preliminärt", text(figure.cadence.settled_in_words(rules))))
    rows += [("Inställningar", text(_settings(view, figure)))] if _settings(view, figure) else []
    rows += [("Underlag", text(_reads(figure)))] if _reads(figure) else []
    rows.append(("Källa", text(source_of(figure))))
    rows.append(("Status", text(_status(reading))))
    rows.append(("Regler", text(RULE_SET)))
    return f"<h2>Så räknas det</h2>{facts(rows)}"


def _shown_per(reading: Reading, figure: Figure) -> str:
    """By which longer periods it stands here, and why."""
    own = {"month": "månaderna", "quarter": "kvartalen", "half": "halvåren"}[figure.cadence.name]
    longer = PERIODS[reading.figure.cadence.name]
    return f"{longer}, eftersom de flesta av {own} är för små för att visas var för sig"


def _unit(figure: Figure) -> str:
    """'personer', 'procent av personer', 'dagar, median', 'kronor'."""
    if figure.kind == "days":
        return "dagar, i median"
    if not figure.is_percent:
        return figure.unit
    return "procent" if figure.unit == "%" else f"procent av {figure.unit}"


def _least(figure: Figure) -> str:
    """The least n that is judged; empty where n is not people, or decides nothing."""
    if figure.adds_up or isinstance(figure, FromPlans) or figure.kind in ("count", "change"):
        return ""
    return f"bedöms inte när den bygger på färre än {figure.least_n}"


def _settings(view: View, figure: Figure) -> str:
    """What the steering group has set that bears on it: each with its value now."""
    set_here = dict(view.reader.settings().select("name", "value").rows())
    settings = [(name, KNOWN[name]) for name in figure.settings]
    return "; ".join(
        f"{setting.label} {setting.said(set_here.get(name, setting.delivered))}"
        for name, setting in settings
    )


def _reads(figure: Figure) -> str:
    names = [DELIVERIES[name].name for name in figure.reads if name in DELIVERIES]
    return sv.capital(sv.joined(list(dict.fromkeys(names))))


def _status(reading: Reading) -> str:
    """Whether the figure has data here, and for which periods."""
    if reading.missing:
        return reading.missing
    first, last = reading.series["period"][0], reading.series["period"][-1]
    span = f"Finns för {sv.span(first, last, reading.figure.cadence.name)}"
    waiting = int(reading.series["provisional"].sum())
    if not waiting:
        return f"{span}."
    return f"{span}, {sv.count_word(waiting, 'period är preliminär', 'perioder är preliminära')}."


def definition(view: View, reading: Reading) -> dict[str, str]:
    """The same for a file, with whom the figure is about."""
    figure, by = view.catalogue[reading.figure.key], view.reader.rules
    terms = {
        "Nyckeltal": f"{figure.number} {figure.title}".strip(),
        **scope(view),
        "Fråga": figure.question,
        "Räknas": figure.part_in_words(by),
        "Nämnare": figure.whole_in_words(by),
        "Mått": _unit(figure),
        "Mäts per": PERIODS[figure.cadence.name],
        "Bättre": BETTER[figure.better],
        "Mål": reading.aim,
        "Minsta n": _least(figure),
        "Preliminärt": figure.cadence.settled_in_words(by),
        "Inställningar": _settings(view, figure),
        "Källa": source_of(figure),
        **rules(view),
    }
    return {term: what for term, what in terms.items() if what}


def scope(view: View) -> dict[str, str]:
    """Whom the figures are about and how far the facts reach, for a file."""
    return {
        "Styrgrupp": view.forum.name,
        "Enhet": view.unit_name("alla"),
        "Målgrupp": _target_group(view),
        "Underlag till och med": str(view.delivered.until),
    }


def _target_group(view: View) -> str:
    if view.target_group is None:
        return "alla"
    return view.reader.labels("target_groups").get(view.target_group, "alla")


def every_definition(view: View, readings: Iterable[Reading]) -> dict[str, str]:
    """How each figure of a table is counted and by what rules, for its file."""
    figures = [reading.figure for reading in readings]
    return {
        **scope(view),
        "Gränser": "Varje nyckeltals egna, räknade på dess slutliga perioder sedan de senast "
        "räknades om och efter den senaste som är dold.",
        **rules(view),
        **{f"{figure.number} {figure.title}".strip(): _counted(view, figure) for figure in figures},
    }


def _counted(view: View, figure: Figure) -> str:
    whole = figure.whole_in_words(view.reader.rules)
    below = f" Nämnare: {whole}" if whole else ""
    return f"{figure.part_in_words(view.reader.rules)}{below} Källa: {source_of(figure)}"


def source_of(figure: Figure) -> str:
    """Where a figure comes from, and how its definition is known."""
    return f"{figure.source} Definitionen: {EVIDENCE[figure.evidence]}."


def taken_from(view: View, reading: Reading) -> list[str]:
    """The lines under a picture: about whom and until when, how it is counted, by what rules."""
    terms = definition(view, reading)
    names = [terms["Styrgrupp"]]
    names += [f"{name.lower()}: {terms[name]}" for name in ("Enhet", "Målgrupp")]
    until = f"Underlag till och med {terms['Underlag till och med']}."
    return [
        f"{' · '.join(names)}. {until}",
        *(
            f"{term}: {terms[term]}"
            for term in ("Räknas", "Nämnare", "Källa", "Regler")
            if term in terms
        ),
        *(f"{term}: {what}" for term, what in SECRECY.items()),
    ]


def rules(view: View) -> dict[str, str]:
    """The rule set, and what `..` means."""
    return {"Regler": RULE_SET, sv.HIDDEN: view.hidden_in_words}
