"""The parts of a measurement group's page: its ledger, its goal, its course, its own clock."""

from functools import lru_cache

import polars as pl
import streamlit as st

from pages.parts import charts, sv, tables
from pages.parts.drawings.bars import Part, bar
from pages.parts.figures.reading.sentences import interval_in_words
from pages.parts.groups.standings import Standing, many_or_hidden
from pages.parts.markup import badge, block, table, text
from pages.parts.words import LEDGER
from pages.view import View


def ledger_bar(standing: Standing) -> str:
    """What has become of everybody on the list, as one bar that adds up to all of them."""
    heading = f"<h2>Läget {sv.day(standing.on)} <small>{standing.members} på listan</small></h2>"
    return heading + bar(ledger_parts(standing), standing.members, standing.sentence)


def ledger_parts(standing: Standing) -> list[Part]:
    """The ledger as parts of a bar: those that are somebody, and always who remain."""
    return [
        Part(LEDGER[code].word, count, LEDGER[code].tone)
        for code, count in standing.counts.items()
        if count != 0 or code == "remaining"
    ]


def goal_cards(standing: Standing) -> None:
    """Three cards: who remain, who support themselves, and how the goal looks."""
    remaining = standing.remaining
    row = {"part": remaining, "whole": standing.members, "shown": remaining is not None}
    share = None if remaining is None else remaining / standing.members
    cards = [
        _card(
            "Kvar på listan",
            many_or_hidden(standing.remaining),
            f"{sv.percent(share)} av {standing.members}"
            if share is not None
            else standing.hidden_in_words,
            f"95 % osäkerhetsintervall: {interval_in_words(row)}" if share is not None else "",
        ),
        _card(
            "Självförsörjande",
            _self_supporting(standing),
            _about_unknown(standing),
            "Räknas: arbete, studier med studiemedel eller annan egen inkomst",
        ),
        _goal_card(standing),
    ]
    for column, card in zip(st.columns(3, border=True), cards, strict=True):
        column.html(card)


def _self_supporting(standing: Standing) -> str:
    """A number only where the reasons are known."""
    if standing.self_supporting == 0 and standing.unknown:
        return "Uppgift saknas"
    return many_or_hidden(standing.self_supporting)


def _about_unknown(standing: Standing) -> str:
    if standing.unknown:
        number = sv.number(standing.unknown)
        return f"För {number} är orsaken okänd; några av dem kan vara självförsörjande"
    return "" if standing.unknown == 0 else f".. = {standing.hidden_in_words}"


def _goal_card(standing: Standing) -> str:
    group = standing.group
    if group["goal_count"] is None:
        return _card("Mål", "Inget mål", "Utvecklingsledaren sätter ett när gruppen startas", "")
    aim = f"{sv.number(group['goal_count'])} självförsörjande till {sv.day(group['goal_on'])}"
    why = "I den takt som har varit"
    if standing.unknown is None or standing.self_supporting is None:
        why = "Någon av orsakerna är dold"
    elif standing.unknown:
        why = f"Orsaken är okänd för {sv.number(standing.unknown)} av {standing.members}"
    return block(
        f"<h3>Mål: {text(aim)}</h3><p style='margin:.6rem 0'>"
        f"{badge(standing.goal).replace('lb-badge', 'lb-badge wrap', 1)}</p>"
        f"<p class='lb-small'>{text(why)}</p>"
    )


def _card(name: str, value: str, more: str, small: str) -> str:
    wordy = "" if value[:1].isdigit() or value == sv.HIDDEN else " wordy"
    return block(
        f"<h3>{text(name)}</h3><p class='lb-value{wordy}'>{text(value)}</p>"
        f"<p class='lb-small'>{text(more)}</p><p class='lb-small'>{text(small)}</p>"
    )


