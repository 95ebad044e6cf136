"""All that Lägesbild shows, as finished text: made once for each version, right and choice."""

from dataclasses import dataclass

import polars as pl

from pages.parts.drawings.bars import bar
from pages.parts.figures.listed.scorecard import followed_readings, stand_ins_in_words
from pages.parts.figures.reading.judging import readings
from pages.parts.first_line import freshness
from pages.parts.groups.ledger import ledger_parts
from pages.parts.groups.standings import Standing, standings
from pages.parts.kept import AREAS, kept
from pages.parts.markup import badge, listed, mark, text, unbroken
from pages.parts.overview.attention import MOST, Matter, in_one_sentence, matters
from pages.parts.overview.since_last import changes
from pages.parts.plans.standing import point_rows
from pages.parts.plans.summary import next_due, plan_bar, progress_of_plans, sentence
from pages.parts.sv import day, day_and_month, number, plain
from pages.view import View


@dataclass(frozen=True)
class Screen:
    """Lägesbild in words. `ways` are rows that lead somewhere: page, label, query."""

    sentence: str
    freshness: str
    heading: str
    ways: tuple[tuple[str, str, dict[str, str]], ...]
    since: str
    instead: str
    groups: str
    plans: str


@kept(*AREAS, heeds=("unit_id", "target_group"))
def screen(view: View) -> Screen:
    """Read, count and put everything in words."""
    figures, groups, points = readings(view), standings(view), point_rows(view)
    first, others = followed_readings(view, figures)
    to_do = matters(points, groups, first, others)
    return Screen(
        sentence=in_one_sentence(points, groups, first, others),
        freshness=freshness(view, figures),
        heading=_heading(to_do),
        ways=tuple((matter.page, _label(matter), matter.query) for matter in to_do[:MOST]),
        since=_since(view, changes(view, groups, first, others)),
        instead=_instead(view),
        groups=_groups(groups),
        plans=_plans(view, points),
    )


def _heading(to_do: list[Matter]) -> str:
    count = f" <small>{MOST} av {len(to_do)}</small>" if len(to_do) > MOST else ""
    nothing = "" if to_do else "<p>Inget är försenat, hindrat eller ur takt.</p>"
    return f"<h2>Kräver beslut{count}</h2>{nothing}"


def _label(matter: Matter) -> str:
    return f"**{plain(matter.what)}** {mark(matter.state)} :gray[{plain(matter.more)}]"


def _since(view: View, rows: list) -> str:
    met = view.forum.last_met_on
    if met is None:
        return "<h2>Sedan förra mötet</h2><p>Styrgruppen har inte mötts ännu.</p>"
    heading = f"<h2>Sedan {day_and_month(met)} <small>förra mötet</small></h2>"
    return heading + (listed(rows) if rows else "<p>Ingenting har ändrats.</p>")


def _instead(view: View) -> str:
    """What stands among the cards instead of what can't be shown; empty where all can."""
    words = stand_ins_in_words(view)
    return f"<p class='lb-under lb-after'>{unbroken(words)}</p>" if words else ""


def _groups(groups: list[Standing]) -> str:
    inside = "".join(_group(group) for group in groups)
    nothing = "<h2>Mätgrupper</h2><p>Styrgruppen har ingen mätgrupp ännu.</p>"
    return f"<section>{inside or nothing}</section>"


def _group(standing: Standing) -> str:
    group = standing.group
    more = [_aim(group)] if group["goal_count"] else []
    more += ["exempel, påhittat"] if group["is_example"] else []
    heading = f"{text(group['name'])} <small>{standing.members} på listan, {standing.on}</small>"
    return (
        f"<h2>{heading}</h2>{bar(ledger_parts(standing), standing.members, standing.sentence)}"
        f"<p class='lb-after'>{badge(standing.goal)} "
        f"<span class='lb-small'>{text(' · '.join(more))}</span></p>"
    )


def _aim(group: dict) -> str:
    return f"mål: {number(group['goal_count'])} självförsörjande till {day(group['goal_on'])}"


def _plans(view: View, points: pl.DataFrame) -> str:
    plans = view.reader.plans().sort("decided_on").to_dicts()
    inside = "".join(_plan(view, plan, points) for plan in plans)
    nothing = "<h2>Handlingsplaner</h2><p>Styrgruppen har ingen handlingsplan ännu.</p>"
    return f"<section>{inside or nothing}</section>"


def _plan(view: View, plan: dict, points: pl.DataFrame) -> str:
    of_plan = pl.col("plan_id") == plan["plan_id"]
    row = progress_of_plans(view).filter(of_plan)
    words = ""
    if row.height:
        words = f"{sentence(row.row(0, named=True))} {next_due(points.filter(of_plan))}"
    return (
        f"<h2>{text(plan['title'])} <small>beslutad {plan['decided_on']}</small></h2>"
        f"{plan_bar(view, plan, points)}<p class='lb-under lb-after'>{unbroken(words)}</p>"
    )
