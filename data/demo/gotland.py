"""Region Gotland, as of 2023-04-17: nine points, and one steering group in place of three forums.

Source: Region Gotland, tjänsteskrivelse 2023-04-17. It names the nine points of 2022-12-21, the
expected results, the parties, the forums that were replaced and that the agreement with
Arbetsförmedlingen was signed 2022-12-16. Functions, days and how the points stand are made up, but
for »initiativ taget« (6) and »påbörjas under våren 2023« (8). Cases are simulated.
"""

import random
from datetime import date

from sqlalchemy import Connection

from data.demo import rows, simulate

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
        municipality="0980",
        parties=parties,
        units={SUPPORT: (SOF, FIRST_MONTH), WORK: (UAF, FIRST_MONTH)},
        followed=(SUPPORT, WORK),
        replaced=("Jobbsam", "Vuxkomp", "Chefssamverkan"),
    )
    _cases(connection, forum_id, units)
    rows.add_plan(connection, rows.plan_of("gotland"), forum_id, parties, units)
    rows.add_target(
        connection,
        forum_id,
        "planer",
        0.75,
        date(2023, 1, 1),
        "Operativa styrgruppen (påhittat mål)",
    )
    return forum_id


def _cases(connection: Connection, forum_id: int, units: dict[str, int]) -> None:
    delivery_id = rows.add_delivery(connection, forum_id, "gotland", (FIRST_MONTH, AS_OF))
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
        followed_up=[0.45] * 40 + [0.2] * 7,
        paid_of_last=0.9,
    )
    simulate.simulate(connection, place, delivery_id)
