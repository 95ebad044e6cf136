"""Notes on a place's figures, and figures that are delivered to it. All of them are made up."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import Connection

from data.demo.insert import insert_many
from data.demo.rows import add, narrator
from data.demo.simulated.place import month_after
from data.models.figures import DeliveredFigure, DeliveredValue, FigureNote, Population, Rebase

ALL_AGES, THE_YOUNG = (0, 121), (18, 25)
UNEMPLOYED = {
    "key": "oppet_arbetslosa",
    "title": "Öppet arbetslösa 18–64",
    "question": "Hur ser arbetsmarknaden ut?",
    "part_in_words": "Inskrivna som öppet arbetslösa, 18–64 år, vid månadens slut.",
    "whole_in_words": "Invånare 18–64 år.",
    "unit": "personer",
    "better": "lower",
    "cadence": "month",
    "source": "Arbetsförmedlingen (påhittade tal).",
    "owner": "Arbetsförmedlingens kontor",
}
WITHOUT_STUDIES = {
    "key": "kaa",
    "title": "Ungdomar utan studier eller arbete (KAA)",
    "question": "Hur många unga omfattas av det kommunala aktivitetsansvaret?",
    "part_in_words": "Ungdomar 16–19 år i det kommunala aktivitetsansvaret som varken studerar "
    "eller arbetar vid månadens slut.",
    "whole_in_words": None,
    "unit": "ungdomar",
    "better": "lower",
    "cadence": "month",
    "source": "Kommunens register för aktivitetsansvaret (påhittade tal).",
    "owner": "Samordnaren för aktivitetsansvaret",
}


def add_population(
    connection: Connection,
    forum_id: int,
    *,
    of_all: Mapping[int, int],
    of_the_young: Mapping[int, int],
) -> None:
    """The number of inhabitants at the end of each year: of all ages, and 18–24."""
    for (from_age, until_age), by_year in ((ALL_AGES, of_all), (THE_YOUNG, of_the_young)):
        for year, people in by_year.items():
            ages = {"from_age": from_age, "until_age": until_age}
            add(connection, Population, forum_id=forum_id, year=year, people=people, **ages)


def add_unemployed(
    connection: Connection, forum_id: int, first: date, as_of: date, *, share: float, people: int
) -> None:
    """The unemployed of each whole month: some `share` of `people`, fewer in summer, with noise."""
    dice = random.Random(f"{forum_id}/unemployed")  # noqa: S311 - a demonstration
    values = [
        (
            round(people * share * (1.04 - 0.08 * (5 <= month.month <= 8)) + dice.gauss(0, 18)),
            people,
        )
        for month in _whole_months(first, as_of)
    ]
    _deliver(connection, forum_id, UNEMPLOYED, first, values)


def add_without_studies(
    connection: Connection, forum_id: int, first: date, as_of: date, *, about: int
) -> None:
    """The young without studies of each whole month, some `about`: more in autumn, with noise."""
    dice = random.Random(f"{forum_id}/without studies")  # noqa: S311 - a demonstration
    values = [
        (round(about * (1 + 0.12 * (month.month >= 9)) + dice.gauss(0, about**0.5)), None)
        for month in _whole_months(first, as_of)
    ]
    _deliver(connection, forum_id, WITHOUT_STUDIES, first, values)


def _whole_months(first: date, as_of: date) -> list[date]:
    months = 12 * (as_of.year - first.year) + as_of.month - first.month
    return [month_after(first, later) for later in range(months)]


def _deliver(
    connection: Connection,
    forum_id: int,
    figure: Mapping[str, str | None],
    first: date,
    values: Sequence[tuple[int, int | None]],
) -> None:
    figure_id = add(connection, DeliveredFigure, forum_id=forum_id, **figure)
    rows = [
        {
            "delivered_figure_id": figure_id,
            "period": month_after(first, later),
            "part": part,
            "whole": whole,
            "provisional": False,
        }
        for later, (part, whole) in enumerate(values)
    ]
    insert_many(connection, DeliveredValue, rows)


def add_rebase(
    connection: Connection, forum_id: int, figure: str, period: date, reason: str, *, said_on: date
) -> None:
    """Limits that are calculated again from a period on, for the whole of a steering group."""
    add(
        connection,
        Rebase,
        forum_id=forum_id,
        figure=figure,
        period=period,
        reason=reason,
        by_user_id=narrator(connection),
        at=_morning_of(said_on),
    )


def add_note(
    connection: Connection, forum_id: int, figure: str, *, said_on: date, **texts: str
) -> None:
    """A note on how a figure may be turned."""
    add(
        connection,
        FigureNote,
        forum_id=forum_id,
        figure=figure,
        by_user_id=narrator(connection),
        at=_morning_of(said_on),
        version=1,
        **texts,
    )


def _morning_of(day: date) -> datetime:
    return datetime.combine(day, time(10, 0), UTC)
