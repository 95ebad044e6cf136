"""What a figure means, beside it on screen and inside its files."""

from pages.parts import sv
from pages.parts.figures.readings import Reading
from pages.parts.markup import facts, text
from pages.view import View

RULE_SET = (
    "XmR-diagram efter NHS Making Data Count: gränser vid medel ± 2,66 × medelförändringen; en "
    "punkt utanför, sju i rad åt ett håll, två av tre nära en gräns, sju i rad på samma sida."
)


def definition_card(one: Reading) -> str:
    """What the figure means, counted by what rules."""
    figure = one.figure
    rows = [("Fråga", text(figure.question))]
    rows.append(("Täljare" if figure.is_share else "Räknas", text(figure.part_in_words)))
    rows += [("Nämnare", text(figure.whole_in_words))] if figure.whole_in_words else []
    rows.append(("Bättre", "högre" if figure.better == "higher" else "lägre"))
    rows.append(("Preliminärt", text(figure.settled_after)))
    rows.append(("Källa", text(figure.source)))
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
