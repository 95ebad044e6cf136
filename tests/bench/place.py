"""A steering group some ten times as large as those of the demonstration: 10 000 cases, made up."""

import random
from datetime import date

from sqlalchemy import Connection, Engine, func, select

from data.demo import rows, simulated
from data.demo.visitors import let_visitors_in
from data.models.people import Case, HouseholdMonth, PlanFollowUp
from data.store import migrate, open_store, reading, writing

HOUSEHOLDS, MONTHS = 2_800, 48
FIRST_MONTH, AS_OF, MET = date(2011, 1, 1), date(2014, 12, 5), date(2014, 10, 14)
PARTIES = ("Spånga-Tensta stadsdelsförvaltning", "Jobbtorg Stockholm", "Arbetsförmedlingen")
ANSWERING = ("Ekonomiskt bistånd Spånga", "Ekonomiskt bistånd Tensta", "Jobbtorget")  # for points
FOLLOWED = (*ANSWERING, "Enhet 4", "Enhet 5", "Enhet 6")
GROUPS = {"unga": 18, "arbetssokande": 44, "halsohinder": 23, "sociala_hinder": 15}


def build(url: str) -> Engine:
    """A migrated store with the place in it, and nothing published yet."""
    engine = open_store(url)
    migrate(engine)
    with writing(engine) as connection:
        let_visitors_in(connection, _fill(connection))
    return engine


def size(engine: Engine) -> tuple[int, int]:
    """How many cases there are, and how many events: months with support and follow-ups."""
    with reading(engine) as connection:
        cases, *events = (
            connection.scalar(select(func.count()).select_from(table))
            for table in (Case, HouseholdMonth, PlanFollowUp)
        )
    return cases, sum(events)


def _fill(connection: Connection) -> int:
    """The units and the plan of Spånga-Tensta, with more of everything that is counted."""
    parties = {name: rows.add_party(connection, name, "forvaltning", False) for name in PARTIES}
    forum_id, units = rows.add_forum(
        connection,
        code="storstad",
        name="Storstad",
        as_of=AS_OF,
        last_met_on=MET,
        parties=parties,
        units={name: (PARTIES[0], FIRST_MONTH) for name in FOLLOWED},
        followed=FOLLOWED,
    )
    _cases(connection, forum_id, units, parties)
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


def _cases(
    connection: Connection, forum_id: int, units: dict[str, int], parties: dict[str, int]
) -> None:
    delivery_id = rows.add_delivery(connection, forum_id, "storstad", (FIRST_MONTH, AS_OF))
    place = simulated.Place(
        name="storstad",
        seed=7,
        first_month=FIRST_MONTH,
        households=simulated.wave([HOUSEHOLDS] * MONTHS, random.Random(8), spread=15),
        observed_until=AS_OF,
        units=dict.fromkeys(units.values(), 1.0),
        groups=GROUPS,
        self_support=[0.42] * MONTHS,
        followed_up=[0.5] * MONTHS,
        paid_of_last=0.9,
        work=simulated.Work(services=parties, programmes={"Startkursen": 6, "Steg för steg": 12}),
    )
    simulated.simulate(connection, place, delivery_id)
