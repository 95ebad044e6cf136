"""What has changed since the steering group last met, in words.

Points, lists and figures are compared by their ids, since two of them may have one name.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

import polars as pl

from metrics.change import since
from metrics.plans import standing
from pages.parts import sv
from pages.parts.figures.reading.changes import real_changes_in_words
from pages.parts.figures.reading.judging import settled_before
from pages.parts.figures.reading.reading import Reading
from pages.parts.groups.standings import Standing
from pages.parts.markup import text
from pages.parts.words import STATUS, VARIATION, State
from pages.view import View

_SHAPE = {"what": pl.String, "which": pl.String, "value": pl.String}
KINDS = ("list", "point", "figure")  # in the order that they are told in
DELIVERED = State("", "+", "grey")
UNJUDGED = {"too_few", "sparse", "hidden", "nothing"}
VERDICTS = {"orange": "försämring", "purple": "förändring", "blue": "förbättring"}
Row = tuple[State, str]  # a sign, and HTML


@dataclass(frozen=True)
class _Thing:
    """What is compared: how it stood at the meeting and stands now, and how a change is told.

    then: None where it was not there yet; a value of None is not known, or hidden
    """

    kind: str
    which: str
    place: tuple
    then: tuple[str | None] | None
    now: tuple[str | None] | None
    told: Callable[[dict], Row]


def changes(
    view: View, standings: list[Standing], followed: list[Reading], others: list[Reading]
) -> list[Row]:
    """What differs between the last meeting and now, as rows of sign and HTML.

    Figures that are followed one by one; the others counted in one row. A plan that has been
    decided since is one row, whatever points it has.
    """
    met = view.forum.last_met_on
    if met is None:
        return []
    things = [
        *(_list(each, met) for each in standings),
        *_points(view, met),
        *(_figure(view, each, met) for each in followed if each.chart is not None),
    ]
    of_which = {(thing.kind, thing.which): thing for thing in things}
    then = _frame((thing, thing.then) for thing in things)
    now = _frame((thing, thing.now) for thing in things)
    differences = [
        (of_which[row["what"], row["which"]], row) for row in since(then, now).to_dicts()
    ]
    in_order = sorted(differences, key=lambda each: (KINDS.index(each[0].kind), each[0].place))
    rows = [thing.told(row) for thing, row in in_order]
    return [*_new_plans(view, met), *rows, *_others(view, others, met), *_deliveries(view, met)]


def _frame(things: Iterable[tuple[_Thing, tuple[str | None] | None]]) -> pl.DataFrame:
    """Those that were there, each with how it stood."""
    rows = [(thing.kind, thing.which, *value) for thing, value in things if value]
    return pl.DataFrame(rows, schema=_SHAPE, orient="row")


def _list(standing_: Standing, met: date) -> _Thing:
    """How many remain on a list, on the last of its days by the meeting and of all."""

    def value(days: list[date]) -> tuple[str | None] | None:
        count = standing_.then[max(days)] if days else None
        return (None if count is None else str(count),) if days else None

    days = list(standing_.then)
    group = standing_.group
    return _Thing(
        kind="list",
        which=str(group["group_id"]),
        place=(group["is_example"], sv.order(standing_.name)),
        then=value([day for day in days if day <= met]),
        now=value(days),
        told=partial(_list_told, standing_),
    )


def _points(view: View, met: date) -> Iterator[_Thing]:
    """The status of each point of the plans that had been decided by the meeting."""
    points = view.points().filter((pl.col("decided_on") > met).fill_null(False).not_())
    titles = dict(view.reader.plans().select("plan_id", "title").rows())
    is_one_of_many = points["plan_id"].n_unique() > 1
    updates = view.reader.updates()
    was, is_now = (
        dict(standing(points, updates, day).select("item_id", "status").rows())
        for day in (met, view.on)
    )
    for row in points.to_dicts():
        plan = titles[row["plan_id"]] if is_one_of_many else None
        yield _Thing(
            kind="point",
            which=str(row["item_id"]),
            place=(row["decided_on"] or met, row["plan_id"], row["number"]),
            then=(was[row["item_id"]],),
            now=(is_now[row["item_id"]],),
            told=partial(_point_told, row, plan),
        )


def _figure(view: View, reading: Reading, met: date) -> _Thing:
    """What a figure is judged as."""
    return _Thing(
        kind="figure",
        which=reading.figure.key,
        place=(sv.order(reading.figure.title), reading.figure.key),
        then=(settled_before(view, reading.figure, met).variation,),
        now=(reading.judgement.variation,),
        told=partial(_figure_told, reading),
    )


def _list_told(standing_: Standing, row: dict) -> Row:
    """How many fewer are left; a good sign only where the reasons are known."""
    name, before, after = text(standing_.name), row["before"], row["after"]
    if row["kind"] == "new":
        size = sv.number(standing_.members)
        return DELIVERED, f"{name} har startat med {size} personer"
    if after is None:
        return DELIVERED, f"Hur många som är kvar i {name} visas inte längre"
    if before is None:
        left = sv.count(int(after), "person", "personer")
        return DELIVERED, f"Hur många som är kvar i {name} visas igen: {left}"
    fewer, more = sorted((int(before), int(after)))
    is_fewer = int(after) < int(before)
    tone = "blue" if is_fewer and standing_.unknown == 0 else "grey"
    moved = f"({sv.number(int(before))} → {sv.number(int(after))})"
    word = "färre" if is_fewer else "fler"
    return (
        State("", "▼" if is_fewer else "▲", tone),
        f"{sv.number(more - fewer)} {word} kvar i {name} {moved}",
    )


def _point_told(point: dict, plan: str | None, row: dict) -> Row:
    """Its new status; and where there are several plans, of which plan it is."""
    state = STATUS[row["after"]]
    of = f" <small>{text(plan)}</small>" if plan else ""
    return state, f"Punkt {point['number']} {state.word.lower()}: {text(point['title'])}{of}"


def _figure_told(reading: Reading, row: dict) -> Row:
    before, after = VARIATION[row["before"]], VARIATION[row["after"]]
    words = f"{text(before.word.lower())} → {text(after.word.lower())}"
    return after, f"{text(reading.figure.title)}: {words}"


def _new_plans(view: View, met: date) -> list[Row]:
    """The plans that have been decided since, each with how many points it has."""
    plans = view.reader.plans().filter(pl.col("decided_on") > met).sort("decided_on", "plan_id")
    points = view.points()
    rows = []
    for plan in plans.to_dicts():
        count = points.filter(plan_id=plan["plan_id"]).height
        if count or view.unit_id is None:
            words = sv.count_word(count, "punkt", "punkter")
            rows.append((DELIVERED, f"Ny handlingsplan: {text(plan['title'])}, {words}"))
    return rows


def _others(view: View, readings: list[Reading], met: date) -> list[tuple[State, str]]:
    """How many of the other figures have got another verdict than they had, in one row.

    What was not judged then has not changed: it is said what it is judged as now.
    """
    charted = [reading for reading in readings if reading.chart is not None]
    before = [settled_before(view, reading.figure, met).variation for reading in charted]
    moved = [
        (reading, was)
        for reading, was in zip(charted, before, strict=True)
        if VARIATION[was].tone != reading.variation.tone
    ]
    judged = [reading for reading, was in moved if was not in UNJUDGED]
    phrases = real_changes_in_words(judged, noun="")
    now = [reading.variation.tone for reading, was in moved if was in UNJUDGED]
    for tone, word in VERDICTS.items():
        if number := now.count(tone):
            count = sv.count_word(number, "", "", neuter=True).strip()
            phrases.append(f"{count} som inte bedömdes då bedöms nu som {word}")
    if calm := sum(reading.judgement.variation == "normal" for reading in judged):
        back = sv.count_word(calm, "", "", neuter=True).strip()
        phrases.append(f"{back} är tillbaka i normal variation")
    return [(DELIVERED, text(f"Andra nyckeltal: {sv.joined(phrases)}"))] if phrases else []


def _deliveries(view: View, met: date) -> list[tuple[State, str]]:
    after = pl.col("taken_in_at").dt.replace_time_zone(None) > datetime.combine(met, time.max)
    new = view.reader.deliveries().filter(after)["observed_until"].unique().sort()
    return [(DELIVERED, f"Nytt underlag till och med {sv.day(day)}") for day in new.tail(1)]
