"""Region Gotland, as of 2023-04-17: nine points, and one steering group in place of three forums.

Source: Region Gotland, tjänsteskrivelse 2023-04-17. It names the nine points of 2022-12-21, the
expected results, the parties, the forums that were replaced and that the agreement with
Arbetsförmedlingen was signed 2022-12-16. Functions, days and how the points stand are made up, but
for »initiativ taget« (6) and »påbörjas under våren 2023« (8). Cases are simulated.
"""

import random
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from data.demo import rows, simulate
from data.models.figures import Target
from data.models.intake import Delivery

AS_OF, MET, DECIDED = date(2023, 4, 17), date(2023, 3, 13), date(2022, 12, 21)
FIRST_MONTH = date(2019, 6, 1)
SOF, UAF = "Socialförvaltningen", "Utbildnings- och arbetslivsförvaltningen"
HSF, AF, FK = "Hälso- och sjukvårdsförvaltningen", "Arbetsförmedlingen", "Försäkringskassan"
SUPPORT, WORK = "Stöd och försörjning", "Arbetsliv och etablering"
BOTH = (SOF, UAF)


def fill(connection: Connection) -> int:
    """Put the place into the store; gives its steering group's id."""
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
        code="gotland",
        name="Gotland",
        as_of=AS_OF,
        last_met_on=MET,
        parties=parties,
        units={SUPPORT: (SOF, FIRST_MONTH), WORK: (UAF, FIRST_MONTH)},
        followed=(SUPPORT, WORK),
        replaced=("Jobbsam", "Vuxkomp", "Chefssamverkan"),
    )
    _cases(connection, forum_id, units)
    _plan(connection, forum_id, parties, units)
    rows.add(
        connection,
        Target,
        forum_id=forum_id,
        figure="planer",
        value=0.75,
        valid_from=date(2023, 1, 1),
        decision="Operativa styrgruppen (påhittat mål)",
    )
    return forum_id


def _cases(connection: Connection, forum_id: int, units: dict[str, int]) -> None:
    delivery_id = rows.add(
        connection,
        Delivery,
        forum_id=forum_id,
        source="Simulerat verksamhetssystem",
        profile="demo",
        file_hash="demo-gotland",
        observed_from=FIRST_MONTH,
        observed_until=AS_OF,
        rows_taken=1_500,
        rows_refused=0,
        taken_in_at=datetime.combine(AS_OF, datetime.min.time(), UTC),
    )
    dice = random.Random(98)  # noqa: S311 - a demonstration, the same every time
    place = simulate.Place(
        name="gotland",
        seed=2,
        first_month=FIRST_MONTH,
        households=[*simulate.wave([480] * 46, dice, spread=7), 478],
        observed_until=AS_OF,
        units={units[SUPPORT]: 3, units[WORK]: 2},
        groups={"unga": 15, "arbetssokande": 40, "halsohinder": 28, "sociala_hinder": 17},
        self_support=[0.38] * 47,
        followed_up=0.45,
        paid_of_last=0.9,
    )
    simulate.simulate(connection, place, delivery_id)


def _plan(
    connection: Connection, forum_id: int, parties: dict[str, int], units: dict[str, int]
) -> None:
    rows.add_plan(
        connection,
        forum_id=forum_id,
        title="Handlingsplan Arbetsmarknadsuppdrag",
        decided_on=DECIDED,
        source="Region Gotland, tjänsteskrivelse 2023-04-17. Punkter och förväntade resultat "
        "är källans; funktioner, dagar och lägen är påhittade.",
        parties=parties,
        units=units,
        outcomes=[
            ("individual", "Tidigare erbjudande om öppna aktiviteter"),
            ("individual", "En gemensam process för individen"),
            ("organisation", "Statistik för gemensam analys"),
            ("organisation", "Regelbunden uppföljning via operativ styrgrupp"),
            ("organisation", "Enheten vet nästa steg för individen och kan planera för det"),
        ],
        points=_points(),
    )


def _points() -> list[rows.Point]:
    say, point = rows.Word, rows.Point
    return [
        point(
            "Processkarta",
            "Verksamhetsutvecklare",
            SUPPORT,
            BOTH,
            date(2023, 2, 28),
            date(2023, 1, 9),
            [
                say(date(2023, 1, 16), "in_progress"),
                say(date(2023, 2, 24), "done", {"evidence": "Processkarta, version 1"}),
            ],
        ),
        point(
            "Uppdrag och ansvarsfördelning",
            "Enhetschefer",
            SUPPORT,
            BOTH,
            date(2023, 3, 31),
            date(2023, 1, 9),
            [
                say(date(2023, 2, 1), "in_progress"),
                say(date(2023, 3, 28), "done", {"note": "Fastställt av båda enheterna."}),
            ],
        ),
        point(
            "Mall för uppstartsmöte",
            "Verksamhetsutvecklare",
            WORK,
            BOTH,
            date(2023, 3, 31),
            date(2023, 2, 1),
            [
                say(
                    date(2023, 3, 20),
                    "in_progress",
                    {"judgement": "at_risk", "needs": "Synpunkter från coacherna"},
                )
            ],
        ),
        point(
            "Regelbundna samverkansmöten mellan coacher och handläggare",
            "Enhetschefer",
            WORK,
            BOTH,
            date(2023, 6, 30),
            date(2023, 2, 1),
            [
                say(
                    date(2023, 4, 4),
                    "in_progress",
                    {"judgement": "on_track", "next_step": "Bestäm hur ofta mötena ska hållas"},
                )
            ],
        ),
        point(
            "Statistik",
            "Verksamhetsutvecklare",
            SUPPORT,
            BOTH,
            date(2023, 5, 31),
            date(2023, 1, 16),
            [
                say(
                    date(2023, 3, 30),
                    "in_progress",
                    {"next_step": "Lista vilken statistik som saknas och vem som tar fram den"},
                )
            ],
        ),
        point(
            "Utökad samverkan med vården",
            "Avdelningschefer",
            SUPPORT,
            (SOF, UAF, HSF),
            date(2023, 9, 30),
            date(2023, 1, 16),
            [
                say(
                    date(2023, 2, 20),
                    "in_progress",
                    {"note": "Initiativ taget: psykiatri och primärvård är inbjudna till dialog."},
                )
            ],
        ),
        point(
            "Samverkan mellan avdelningschefer",
            "Avdelningschefer",
            SUPPORT,
            BOTH,
            date(2023, 4, 28),
            date(2023, 1, 9),
            [say(date(2023, 3, 21), "in_progress", {"judgement": "on_track"})],
        ),
        point(
            "Aktivitet för individ i väntan på lämplig insats",
            "Coacher",
            WORK,
            BOTH,
            date(2023, 6, 15),
            date(2023, 3, 1),
            [say(date(2023, 4, 11), "in_progress", {"note": "Arbetet påbörjat under våren."})],
        ),
        point(
            "Förnyelse av informations- och kommunikationsmaterial",
            "Verksamhetsutvecklare",
            WORK,
            BOTH,
            date(2023, 10, 31),
            date(2023, 8, 15),
            [say(date(2023, 3, 27), "not_started")],
        ),
    ]