def over_time(view: View, standing: Standing) -> None:
    """The course since the list was closed, against the goal; the same as a table."""
    ledger = _days(view, standing)
    group = standing.group
    st.html(block(f"<h2>Sedan listan stängdes</h2><p>{text(_course(standing))}</p>"))
    rows = tuple(ledger.select("on", "state", "members").rows())
    goal = (group["goal_count"], group["goal_on"]) if _any_known(rows) else (None, None)
    spec = _drawn(view.theme, standing.members, *goal, rows)
    st.vega_lite_chart(spec, alt=_course(standing), key="forlopp")
    tables.twin(
        lambda: _as_table(ledger),
        "matgrupp",
        lambda: _definition(view, standing),
        "grupp",
        view.actions.take_out,
    )


def _days(view: View, standing: Standing) -> pl.DataFrame:
    ledger = view.reader.ledger(standing.group["group_id"])
    return ledger.filter(pl.col("on").is_not_null()).sort("on", "state")


def _course(standing: Standing) -> str:
    """The chart in a sentence."""
    first, last = min(standing.then), max(standing.then)
    before, after = standing.then[first], standing.then[last]
    if before is None or after is None:
        return f"Kvar på listan är dolt för någon av dagarna ({standing.hidden_in_words})."
    return (
        f"Kvar på listan minskade från {sv.number(before)} den {sv.day(first)} till "
        f"{sv.number(after)} den {sv.day(last)}."
    )


@lru_cache(maxsize=64)
def _drawn(theme: str, members: int, goal: int | None, goal_on, rows: tuple) -> dict:
    """The chart, kept by everything that is in it."""
    drawn = ("remaining", "self_supporting")
    named = [
        {
            "on": on,
            "name": LEDGER[state].word,
            "tone": {"remaining": "dark", "self_supporting": "blue"}[state],
            "members": count,
            "label": f"{many_or_hidden(count)} {LEDGER[state].word.lower()}",
            "said": f"{on}: {many_or_hidden(count)} {LEDGER[state].word.lower()}",
        }
        for on, state, count in rows
        if state in drawn and (state == "remaining" or _any_known(rows))
    ]
    frame = pl.DataFrame(named, schema_overrides={"members": pl.Int64})
    return charts.course(frame, theme=theme, members=members, goal=goal, goal_on=goal_on)


def _any_known(rows: tuple) -> bool:
    """Whether anybody is known to support themselves; a line at 0 would say that nobody does."""
    return any(state == "self_supporting" and count for _, state, count in rows)


def _as_table(ledger: pl.DataFrame) -> pl.DataFrame:
    wide = ledger.with_columns(
        said=pl.when("shown").then(pl.col("members").cast(pl.String)).otherwise(pl.lit(sv.HIDDEN))
    ).pivot("state", index="on", values="said")
    names = {code: state.word for code, state in LEDGER.items()}
    return wide.select(pl.col("on").alias("Dag"), *(pl.col(c).alias(n) for c, n in names.items()))


def _definition(view: View, standing: Standing) -> dict[str, str]:
    return {
        "Styrgrupp": view.forum.name,
        "Mätgrupp": standing.group["name"],
        "Vilka": standing.group["criterion"],
        "På listan": str(standing.members),
        "Kvar": "Har inte lämnat, eller har kommit tillbaka.",
        "Självförsörjande": "Har lämnat för arbete, studier eller annan egen inkomst.",
        "Okänt": "Har lämnat, och ingen har sagt varför.",
        sv.HIDDEN: standing.hidden_in_words,
    }


def own_clock(view: View, standing: Standing) -> None:
    """How many had not left, by months since each person's own start."""
    ledger = view.reader.ledger(standing.group["group_id"])
    rows = ledger.filter(pl.col("after_months").is_not_null()).sort("after_months")
    if not standing.group["follows_cases"] or rows.is_empty():
        return
    left = dict(
        rows.filter(pl.col("state") == "remaining").select("after_months", "members").rows()
    )
    gone = dict(rows.filter(pl.col("state") == "unknown").select("after_months", "members").rows())
    cells = [
        (sv.count(months, "månad", "månader"), many_or_hidden(count), many_or_hidden(gone[months]))
        for months, count in left.items()
    ]
    st.html(
        block(
            "<h2>Kvar utan avbrott <small>räknat från vars och ens egen start</small></h2>",
            table("Kvar utan avbrott", ("Efter", "Kvar", "Har lämnat"), cells),
        )
    )
