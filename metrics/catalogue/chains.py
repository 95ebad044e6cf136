"""Figures about chains of efforts, waiting, efforts in parallel, and continuity."""

from metrics.catalogue.figure import MONTHLY, Figure, PartOf
from metrics.counts import chains, continuity, parallel, waiting

CASES = "Kommunens verksamhetssystem, ärenden"
EFFORTS = f"{CASES} och insatser"
CONTACTS = f"{CASES} och handläggarperioder"
OPEN = "Ärenden som är öppna månadens sista dag."
WAITS_SETTLE = "Månaden är preliminär tills sex månader har gått efter dess slut."
A_GAP = (
    "Ett glapp är dagar i rad utan någon insats efter den första, så många som är satt (14, om "
    "ingenting är satt) eller fler."
)


def _wait(key: str, number: str, title: str, since: str, source: str, count, **said) -> Figure:
    """One of the two ways to reckon the wait for a first effort."""
    return Figure(
        key=key,
        number=number,
        title=title,
        question="Hur snabbt sker något?",
        part_in_words=f"Dagar från {since} till den första insatsen som börjar den dagen eller "
        "senare, 0 om en pågår då. Ärenden räknas till den månad de öppnades. Median och "
        "90:e percentil gäller ärenden där en insats har börjat. De som väntar än, eller "
        "avslutades utan insats, räknas med sin väntan hittills i medianen enligt Kaplan–Meier.",
        whole_in_words=None,
        unit="dagar",
        better="lower",
        **MONTHLY | {"settled_after": WAITS_SETTLE, "settled_on": chains.waits_settled_on},
        source=source,
        kind="days",
        reads=("cases", "episodes"),
        count=count,
        **said,
    )


