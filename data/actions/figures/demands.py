"""What every change to what is said of figures demands: the right, the turn, a figure, a day."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from data.actions.refusals import RefusedError, Theirs, clean_text
from data.clock import STOCKHOLM
from data.models import SQLModel
from data.models.figures import DeliveredFigure
from data.models.organisation import Forum, ForumUnit, User
from data.people.rights import KEEP_FIGURES, NotAllowedError, Viewer
from data.published.known import CADENCES, FIGURE_KINDS, WANTED_NUMBERS

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
BEGINS = {"month": range(1, 13), "quarter": (1, 4, 7, 10), "half": (1, 7), "year": (1,)}


def demand_right(by: Viewer, what: str) -> None:
    """NotAllowedError, naming what was to be done, without the right to keep figures."""
    if not by.may(KEEP_FIGURES):
        raise NotAllowedError(
            f"Din roll ger inte rätt att {what}. Det kan styrgruppens utvecklingsledare."
        )


def take_turn(connection: Connection, forum_id: int) -> datetime:
    """Hold the steering group, so that two who save follow each other; gives the moment.

    That is now, on the steering group's own day where it is a demonstration.
    """
    mine = Forum.forum_id == forum_id
    as_of = connection.scalar(select(Forum.as_of).where(mine).with_for_update())
    now = datetime.now(STOCKHOLM)
    return (datetime.combine(as_of, now.timetz()) if as_of else now).astimezone(UTC)


def text_of_figure(text: str | None, field: str) -> str | None:
    """Text that is said of a figure, as `clean_text` keeps it."""
    return clean_text(text, field, about="nyckeltalet")


def demand_day(day: date, field: str) -> None:
    """RefusedError for a day that nobody can have meant."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise RefusedError(
            f"{field}: dagen ska ligga mellan {FIRST_DAY} och {LAST_DAY}. Välj en annan."
        )


def kind_of(connection: Connection, forum_id: int, figure: str) -> str:
    """What kind a figure is; RefusedError for one that is not there to be said anything of."""
    if figure in FIGURE_KINDS:
        return FIGURE_KINDS[figure]
    delivered = _delivered(connection, forum_id).get(figure)
    if delivered is None:
        raise RefusedError("Nyckeltal: det finns inte. Välj ett ur förteckningen.")
    return "share" if delivered["whole_in_words"] else "count"


def cadence_of(connection: Connection, forum_id: int, figure: str) -> str:
    """By which periods a known figure is counted."""
    return CADENCES.get(figure) or _delivered(connection, forum_id)[figure]["cadence"]


def demand_statistic(connection: Connection, forum_id: int, figure: str) -> None:
    """RefusedError for what is neither a figure nor the number of one that is asked for."""
    if figure not in WANTED_NUMBERS:
        kind_of(connection, forum_id, figure)


def demand_followed(connection: Connection, forum_id: int, unit_id: int | None) -> None:
    """RefusedError for a unit that the steering group does not follow. Null is all of them."""
    followed = select(ForumUnit.unit_id).where(ForumUnit.forum_id == forum_id)
    if unit_id is not None and unit_id not in set(connection.scalars(followed)):
        raise RefusedError("Gäller: styrgruppen följer inte den enheten. Välj en som den följer.")


def demand_first_of_period(period: date, cadence: str, field: str) -> None:
    """RefusedError for a day that no period begins on."""
    if period.day != 1 or period.month not in BEGINS[cadence]:
        raise RefusedError(f"{field}: välj periodens första dag.")


def theirs_of(
    connection: Connection, row: Mapping[Any, Any], fields: tuple[str, ...], by: str
) -> Theirs:
    """What another saved, out of its row; `by` is the column that says who."""
    name = connection.scalar(select(User.display_name).where(User.user_id == row[by]))
    return Theirs(name, row.get("at"), {field: row[field] for field in fields})


def row_of(connection: Connection, table: type[SQLModel], *which: Any) -> RowMapping | None:
    """The only row of a table that is asked for, if it is there."""
    found = connection.execute(select(*table.__table__.c).where(*which))
    return found.mappings().one_or_none()


def _delivered(connection: Connection, forum_id: int) -> dict[str, RowMapping]:
    """The steering group's own delivered figures by key."""
    figure = DeliveredFigure
    asked = select(figure.key, figure.whole_in_words, figure.cadence)
    rows = connection.execute(asked.where(figure.forum_id == forum_id)).mappings()
    return {row["key"]: row for row in rows}
