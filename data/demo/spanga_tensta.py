"""Spånga-Tensta, as of 2014-12-05: the group of 150, a plan after its aims, three parties.

Source: Arbetsförmedlingen and Socialstyrelsen, Lokala exempel på samverkan. It says: in March 2014
the aim was set that at least 50 of the 150 who had contact with all three parties should support
themselves within a year; in December 43 were left on the list; the share of households with
support fell by 20 percent during 2014. Cases, days, reasons, points and what others deliver are
made up here, and so is the number of inhabitants, though of the right size (some 38 000).

Built-in changes: during 2014 the first effort comes sooner, and more are answered the same day.
"""

import random
from datetime import date

from sqlalchemy import Connection

from data.demo import figures, rows, simulated

CODE, NAME = "spanga-tensta", "Spånga-Tensta"
AS_OF, MET, BASELINE = date(2014, 12, 5), date(2014, 10, 14), date(2014, 3, 1)
FIRST_MONTH = date(2011, 1, 1)
SDF = "Spånga-Tensta stadsdelsförvaltning"
JOBBTORG, AF = "Jobbtorg Stockholm", "Arbetsförmedlingen"
SPANGA, TENSTA, YOUNG = "Ekonomiskt bistånd Spånga", "Ekonomiskt bistånd Tensta", "Unga vuxna"
JT_UNIT, AF_UNIT = "Jobbtorget", "Arbetsförmedlingens kontor"
ALL = (SDF, JOBBTORG, AF)
OF_2014 = date(2014, 1, 1)
TWENTY_PERCENT_LESS = [round(1505 * (1 - 0.2 * month / 11)) for month in range(1, 12)]


def fill(connection: Connection) -> int:
    """Put the place into the store; return its steering group's id."""
    parties = {
        SDF: rows.add_party(connection, SDF, "forvaltning", False),
        JOBBTORG: rows.add_party(connection, JOBBTORG, "forvaltning", False),
        AF: rows.add_party(connection, AF, "statlig_myndighet", True),
    }
    forum_id, units = rows.add_forum(
        connection,
        code=CODE,
        name=NAME,
        as_of=AS_OF,
        last_met_on=MET,
        municipality="0180",
        parties=parties,
        units={name: (SDF, FIRST_MONTH) for name in (SPANGA, TENSTA, YOUNG)}
        | {JT_UNIT: (JOBBTORG, FIRST_MONTH), AF_UNIT: (AF, FIRST_MONTH)},
        followed=(SPANGA, TENSTA, YOUNG),
    )
    _cases(connection, forum_id, units, parties)
    _group(connection, forum_id)
    _example_group(connection, forum_id, [units[name] for name in (SPANGA, TENSTA, YOUNG)])
    rows.add_plan(connection, rows.plan_of("spanga_tensta"), forum_id, parties, units)
    _targets(connection, forum_id, units)
    _others(connection, forum_id)
    return forum_id


def _cases(
    connection: Connection, forum_id: int, units: dict[str, int], parties: dict[str, int]
) -> None:
    rows.add_delivery(connection, forum_id, CODE, (FIRST_MONTH, date(2014, 11, 5)))
    delivery_id = rows.add_delivery(connection, forum_id, CODE, (FIRST_MONTH, AS_OF))
    dice = random.Random(2014)  # noqa: S311 - a demonstration, the same every time
    until_2013 = simulated.wave([1490] * 35, dice, spread=11)
    during_2014 = simulated.wave(TWENTY_PERCENT_LESS[:10], dice, spread=5)
    place = simulated.Place(
        name=CODE,
        seed=1,
        first_month=FIRST_MONTH,
        households=[*until_2013, 1505, *during_2014, TWENTY_PERCENT_LESS[10], 1196],
        observed_until=AS_OF,
        units={units[SPANGA]: 3, units[TENSTA]: 5, units[YOUNG]: 2},
        groups={"unga": 18, "arbetssokande": 44, "halsohinder": 23, "sociala_hinder": 15},
        self_support=[0.40] * 42 + [0.47] * 6,
        followed_up=[0.52] * 48,
        paid_of_last=0.94,
        work=simulated.Work(
            services={
                "Jobbcoachning": parties[JOBBTORG],
                "Arbetsträning": parties[JOBBTORG],
                "SFI med praktik": parties[SDF],
                "Rehabiliterande insats": parties[SDF],
                "Arbetsmarknadsutbildning": parties[AF],
                "Praktik": parties[AF],
            },
            programmes={"Startkursen": 6, "Steg för steg": 12},
            days_to_first=((simulated.ALWAYS, 48), (OF_2014, 37), (date(2014, 5, 1), 27)),
            same_day=((simulated.ALWAYS, 0.68), (date(2014, 4, 1), 0.77), (date(2014, 9, 1), 0.85)),
            supported_after=((simulated.ALWAYS, 0.24), (date(2014, 7, 1), 0.36)),
        ),
    )
    simulated.simulate(connection, place, delivery_id)


