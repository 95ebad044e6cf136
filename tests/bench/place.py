"""A steering group as those of the demonstration, but of any size: made-up cases, much of all."""

from datetime import date

from sqlalchemy import Connection, Engine, insert, select

from data.demo import rows
from data.demo.visitors import let_visitors_in
from data.models.codes import TargetGroup
from data.store import migrate, open_store, writing
from tests.bench.facts import FIRST_MONTH, OBSERVED_UNTIL, ORDINARY, Frames, Place, frames
from tests.bench.fill import fill

AS_OF, MET = OBSERVED_UNTIL, date(2014, 10, 14)
PARTIES = ("Spånga-Tensta stadsdelsförvaltning", "Jobbtorg Stockholm", "Arbetsförmedlingen")
ANSWERING = ("Ekonomiskt bistånd Spånga", "Ekonomiskt bistånd Tensta", "Jobbtorget")  # for points


def build(url: str, cases: int, place: Place = ORDINARY) -> Engine:
    """A migrated store with the place and so many cases in it, and nothing published yet."""
    engine = open_store(url)
    migrate(engine)
    with writing(engine) as connection:
        let_visitors_in(connection, fill_forum(connection, cases, place))
    return engine


def fill_forum(connection: Connection, cases: int, place: Place = ORDINARY) -> int:
    """The units and the plan of Spånga-Tensta, with more of everything that is counted."""
    _name_groups(connection, place)
    followed = (*ANSWERING, *(f"Enhet {number}" for number in range(4, place.units + 1)))
    parties = {name: rows.add_party(connection, name, "forvaltning", False) for name in PARTIES}
    forum_id, units = rows.add_forum(
        connection,
        code="storstad",
        name="Storstad",
        as_of=AS_OF,
        last_met_on=MET,
        parties=parties,
        units={name: (PARTIES[0], FIRST_MONTH) for name in followed},
        followed=followed,
    )
    made = frames(cases, place)
    _cases(connection, made, forum_id, list(units.values()), list(parties.values()))
    rows.add_group(
        connection,
        members=150,
        left=[(date(2014, month, 20), "work", 9) for month in range(4, 11)],
        forum_id=forum_id,
        name="Mätgrupp 150",
        criterion="Påhittad grupp",
        baseline_on=date(2014, 3, 1),
        goal_count=80,
        goal_on=date(2015, 3, 1),
        source="Påhittad.",
    )
    rows.add_plan(connection, rows.plan_of("spanga_tensta"), forum_id, parties, units)
    for figure, value in (("hushall", 2_600), ("avslut", 0.4), ("planer", 0.8)):
        rows.add_target(connection, forum_id, figure, value, FIRST_MONTH, "Påhittat mål")
    return forum_id


def _name_groups(connection: Connection, place: Place) -> None:
    """Put those target groups among the codes that are not there."""
    there = set(connection.scalars(select(TargetGroup.code)))
    for rank, code in enumerate(place.groups):
        if code not in there:
            named = {"code": code, "label": code.capitalize(), "rank": 100 + rank}
            connection.execute(insert(TargetGroup).values(**named))


def _cases(
    connection: Connection, made: Frames, forum_id: int, units: list[int], parties: list[int]
) -> None:
    delivery_id = rows.add_delivery(connection, forum_id, "storstad", (FIRST_MONTH, AS_OF))
    fill(
        connection,
        made,
        forum_id=forum_id,
        delivery_id=delivery_id,
        units=units,
        parties=parties,
    )
