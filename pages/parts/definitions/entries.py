"""Each figure of the catalogue as an entry: its meaning, how it is counted, how it stands here."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.actions import KNOWN
from metrics.catalogue import (
    BRANCHES,
    WANTED,
    Delivered,
    Figure,
    FromFigures,
    FromLedger,
    FromPlans,
)
from metrics.facts import DELIVERIES, Rules
from pages.parts import sv
from pages.parts.figures.agreed.inventory import EXISTS, MISSING, STATES, Statistic, statistics
from pages.parts.figures.listed.questions import in_order
from pages.parts.figures.reading.definition import BETTER, source_of
from pages.parts.figures.reading.judging import reading_of
from pages.parts.kept import AREAS, kept
from pages.parts.words import State
from pages.view import View

CADENCES = {"month": "varje månad", "quarter": "varje kvartal", "half": "varje halvår"}
CADENCES |= {"year": "varje år"}
KINDS = {
    "count": "antal",
    "share": "andel",
    "ratio": "kvot",
    "days": "median",
    "kronor": "summa",
    "change": "förändring på ett år",
}
MADE_OF = {
    FromFigures: "andra nyckeltal, så som de visas här",
    FromLedger: "mätgruppens förteckning",
    FromPlans: "handlingsplanernas punkter",
}
OF_BRANCHES = "andra nyckeltal; summan kan visas också där en del av den är dold"


@dataclass(frozen=True)
class Entry:
    """One figure for the reader: number, title and question, how it stands here, and its facts."""

    number: str
    title: str
    question: str
    state: State
    facts: tuple[tuple[str, str], ...]
    is_wanted: bool = False

    def says(self, words: str) -> bool:
        """Whether every one of some words stands somewhere in the entry."""
        rows = " ".join(meaning for _, meaning in self.facts)
        everything = f"{self.number} {self.title} {self.question} {rows}".casefold()
        return all(word in everything for word in words.casefold().split())


@kept(*AREAS)
def entries(view: View) -> tuple[Entry, ...]:
    """Every figure that can be counted, by question and number; then those that are asked for."""
    by_key = {statistic.key: statistic for statistic in statistics(view)}
    counted = [
        _entry(view, figure, by_key.get(figure.key)) for figure in in_order(view.catalogue.values())
    ]
    return (*counted, *(_wanted(by_key[wanted.number], wanted.question) for wanted in WANTED))


def _entry(view: View, figure: Figure, statistic: Statistic | None) -> Entry:
    missing = reading_of(view, figure, None).missing
    as_counted = MISSING if missing else EXISTS
    state = STATES[statistic.standing if statistic and statistic.by else as_counted]
    rules = view.reader.rules
    rows = [
        *_counted(figure, rules),
        ("Hur ofta", _how_often(figure, rules)),
        ("Bygger på", f"{sv.capital(built_on(figure))}."),
        ("Källa", source_of(figure)),
        *_bears_on(view, figure),
        ("Uppdelning", _by_person(figure)),
        ("Bedömning", _judged(figure)),
        ("Här", _here(missing, statistic)),
    ]
    return Entry(figure.number, figure.title, figure.question, state, tuple(rows))


def _how_often(figure: Figure, rules: Rules) -> str:
    cadence = figure.cadence
    return f"{sv.capital(CADENCES[cadence.name])}. {cadence.settled_in_words(rules)}"


def _counted(figure: Figure, rules: Rules) -> list[tuple[str, str]]:
    """What is counted, of what, in which unit and which way is better."""
    whole = figure.whole_in_words(rules)
    rows = [("Täljare" if whole else "Räknas", figure.part_in_words(rules))]
    rows += [("Nämnare", whole)] if whole else []
    unit = KINDS[figure.kind] if figure.unit == "%" else f"{KINDS[figure.kind]}, {figure.unit}"
    return [*rows, ("Enhet", f"{sv.capital(unit)}. Bättre: {BETTER[figure.better]}.")]


def built_on(figure: Figure) -> str:
    """What has to be delivered for a figure to be counted, in words."""
    names = [DELIVERIES[name].name for name in figure.reads if name in DELIVERIES]
    is_sum = any(figure.key in branches.sums for branches in BRANCHES)
    made = OF_BRANCHES if is_sum else MADE_OF.get(type(figure))
    if isinstance(figure, Delivered):
        return "siffror som levereras färdiga"
    needs = sv.joined(list(dict.fromkeys(names)))
    return f"{needs}, genom {made}" if made else needs


def _bears_on(view: View, figure: Figure) -> list[tuple[str, str]]:
    """The settings that bear on a figure, with what they are here."""
    set_here = dict(view.reader.settings().select("name", "value").rows())
    sentences = [setting_in_words(name, set_here) for name in figure.settings]
    return [("Inställning", f"{'. '.join(sentences)}.")] if sentences else []


def setting_in_words(name: str, set_here: Mapping[str, str]) -> str:
    """'Avslut räknas efter: 2 månader utan stöd (som levererat)'."""
    setting = KNOWN[name]
    value = set_here.get(name, setting.delivered)
    where = "satt här" if name in set_here else "som levererat"
    return f"{setting.label}: {setting.said(value)} ({where})"


def _by_person(figure: Figure) -> str:
    ways = {"sex": "kön", "age_band": "åldersgrupp"}
    names = [ways[way] for way in figure.by_person]
    return (
        f"Visas också efter {sv.joined(names)}." if names else "Visas inte efter kön eller ålder."
    )


def _judged(figure: Figure) -> str:
    if figure.adds_up:
        return "Bedöms inte: varje period bygger på den förra."
    limits = "Laneys p′" if figure.is_share else "XmR"
    few = "" if figure.kind in ("count", "change") else f" Av färre än {figure.least_n} aldrig."
    return f"Efter reglerna nederst, gränser enligt {limits}.{few}"


def _here(missing: str | None, statistic: Statistic | None) -> str:
    """How it stands in this steering group: what the house knows, and what somebody has said."""
    parts = [missing or "Finns."]
    if statistic and statistic.by:
        due = f", klart senast {statistic.due_on}" if statistic.due_on else ""
        note = f" {statistic.note}" if statistic.note else ""
        parts.append(
            f"{statistic.by} har sagt: {STATES[statistic.standing].word.lower()}{due}.{note}"
        )
    return " ".join(parts)


def _wanted(statistic: Statistic, question: str) -> Entry:
    due = (("Klart senast", str(statistic.due_on)),) if statistic.due_on else ()
    lacks = f"Kan inte räknas än. {'' if statistic.by else 'Saknas: '}{statistic.note}"
    rows = (("Här", f"{lacks}."), ("Ägare", statistic.owner), *due)
    state = STATES[statistic.standing]
    return Entry(statistic.number, statistic.title, question, state, rows, is_wanted=True)