CHAINS = (
    _wait(
        "tid_beslut_insats",
        "B1",
        "Tid från beslut till första insats",
        "ärendets första beslut",
        f"{EFFORTS} (B1). Ärenden utan känd dag för första beslut är inte med.",
        chains.waits_from_decision,
        evidence="verified",
        beside="tid_till_insats",
    ),
    _wait(
        "tid_till_insats",
        "B2",
        "Tid från inskrivning till första insats",
        "att ärendet öppnades",
        f"{EFFORTS} (B2).",
        chains.waits_from_opening,
        evidence="own",
        headline=True,
    ),
    Figure(
        key="tva_insatser",
        number="",
        title="Ärenden med minst två insatser",
        question="Hur många ärenden har haft minst två insatser på ett år?",
        part_in_words="De av ärendena som har haft minst två insatser under de tolv månaderna.",
        whole_in_words=OPEN,
        unit="ärenden",
        better=None,
        **MONTHLY,
        source=f"{EFFORTS}.",
        reads=("cases", "episodes"),
        evidence="verified",
        count=chains.with_several,
        part_of=PartOf("oppna", side="part", per="part"),
        internal=True,
    ),
    Figure(
        key="glapp",
        number="B3",
        title="Glapp mellan insatser",
        question="Finns insatskedjor utan glapp?",
        part_in_words=f"De av ärendena som har haft minst ett glapp. {A_GAP} Pågår det än räknas "
        "det till månadens sista dag. Bara dagarna inom de tolv månaderna räknas.",
        whole_in_words="Ärenden som är öppna månadens sista dag och har haft minst två insatser "
        "någon dag under de tolv månader som slutar då.",
        unit="ärenden",
        better="lower",
        **MONTHLY,
        source=f"{EFFORTS} (B3).",
        reads=("cases", "episodes"),
        heeds=("gap_days",),
        evidence="verified",
        count=chains.with_gap,
        headline=True,
        part_of=PartOf("tva_insatser", side="part", per="part"),
    ),
    Figure(
        key="glapplangd",
        number="B4",
        title="Glappens längd",
        question="Hur långa är glappen?",
        part_in_words=f"Dagar i varje glapp som tog slut under månaden, därför att en insats började "
        f"eller ärendet avslutades. {A_GAP} Glapp som pågår räknas när de har tagit slut.",
        whole_in_words=None,
        unit="dagar",
        better="lower",
        **MONTHLY,
        source=f"{EFFORTS} (B4).",
        kind="days",
        reads=("cases", "episodes"),
        heeds=("gap_days",),
        evidence="own",
        count=chains.gap_lengths,
    ),
    Figure(
        key="tom_vantan",
        number="B5",
        title="Väntan utan aktivitet",
        question="Händer något under väntan?",
        part_in_words="De av dagarna då inte heller någon aktivitet pågår i väntan.",
        whole_in_words="Dagar under månaden då ett öppet ärende väntar: ingen insats pågår.",
        unit="%",
        better="lower",
        **MONTHLY,
        source=f"{EFFORTS}, och aktiviteter i väntan (B5). Täljare och nämnare är dagar, inte "
        "ärenden.",
        kind="ratio",
        reads=("cases", "episodes", "activities"),
        evidence="verified",
        count=waiting.idle_days,
    ),
    Figure(
        key="behov_parallella",
        number="",
        title="Ärenden med behov av parallella insatser",
        question="Hur många ärenden har behov av parallella insatser?",
        part_in_words="De av ärendena som har ett registrerat behov av parallella insatser.",
        whole_in_words=OPEN,
        unit="ärenden",
        better=None,
        **MONTHLY,
        source=f"{CASES}.",
        reads=("cases",),
        evidence="verified",
        count=parallel.needed,
        part_of=PartOf("oppna", side="part", per="part"),
        internal=True,
    ),
    Figure(
        key="parallella",
        number="B6",
        title="Parallella insatser",
        question="Får komplexa behov flera stöd samtidigt?",
        part_in_words="De av ärendena där insatser från minst två parter pågår samma dag.",
        whole_in_words="Ärenden som är öppna månadens sista dag och har ett registrerat behov av "
        "parallella insatser.",
        unit="ärenden",
        better="higher",
        **MONTHLY,
        source=f"{EFFORTS} (B6). Täljaren är här en del av nämnaren. Måttet följs oftast kvartalsvis "
        "och visas här per månad, eftersom det är en del av månadens öppna ärenden.",
        reads=("cases", "episodes"),
        evidence="verified",
        count=parallel.where_needed,
        part_of=PartOf("behov_parallella", side="part", per="part"),
    ),
    Figure(
        key="parallella_ovriga",
        number="",
        title="Parallella insatser utan registrerat behov",
        question="Hur många andra får flera stöd samtidigt?",
        part_in_words="De av ärendena där insatser från minst två parter pågår samma dag.",
        whole_in_words="Ärenden som är öppna månadens sista dag utan ett sådant behov.",
        unit="ärenden",
        better=None,
        **MONTHLY,
        source=f"{EFFORTS}.",
        reads=("cases", "episodes"),
        evidence="verified",
        count=parallel.elsewhere,
        part_of=PartOf("behov_parallella", side="rest", per="rest"),
        internal=True,
    ),
    Figure(
        key="sex_manader",
        number="",
        title="Ärenden öppna i sex månader",
        question="Hur många ärenden har varit öppna i minst sex månader?",
        part_in_words="De av ärendena som öppnades för minst sex månader sedan.",
        whole_in_words=OPEN,
        unit="ärenden",
        better=None,
        **MONTHLY,
        source=f"{CASES}.",
        reads=("cases",),
        evidence="verified",
        count=continuity.old_enough,
        part_of=PartOf("oppna", side="part", per="part"),
        internal=True,
    ),
    Figure(
        key="personkontinuitet",
        number="B8",
        title="Personkontinuitet",
        question="Är det samma handläggare hela tiden?",
        part_in_words="De av ärendena som har haft en enda handläggare under de tolv månader som "
        "slutar den dagen, vilken funktion det än gäller. Utan känd handläggare finns ingen "
        "kontinuitet.",
        whole_in_words="Ärenden som är öppna månadens sista dag och öppnades för minst sex månader "
        "sedan.",
        unit="ärenden",
        better="higher",
        **MONTHLY,
        source=f"{CONTACTS} (B8). Måttet följs oftast kvartalsvis och visas här per månad, eftersom "
        "det är en del av månadens öppna ärenden.",
        reads=("cases", "contacts"),
        evidence="verified",
        count=continuity.one_person,
        part_of=PartOf("sex_manader", side="part", per="part"),
    ),
    Figure(
        key="byten",
        number="B9",
        title="Handläggarbyten per ärende",
        question="Hur ofta byter vi handläggare?",
        part_in_words="Handläggarbyten under de tolv månader som slutar månadens sista dag: i ett "
        "öppet ärende börjar en annan än den som senast började i samma funktion.",
        whole_in_words="Dagar som ärenden var öppna under de tolv månaderna, omräknade till år.",
        unit="byten per ärendeår",
        better="lower",
        **MONTHLY,
        source=f"{CONTACTS} (B9).",
        kind="ratio",
        scale=365.25,
        reads=("cases", "contacts"),
        evidence="own",
        count=continuity.staff_changes,
    ),
    Figure(
        key="funktionskontinuitet",
        number="B10",
        title="Funktionsbunden kontinuitet",
        question="Svarar samma funktion för ärendet utan avbrott?",
        part_in_words="De av ärendena där en och samma funktion har svarat för ärendet varje dag, från "
        "den första dagen med en känd handläggare under de tolv månader som slutar den dagen, och "
        "inte före att ärendet öppnades. Handläggaren får bytas. Ärenden utan känd handläggare är "
        "inte med här.",
        whole_in_words=OPEN,
        unit="ärenden",
        better="higher",
        **MONTHLY,
        source=f"{CONTACTS} (B10).",
        reads=("cases", "contacts"),
        evidence="verified",
        count=continuity.one_function,
        part_of=PartOf("oppna", side="part", per="part"),
    ),
)
