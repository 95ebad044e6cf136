"""The parts of a plan that more than one page shows: its bar and its sentence."""

import polars as pl

from metrics.plans import progress
from pages.parts import sv
from pages.parts.bars import Part, bar
from pages.parts.plans.standing import STALE_AFTER
from pages.view import View


def counted(view: View) -> pl.DataFrame:
    """How far each plan has come, as metrics.plans.progress gives it, for the view's points."""
    stale_after = view.reader.setting("stale_after", STALE_AFTER)
    return progress(view.points(), view.reader.updates(), view.on, stale_after)


def sentence(row: dict) -> str:
    """One plan in a sentence: how much is done, what is late, what nobody has said a word of."""
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
    """The plan as one bar, every point in one part only, and its sentence."""
    mine = counted(view).filter(pl.col("plan_id") == plan["plan_id"])
    if mine.is_empty():
        return "<p>Inga punkter hör till den valda enheten.</p>"
    row = mine.row(0, named=True)
    of_plan = points.filter(pl.col("plan_id") == plan["plan_id"])
    in_time = pl.col("days_overdue").is_null()
    started = of_plan.filter(pl.col("status") == "in_progress", in_time).height
    parts = [
        Part("Klara", row["done"], "blue"),
        Part("Pågår i tid", started, "pale"),
        Part("Försenade", row["overdue"], "orange"),
        Part("Ej påbörjade i tid", row["left"] - row["overdue"] - started, "grey"),
        Part("Avbrutna", row["cancelled"], "dark"),
    ]
    parts = [part for part in parts if part.many or part.name in ("Klara", "Försenade")]
    return bar(parts, row["items"], sentence(row))


def next_due(points: pl.DataFrame) -> str:
    """The points that fall due within two weeks, as a sentence; empty when none does."""
    soon = points.filter(pl.col("due_soon")).sort("due_on", "number")
    named = [
        f"{number} {title} ({due_on})"
        for number, title, due_on in soon.select("number", "title", "due_on").rows()
    ]
    return f"Förfaller inom 14 dagar: {sv.joined(named)}." if named else ""
