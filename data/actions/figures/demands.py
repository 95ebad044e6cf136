"""What every change to a figure's records demands: the right, a turn, a figure, a day."""

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
    """NotAllowedError, naming the attempted change, without the right to keep figures."""
    if not by.may(KEEP_FIGURES):
        raise NotAllowedError(
            f"Din roll ger inte rätt att {what}. Det kan styrgruppens utvecklingsledare."
        )


def take_turn(connection: Connection, forum_id: int) -> datetime:
    """Lock the steering group's row, so that two who save go one at a time; return the moment, UTC.

    The moment is now; in a demonstration the time of day now, on the steering group's own day.
    """
    this_forum = Forum.forum_id == forum_id
    as_of = connection.scalar(select(Forum.as_of).where(this_forum).with_for_update())
    now = datetime.now(STOCKHOLM)
    return (datetime.combine(as_of, now.timetz()) if as_of else now).astimezone(UTC)


def text_of_figure(text: str | None, field: str) -> str | None:
    """Text about a figure, as `clean_text` keeps it."""
    return clean_text(text, field, about="nyckeltalet")


def demand_day(day: date, field: str) -> None:
    """RefusedError for a day outside FIRST_DAY to LAST_DAY: it must be a slip of the keyboard."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise RefusedError(
            f"{field}: dagen ska ligga mellan {FIRST_DAY} och {LAST_DAY}. Välj en annan."
        )


def kind_of(connection: Connection, forum_id: int, figure: str) -> str:
    """The kind of a figure; RefusedError for one that does not exist."""
    if figure in FIGURE_KINDS:
        return FIGURE_KINDS[figure]
    delivered = _delivered(connection, forum_id).get(figure)
    if delivered is None:
        raise RefusedError("Nyckeltal: det finns inte. Välj ett ur förteckningen.")
    return "share" if delivered["whole_in_words"] else "count"


def cadence_of(connection: Connection, forum_id: int, figure: str) -> str:
    """The cadence of a figure that exists: month, quarter, half or year."""
    return CADENCES.get(figure) or _delivered(connection, forum_id)[figure]["cadence"]


def demand_statistic(connection: Connection, forum_id: int, figure: str) -> None:
    """RefusedError for what is neither a figure's key nor the number of one that is wanted."""
    if figure not in WANTED_NUMBERS:
        kind_of(connection, forum_id, figure)


def demand_followed(connection: Connection, forum_id: int, unit_id: int | None) -> None:
    """RefusedError for a unit that the steering group does not follow. None means all units."""
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
    """What somebody else saved, from its row; `by` is the column with their user id."""
    name = connection.scalar(select(User.display_name).where(User.user_id == row[by]))
    return Theirs(name, row.get("at"), {field: row[field] for field in fields})


def row_of(connection: Connection, table: type[SQLModel], *which: Any) -> RowMapping | None:
    """The one row of a table that meets the conditions; None if there is none."""
    rows = connection.execute(select(*table.__table__.c).where(*which))
    return rows.mappings().one_or_none()


def _delivered(connection: Connection, forum_id: int) -> dict[str, RowMapping]:
    """The steering group's delivered figures, by key."""
    figure = DeliveredFigure
    query = select(figure.key, figure.whole_in_words, figure.cadence)
    rows = connection.execute(query.where(figure.forum_id == forum_id)).mappings()
    return {row["key"]: row for row in rows}
