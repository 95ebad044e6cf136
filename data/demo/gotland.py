"""Region Gotland, as of 2023-04-17: nine points, and one steering group in place of three forums.

Source: Region Gotland, tjänsteskrivelse 2023-04-17. It names the nine points of 2022-12-21, the
expected results, the parties, the forums that were replaced and that the agreement with
Arbetsförmedlingen was signed 2022-12-16. Functions, days and how the points stand are made up,
except »initiativ taget« (6) and »påbörjas under våren 2023« (8). Cases are simulated. The number of
inhabitants, and what others deliver, are made up but of the right size.

Built-in changes: gaps between efforts are longer in the last year, the first effort has come
sooner since 2021, and since 2023 more have a next step and something to do while they wait.
"""

import random
from datetime import date

from sqlalchemy import Connection

from data.demo import figures, rows, simulated

CODE, NAME = "gotland", "Gotland"
AS_OF, MET, DECIDED = date(2023, 4, 17), date(2023, 3, 13), date(2022, 12, 21)
FIRST_MONTH, NEW_ENTRANCE = date(2019, 6, 1), date(2021, 1, 1)
SOF, UAF = "Socialförvaltningen", "Utbildnings- och arbetslivsförvaltningen"
HSF, AF, FK = "Hälso- och sjukvårdsförvaltningen", "Arbetsförmedlingen", "Försäkringskassan"
SUPPORT, WORK = "Stöd och försörjning", "Arbetsliv och etablering"


def fill(connection: Connection) -> int:
    """Put the place into the store; return its steering group's id."""
    kinds = {
        SOF: ("forvaltning", False),
        UAF: ("forvaltning", False),
        HSF: ("forvaltning", False),
        AF: ("statlig_myndighet", True),
        FK: ("statlig_myndighet", True),
    }
    parties = {
        name: rows.add_party(connection, name, kind, is_external)
        for name, (kind, is_external) in kinds.items()
    }
    forum_id, units = rows.add_forum(
        connection,
        code=CODE,
        name=NAME,
        as_of=AS_OF,
        last_met_on=MET,
        municipality="0980",
        parties=parties,
        units={SUPPORT: (SOF, FIRST_MONTH), WORK: (UAF, FIRST_MONTH)},
        followed=(SUPPORT, WORK),
        replaced=("Jobbsam", "Vuxkomp", "Chefssamverkan"),
    )
    _cases(connection, forum_id, units, parties)
    rows.add_plan(connection, rows.plan_of("gotland"), forum_id, parties, units)
    rows.add_target(
        connection,
        forum_id,
        "planer",
        0.75,
        date(2023, 1, 1),
        "Operativa styrgruppen (påhittat mål)",
    )
    _add_words_on_figures(connection, forum_id, units)
    _others(connection, forum_id)
    return forum_id


def _cases(
    connection: Connection, forum_id: int, units: dict[str, int], parties: dict[str, int]
) -> None:
    delivery_id = rows.add_delivery(connection, forum_id, CODE, (FIRST_MONTH, AS_OF))
    dice = random.Random(98)  # noqa: S311 - a demonstration, the same every time
    place = simulated.Place(
        name=CODE,
        seed=2,
        first_month=FIRST_MONTH,
        households=[*simulated.wave([480] * 46, dice, spread=7), 478],
        observed_until=AS_OF,
        units={units[SUPPORT]: 3, units[WORK]: 2},
        groups={"unga": 15, "arbetssokande": 40, "halsohinder": 28, "sociala_hinder": 17},
        self_support=[0.38] * 47,
        followed_up=[0.45] * 40 + [0.2] * 7,
        paid_of_last=0.9,
        work=simulated.Work(
            services={
                "Jobbcoachning": parties[UAF],
                "Arbetsträning": parties[UAF],
                "SFI med praktik": parties[UAF],
                "Socialt stöd": parties[SOF],
                "Arbetsmarknadsutbildning": parties[AF],
                "Rehabiliterande insats": parties[FK],
            },
            programmes={"Ön till jobb": 12, "Kom igång": 6},
            days_to_first=((simulated.ALWAYS, 52), (NEW_ENTRANCE, 37)),
            gap_days=((simulated.ALWAYS, 26), (date(2022, 4, 1), 52)),
            bridged=((simulated.ALWAYS, 0.24), (date(2023, 1, 1), 0.5)),
            next_step=((simulated.ALWAYS, 0.55), (date(2023, 1, 1), 0.9)),
        ),
    )
    simulated.simulate(connection, place, delivery_id)


def _add_words_on_figures(connection: Connection, forum_id: int, units: dict[str, int]) -> None:
    decision = "Operativa styrgruppen 2023-01-18 (påhittat mål)"
    for figure, value in (("tid_till_insats", 30), ("glapp", 0.35), ("nasta_steg", 0.60)):
        rows.add_target(connection, forum_id, figure, value, date(2023, 1, 1), decision)
    before = {"decision": "Enheten 2022 (påhittat mål)", "valid_until": date(2023, 1, 1)}
    rows.add_target(connection, forum_id, "planer", 0.60, date(2022, 1, 1), **before)
    rows.add_target(
        connection, forum_id, "planer", 0.70, date(2023, 1, 1), decision, unit_id=units[WORK]
    )
    figures.add_rebase(
        connection,
        forum_id,
        "tid_till_insats",
        NEW_ENTRANCE,
        "Ny ingång: båda enheterna håller det första mötet tillsammans (påhittat).",
        said_on=date(2023, 1, 18),
    )
    figures.add_note(
        connection,
        forum_id,
        "planer",
        said_on=date(2023, 3, 13),
        causes="Två tjänster har varit vakanta sedan hösten, och uppföljningar har skjutits upp.",
        partners="Båda enheterna; Arbetsförmedlingen när en insats ligger där.",
        works="Uppföljning bokas redan när planen görs.",
        action="Enhetscheferna går igenom planer utan bokad uppföljning före sommaren.",
    )


def _others(connection: Connection, forum_id: int) -> None:
    """Figures that others count and deliver, made up."""
    figures.add_population(
        connection,
        forum_id,
        of_all={2018: 59_200, 2019: 59_700, 2020: 60_100, 2021: 61_000, 2022: 61_000},
        of_the_young={2018: 4_300, 2019: 4_250, 2020: 4_200, 2021: 4_200, 2022: 4_150},
    )
    figures.add_unemployed(connection, forum_id, FIRST_MONTH, AS_OF, share=0.062, people=34_600)
    figures.add_without_studies(connection, forum_id, FIRST_MONTH, AS_OF, about=88)
