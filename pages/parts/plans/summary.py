"""The parts of a plan that more than one page shows: its bar and its sentence."""

from dataclasses import dataclass

import polars as pl

from metrics.plans import progress
from pages.parts import sv
from pages.parts.drawings.bars import Part, bar
from pages.parts.kept import kept
from pages.parts.markup import block, text
from pages.parts.plans.standing import point_rows
from pages.view import View


@kept("plans", "organisation", heeds=("unit_id",))
def progress_of_plans(view: View) -> pl.DataFrame:
    """How far each plan has come, as metrics.plans.progress gives it, for the view's points."""
    stale_after = view.reader.rules.stale_after
    return progress(view.points(), view.reader.updates(), view.on, stale_after)


def sentence(row: dict) -> str:
    """One plan in a sentence: how much is done, late, without an update and without an owner."""
    done = "är klar" if row["done"] == 1 else "är klara"
    parts = [f"{row['done']} av {sv.count(row['items'], 'punkt', 'punkter')} {done}"]
    if row["overdue"]:
        parts.append(f"{row['overdue']} {'är försenad' if row['overdue'] == 1 else 'är försenade'}")
    if row["stale"]:
        parts.append(f"{row['stale']} saknar uppdatering")
    if row["unowned"]:
        parts.append(f"{row['unowned']} saknar ansvarig")
    return f"{sv.joined(parts)}."


def plan_bar(view: View, plan: dict, points: pl.DataFrame) -> str:
    """The plan as one bar, each point in one part only, with its sentence."""
    progress_rows = progress_of_plans(view).filter(pl.col("plan_id") == plan["plan_id"])
    if progress_rows.is_empty():
        return "<p>Inga punkter hör till den valda enheten.</p>"
    row = progress_rows.row(0, named=True)
    of_plan = points.filter(pl.col("plan_id") == plan["plan_id"])
    in_time = pl.col("days_overdue").is_null()
    started = of_plan.filter(pl.col("status") == "in_progress", in_time).height
    parts = [
        Part("Klara", row["done"], "blue"),
        Part("Pågår, ej försenade", started, "pale"),
        Part("Försenade", row["overdue"], "orange"),
        Part("Ej påbörjade, ej försenade", row["left"] - row["overdue"] - started, "grey"),
        Part("Avbrutna", row["cancelled"], "dark"),
    ]
    parts = [part for part in parts if part.count or part.name in ("Klara", "Försenade")]
    return bar(parts, row["items"], sentence(row))


def next_due(points: pl.DataFrame) -> str:
    """The points that fall due within two weeks, as a sentence; empty when none does."""
    soon = points.filter(pl.col("due_soon")).sort("due_on", "number")
    named = [
        f"{number} {title} ({due_on})"
        for number, title, due_on in soon.select("number", "title", "due_on").rows()
    ]
    return f"Förfaller inom 14 dagar: {sv.joined(named)}." if named else ""


@dataclass(frozen=True)
class Summary:
    """One plan in finished text; no bar where the chosen unit has no point in it."""

    sentence: str
    under: str
    bar: str | None
    meant: str


@kept("plans", "organisation", heeds=("unit_id",))
def summary(view: View, plan_id: int) -> Summary:
    """How far a plan has come, and what it is for."""
    of_plan = pl.col("plan_id") == plan_id
    plan = view.reader.plans().row(by_predicate=of_plan, named=True)
    row = progress_of_plans(view).filter(of_plan)
    under = f"{plan['title']} · beslutad {plan['decided_on']} · läget {view.on}"
    meant = block(_meant(view, plan))
    if row.is_empty():
        nothing = "Inga punkter hör till den valda enheten. Rensa filtret för att se alla."
        return Summary(nothing, under, None, meant)
    words = sentence(row.row(0, named=True))
    return Summary(words, under, block(plan_bar(view, plan, point_rows(view))), meant)


def _meant(view: View, plan: dict) -> str:
    """What the plan is expected to give, who sits at the table, and where it comes from."""
    levels = view.reader.labels("outcome_levels")
    outcomes = view.reader.outcomes().filter(pl.col("plan_id") == plan["plan_id"]).sort("rank")
    by_level = outcomes.partition_by("level", as_dict=True)
    lists = "".join(
        _expected(label, by_level[(level,)]["text"].to_list())
        for level, label in levels.items()
        if (level,) in by_level
    )
    replaced = sv.joined(sorted(view.forum.replaced, key=sv.order))
    around = [f"Parter: {sv.joined(sorted(view.forum.parties, key=sv.order))}."]
    around += [f"Styrgruppen ersatte {replaced}."] if replaced else []
    around += [f"Källa: {plan['source']}"] if plan["source"] else []
    return (
        f"<h2>Förväntat resultat</h2><div class='lb-two'>{lists}</div>"
        f"<p class='lb-under lb-after'>{text(' '.join(around))}</p>"
    )


def _expected(label: str, texts: list[str]) -> str:
    items = "".join(f"<li>{text(outcome)}</li>" for outcome in texts)
    return f"<section><h3>{text(label)}</h3><ul>{items}</ul></section>"