def _group(connection: Connection, forum_id: int) -> None:
    left = [(date(2014, month, 20), "unknown", 14) for month in range(4, 10)]
    left += [(date(2014, 10, 8), "unknown", 11), (date(2014, 11, 20), "unknown", 12)]
    rows.add_group(
        connection,
        members=150,
        left=left,
        forum_id=forum_id,
        name="Mätgrupp 150",
        criterion="Personer som i mars 2014 hade kontakt med alla tre parterna",
        baseline_on=BASELINE,
        goal_count=50,
        goal_on=date(2015, 3, 1),
        source="Arbetsförmedlingen och Socialstyrelsen, Lokala exempel. Källan anger 150 i mars "
        "och 43 kvar i december 2014, men inte varför de andra lämnade listan. Dagarna "
        "däremellan är simulerade.",
    )


def _example_group(connection: Connection, forum_id: int, units: list[int]) -> None:
    rows.add_group(
        connection,
        members=120,
        left=[
            (date(2014, 7, 10), "work", 6),
            (date(2014, 8, 12), "other_reason", 9),
            (date(2014, 9, 3), "studies", 7),
            (date(2014, 9, 25), "work", 5),
            (date(2014, 10, 30), "other_reason", 7),
            (date(2014, 11, 18), "work", 8),
        ],
        back=[(date(2014, 11, 28), 2)],
        units=units,
        months_before=(4, 9, 15, 30, 50),
        forum_id=forum_id,
        name="Exempelgrupp 120",
        criterion="Påhittad grupp som visar hur det ser ut när orsakerna är kända",
        baseline_on=date(2014, 6, 1),
        goal_count=50,
        goal_on=date(2015, 6, 1),
        is_example=True,
        source="Påhittad, med påhittade orsaker, enheter och tider i stöd.",
    )


def _targets(connection: Connection, forum_id: int, units: dict[str, int]) -> None:
    decision = "Styrgruppens handlingsplan 2014-03-12 (påhittat mål)"
    for figure, value in (("hushall", 1100), ("avslut", 0.40), ("planer", 0.80)):
        rows.add_target(connection, forum_id, figure, value, OF_2014, decision)
    for figure, value in (("tid_till_insats", 30), ("glapp", 0.30)):
        rows.add_target(connection, forum_id, figure, value, OF_2014, decision)
    before = {"decision": "Styrgruppen 2013-01-16 (påhittat mål)", "valid_until": OF_2014}
    for figure, value in (("hushall", 1400), ("avslut", 0.38)):
        rows.add_target(connection, forum_id, figure, value, date(2013, 1, 1), **before)
    of_unit = {"decision": "Enhetens verksamhetsplan 2014 (påhittat mål)", "unit_id": units[TENSTA]}
    rows.add_target(connection, forum_id, "planer", 0.70, OF_2014, **of_unit)


def _others(connection: Connection, forum_id: int) -> None:
    """Figures that others count and deliver, made up."""
    figures.add_population(
        connection,
        forum_id,
        of_all={2010: 37_200, 2011: 37_600, 2012: 37_900, 2013: 38_200},
        of_the_young={2010: 3_800, 2011: 3_850, 2012: 3_900, 2013: 3_900},
    )
    figures.add_unemployed(connection, forum_id, FIRST_MONTH, AS_OF, share=0.16, people=23_800)
    figures.add_without_studies(connection, forum_id, FIRST_MONTH, AS_OF, about=165)
