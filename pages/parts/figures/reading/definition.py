"""What a figure means, beside it on screen and inside its files."""

from collections.abc import Iterable

from data.actions import KNOWN
from metrics.catalogue import Figure, FromPlans
from metrics.facts import DELIVERIES
from pages.parts import sv
from pages.parts.figures.reading.reading import Reading
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


PERIODS = {"month": "månad", "quarter": "kvartal", "half": "halvår", "year": "år"}


def definition_card(view: View, one: Reading) -> str:
    """What the figure means, counted by what rules, from what, and how it stands here."""
    figure = one.figure
    rows = [("Fråga", text(figure.question))]
    rules, whole = view.reader.rules, figure.whole_in_words(view.reader.rules)
    rows.append(("Täljare" if figure.is_share else "Räknas", text(figure.part_in_words(rules))))
    rows += [("Nämnare", text(whole))] if whole else []
    rows.append(("Enhet", text(_unit(figure))))
    rows.append(("Mäts per", PERIODS[figure.cadence.name]))
    rows.append(("Bättre", BETTER[figure.better]))
    rows += [("Minsta n", text(_least(figure)))] if _least(figure) else []
    rows.append(("Preliminärt", text(figure.cadence.settled_in_words(rules))))
    rows += [("Inställningar", text(_settings(view, figure)))] if _settings(view, figure) else []
    rows += [("Underlag", text(_reads(figure)))] if _reads(figure) else []
    rows.append(("Källa", text(source_of(figure))))
    rows.append(("Status", text(_status(one))))
    rows.append(("Regler", text(RULE_SET)))
    return f"<h2>Så räknas det</h2>{facts(rows)}"


def _unit(figure: Figure) -> str:
    """'personer', 'procent av personer', 'dagar, median', 'kronor'."""
    if figure.kind == "days":
        return "dagar, i median"
    if not figure.is_percent:
        return figure.unit
    return "procent" if figure.unit == "%" else f"procent av {figure.unit}"


def _least(figure: Figure) -> str:
    """Of how few it is never judged; empty for what is of no people, or judged otherwise."""
    if figure.adds_up or isinstance(figure, FromPlans) or figure.kind in ("count", "change"):
        return ""
    return f"bedöms inte när den bygger på färre än {figure.least_n}"


def _settings(view: View, figure: Figure) -> str:
    """What the steering group has set that bears on it: each with its value now."""
    said = dict(view.reader.settings().select("name", "value").rows())
    known = [(name, KNOWN[name]) for name in figure.settings]
    return "; ".join(
        f"{one.label} {one.said(said.get(name, one.delivered))}" for name, one in known
    )


def _reads(figure: Figure) -> str:
    names = [DELIVERIES[name].name for name in figure.reads if name in DELIVERIES]
    return sv.capital(sv.joined(list(dict.fromkeys(names))))


def _status(one: Reading) -> str:
    """Whether there is anything of it here, and from when."""
    if one.missing:
        return one.missing
    first, last = one.series["period"][0], one.series["period"][-1]
    told = f"Finns för {sv.span(first, last, one.figure.cadence.name)}"
    waiting = int(one.series["provisional"].sum())
    if not waiting:
        return f"{told}."
    return f"{told}, {sv.count_word(waiting, 'period är preliminär', 'perioder är preliminära')}."


def definition(view: View, one: Reading) -> dict[str, str]:
    """The same for a file, with where and when it was taken out."""
    figure, by = one.figure, view.reader.rules
    said = {
        "Nyckeltal": f"{figure.number} {figure.title}".strip(),
        **scope(view),
        "Fråga": figure.question,
        "Räknas": figure.part_in_words(by),
        "Nämnare": figure.whole_in_words(by),
        "Mått": _unit(figure),
        "Mäts per": PERIODS[figure.cadence.name],
        "Bättre": BETTER[figure.better],
        "Mål": one.aim,
        "Minsta n": _least(figure),
        "Preliminärt": figure.cadence.settled_in_words(by),
        "Inställningar": _settings(view, figure),
        "Källa": source_of(figure),
        **rules(view),
    }
    return {term: what for term, what in said.items() if what}


def scope(view: View) -> dict[str, str]:
    """Of whom the figures are, and how far the facts reach, for a file."""
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


def every_definition(view: View, some: Iterable[Reading]) -> dict[str, str]:
    """How each figure of a table is counted and by what rules, for its file."""
    figures = [one.figure for one in some]
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


def taken_from(view: View, one: Reading) -> list[str]:
    """The lines under a picture: of whom and until when, how it is counted, and by what rules."""
    said = definition(view, one)
    names = [said["Styrgrupp"]]
    names += [f"{name.lower()}: {said[name]}" for name in ("Enhet", "Målgrupp")]
    until = f"Underlag till och med {said['Underlag till och med']}."
    return [
        f"{' · '.join(names)}. {until}",
        *(
            f"{term}: {said[term]}"
            for term in ("Räknas", "Nämnare", "Källa", "Regler")
            if term in said
        ),
        *(f"{term}: {what}" for term, what in SECRECY.items()),
    ]


def rules(view: View) -> dict[str, str]:
    """The rule set, and what `..` means."""
    return {"Regler": RULE_SET, sv.HIDDEN: view.hidden_in_words}
