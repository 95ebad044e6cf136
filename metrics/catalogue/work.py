"""Figures about what is done with people, what it costs, and how they who are asked judge it."""

from metrics.catalogue.figure import MONTHLY, QUARTERLY, Figure, PartOf
from metrics.counts import answers, programmes, support

SYSTEM = "Kommunens verksamhetssystem"
PROGRAMMES = "Arbetsmarknadsenhetens system, deltagande i program"
OPEN = "Ärenden som är öppna månadens sista dag."
OF_OPEN = PartOf("oppna", side="part", per="part")


WORK = (
    Figure(
        key="utbetalt",
        number="A3",
        title="Utbetalt ekonomiskt bistånd",
        question="Vad kostar det?",
        part_in_words="Summan av de belopp som har betalats ut avseende månaden, hos den enhet "
        "som betalade.",
        whole_in_words="Hushåll som fick försörjningsstöd avseende månaden och vars belopp är "
        "känt.",
        unit="kronor",
        better="lower",
        **MONTHLY,
        source=f"{SYSTEM}, biståndsmånader med belopp (A3). Hushåll utan känt belopp är inte med.",
        kind="kronor",
        reads=("household_months.amount",),
        evidence="verified",
        count=support.amounts,
    ),
    Figure(
        key="programresultat",
        number="A11",
        title="Resultat efter arbetsmarknadsverksamheten",
        question="Går deltagarna till jobb eller studier?",
        part_in_words="De av deltagandena som följdes av arbete i minst en månad, som inte är en "
        "kommunal arbetsmarknadsanställning, eller av studier med studiemedel.",
        whole_in_words="Deltaganden i kommunens arbetsmarknadsverksamhet som avslutades i "
        "kvartalet, också de vars resultat inte är känt.",
        unit="deltaganden",
        better="higher",
        **QUARTERLY,
        source=f"{PROGRAMMES} (A11). Kolada U40455 är den nationella siffran för hela året; det "
        "här är den lokala för varje kvartal, med samma definition, räknad på deltaganden.",
        reads=("stays",),
        evidence="secondary",
        count=programmes.results,
    ),
    Figure(
        key="svar_samma_dag",
        number="B17",
        title="Svar samma dag",
        question="Svarar vi fort?",
        part_in_words="De av frågorna som besvarades samma dag.",
        whole_in_words="Frågor som kom in med e-post och telefon de dagar i månaden då enheten "
        "räknade.",
        unit="frågor",
        better="higher",
        **MONTHLY,
        source="Enheternas stickprov på e-post och telefon (B17).",
        reads=("samples",),
        evidence="verified",
        count=answers.same_day,
    ),
    Figure(
        key="over_grans",
        number="B24",
        title="Tid över gränsen i program",
        question="Hur många är kvar längre än det är tänkt?",
        part_in_words="De av deltagandena som har pågått längre än sin längsta tid.",
        whole_in_words="Deltaganden i program som pågår månadens sista dag och har en längsta tid.",
        unit="deltaganden",
        better="lower",
        **MONTHLY,
        source=f"{PROGRAMMES} (B24). Gränsen är varje deltagandes egen.",
        reads=("stays",),
        evidence="verified",
        count=programmes.over_limit,
    ),
)
