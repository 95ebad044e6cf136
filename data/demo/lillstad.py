"""Lillstad, as of 2026-11-15: a made-up small town, some 300 people on support in three units.

What a member of the steering group of a town like Fagersta would see: most small numbers hidden.

Built-in change: more have consented since the spring of 2026, when the plan asks for it.
"""

import random
from datetime import date

from sqlalchemy import Connection

from data.demo import figures, rows, simulated

CODE, NAME = "lillstad", "Lillstad"
AS_OF, MET = date(2026, 11, 15), date(2026, 10, 6)
FIRST_MONTH = date(2023, 1, 1)
TOWN, AF = "Lillstads kommun", "Arbetsförmedlingen"
SUPPORT, LABOUR, ARRIVED = "Försörjningsstöd", "Arbetsmarknadsenheten", "Integration"


def fill(connection: Connection) -> int:
    """Put the place into the store; return its steering group's id."""
    parties = {
        TOWN: rows.add_party(connection, TOWN, "kommunal_namnd", False),
        AF: rows.add_party(connection, AF, "statlig_myndighet", True),
    }
    forum_id, units = rows.add_forum(
        connection,
        code=CODE,
        name=NAME,
        as_of=AS_OF,
        last_met_on=MET,
        parties=parties,
        units={name: (TOWN, FIRST_MONTH) for name in (SUPPORT, LABOUR, ARRIVED)},
        followed=(SUPPORT, LABOUR, ARRIVED),
    )
    _cases(connection, forum_id, units, parties)
    rows.add_group(
        connection,
        members=24,
        left=[
            (date(2026, 4, 14), "work", 3),
            (date(2026, 6, 2), "unknown", 1),
            (date(2026, 9, 8), "studies", 4),
        ],
        units=list(units.values()),
        forum_id=forum_id,
        name="Gemensam väg in",
        criterion="Påhittad grupp: personer som i januari 2026 hade kontakt med båda parterna",
        baseline_on=date(2026, 1, 15),
        goal_count=10,
        goal_on=date(2027, 1, 15),
        is_example=True,
        source="Påhittad.",
    )
    rows.add_plan(connection, rows.plan_of("lillstad"), forum_id, parties, units)
    rows.add_target(
        connection, forum_id, "hushall", 180, date(2026, 1, 1), "Styrgruppen (påhittat mål)"
    )
    rows.add_target(
        connection, forum_id, "samtycke", 0.80, date(2026, 1, 1), "Styrgruppen (påhittat mål)"
    )
    _others(connection, forum_id)
    return forum_id


def _others(connection: Connection, forum_id: int) -> None:
    """Figures that others count and deliver, made up."""
    figures.add_population(
        connection,
        forum_id,
        of_all={2022: 13_300, 2023: 13_250, 2024: 13_200, 2025: 13_100},
        of_the_young={2022: 980, 2023: 960, 2024: 950, 2025: 950},
    )
    figures.add_unemployed(connection, forum_id, FIRST_MONTH, AS_OF, share=0.121, people=7_400)
    figures.add_without_studies(connection, forum_id, FIRST_MONTH, AS_OF, about=31)


def _cases(
    connection: Connection, forum_id: int, units: dict[str, int], parties: dict[str, int]
) -> None:
    delivery_id = rows.add_delivery(connection, forum_id, CODE, (FIRST_MONTH, AS_OF))
    dice = random.Random(13)  # noqa: S311 - a demonstration, the same every time
    place = simulated.Place(
        name=CODE,
        seed=3,
        first_month=FIRST_MONTH,
        households=[*simulated.wave([205] * 46, dice, spread=5), 204],
        observed_until=AS_OF,
        units={units[SUPPORT]: 5, units[LABOUR]: 3, units[ARRIVED]: 2},
        groups={"unga": 2, "arbetssokande": 5, "halsohinder": 2, "sociala_hinder": 1},
        self_support=[0.42] * 47,
        followed_up=[0.5] * 47,
        paid_of_last=0.9,
        work=simulated.Work(
            services={
                "Jobbcoachning": parties[TOWN],
                "Arbetsträning": parties[TOWN],
                "SFI med praktik": parties[TOWN],
                "Arbetsmarknadsutbildning": parties[AF],
                "Rehabiliterande insats": parties[AF],
            },
            programmes={"Bron": 12, "Första steget": 6},
            received=(3, 15),
            consenting=((simulated.ALWAYS, 0.5), (date(2026, 4, 1), 0.85)),
        ),
    )
    simulated.simulate(connection, place, delivery_id)
