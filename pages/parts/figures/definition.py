"""What a figure means, beside it on screen and inside its files."""

from pages.parts import sv
from pages.parts.figures.readings import Reading
from pages.parts.markup import facts, text
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
    "recalled": "ur minnet, kontrollera",
}


def definition_card(one: Reading) -> str:
    """What the figure means, counted by what rules."""
    figure = one.figure
    rows = [("Fråga", text(figure.question))]
    rows.append(("Täljare" if figure.is_share else "Räknas", text(figure.part_in_words)))
    rows += [("Nämnare", text(figure.whole_in_words))] if figure.whole_in_words else []
    rows.append(("Bättre", BETTER[figure.better]))
    rows.append(("Preliminärt", text(figure.settled_after)))
    rows.append(("Källa", text(f"{figure.source} Definitionen: {EVIDENCE[figure.evidence]}.")))
    rows.append(("Regler", text(RULE_SET)))
    return f"<h2>Så räknas det</h2>{facts(rows)}"


def definition(view: View, one: Reading) -> dict[str, str]:
    """The same for a file, with where and when it was taken out."""
    figure = one.figure
    said = {
        "Nyckeltal": figure.title,
        "Styrgrupp": view.forum.name,
        "Enhet": view.unit_names.get(view.unit_id, "alla"),
        "Målgrupp": view.reader.labels("target_groups").get(view.target_group, "alla"),
        "Underlag till och med": str(view.delivered.until),
        "Fråga": figure.question,
        "Räknas": figure.part_in_words,
    }
    if figure.whole_in_words:
        said["Nämnare"] = figure.whole_in_words
    return said | {"Källa": figure.source, **rules(view)}


def rules(view: View) -> dict[str, str]:
    """The rule set, and what `..` means."""
    return {"Regler": RULE_SET, sv.HIDDEN: view.hidden_in_words}
