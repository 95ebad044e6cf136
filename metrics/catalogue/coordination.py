"""Figures about chains of efforts, waiting, efforts in parallel, and continuity."""

from metrics.catalogue.cadence import MONTHLY, Wait
from metrics.catalogue.figure import Count, Evidence, FromFacts, PartOf
from metrics.catalogue.words import OPEN_CASES, as_set
from metrics.counts import continuity, efforts, parallel, waiting
from metrics.episodes import PROVISIONAL_MONTHS
from metrics.rules import DEFAULTS, Rules

CASES = "Kommunens verksamhetssystem, ärenden"
EFFORTS = f"{CASES} och insatser"
CONTACTS = f"{CASES} och handläggarperioder"
WAITS = MONTHLY.after(
    Wait(months=PROVISIONAL_MONTHS, whole_months=True),
    "Månaden är preliminär tills {wait} har gått efter dess slut.",
)


def _a_gap(rules: Rules) -> str:
    days = as_set(str(rules.gap_days), str(DEFAULTS.gap_days))
    return (
        "Ett glapp är dagar i rad utan någon insats efter den första, så många som är satt "
        f"({days}) eller fler."
    )


def _with_gap(rules: Rules) -> str:
    return (
        f"De av ärendena som har haft minst ett glapp. {_a_gap(rules)} Pågår det än räknas det "
        "till månadens sista dag. Bara dagarna inom de tolv månaderna räknas."
    )


def _gap_days(rules: Rules) -> str:
    return (
        "Dagar i varje glapp som tog slut under månaden, därför att en insats började eller "
        f"ärendet avslutades. {_a_gap(rules)} Glapp som pågår räknas när de har tagit slut."
    )


def _wait(
    key: str,
    number: str,
    title: str,
    *,
    since: str,
    source: str,
    evidence: Evidence,
    count: Count,
    beside: str | None = None,
    headline: bool = False,
) -> FromFacts:
    """One of the two ways to count the wait for a first effort."""
    return FromFacts(
        key=key,
        number=number,
        title=title,
        question="Hur snabbt sker något?",
        part_words=f"Dagar från {since} till den första insatsen som börjar den dagen eller "
        "senare, 0 om en pågår då. Ärenden räknas till den månad de öppnades. Median och "
        "90:e percentil gäller ärenden där en insats har börjat. De som väntar än, eller "
        "avslutades utan insats, räknas med sin väntan hittills i medianen enligt Kaplan–Meier.",
        whole_words=None,
        unit="dagar",
        better="lower",
        cadence=WAITS,
        source=source,
        kind="days",
        flow=True,
        reads=("cases", "episodes"),
        evidence=evidence,
        count=count,
        beside=beside,
        headline=headline,
    )


COORDINATION = (
    _wait(
        "tid_beslut_insats",
        "B1",
        "Tid från beslut till första insats",
        since="ärendets första beslut",
        source=f"{EFFORTS} (B1). Ärenden utan känd dag för första beslut är inte med.",
        evidence="verified",
        count=efforts.waits_from_decision,
        beside="tid_till_insats",
    ),
    _wait(
        "tid_till_insats",
        "B2",
        "Tid från inskrivning till första insats",
        since="att ärendet öppnades",
        source=f"{EFFORTS} (B2).",
        evidence="own",
        count=efforts.waits_from_opening,
        headline=True,
    ),
    FromFacts(
        key="tva_insatser",
        number="",
        title="Ärenden med minst två insatser",
        question="Hur många ärenden har haft minst två insatser på ett år?",
        part_words="De av ärendena som har haft minst två insatser under de tolv månaderna.",
        whole_words=OPEN_CASES,
        unit="ärenden",
        better=None,
        cadence=MONTHLY,
        source=f"{EFFORTS}.",
        reads=("cases", "episodes"),
        evidence="verified",
        count=efforts.with_several,
        part_of=PartOf("oppna", side="part", per="part"),
        internal=True,
    ),
    FromFacts(
        key="glapp",
        number="B3",
        title="Glapp mellan insatser",
        question="Finns insatskedjor utan glapp?",
        part_words=_with_gap,
        whole_words="Ärenden som är öppna månadens sista dag och har haft minst två insatser "
        "någon dag under de tolv månader som slutar då.",
        unit="ärenden",
        better="lower",
        cadence=MONTHLY,
        source=f"{EFFORTS} (B3).",
        reads=("cases", "episodes"),
        heeds=("gap_days",),
        evidence="verified",
        count=efforts.with_gap,
        headline=True,
        part_of=PartOf("tva_insatser", side="part", per="part"),
    ),
    FromFacts(
        key="glapplangd",
        number="B4",
        title="Glappens längd",
        question="Hur långa är glappen?",
        part_words=_gap_days,
        whole_words=None,
        unit="dagar",
        better="lower",
        cadence=MONTHLY,
        source=f"{EFFORTS} (B4).",
        kind="days",
        flow=True,
        reads=("cases", "episodes"),
        heeds=("gap_days",),
        evidence="own",
        count=efforts.gap_lengths,
    ),
    FromFacts(
        key="tom_vantan",
        number="B5",
        title="Väntan utan aktivitet",
        question="Händer något under väntan?",
        part_words="De av dagarna då inte heller någon aktivitet pågår i väntan.",
        whole_words="Dagar under månaden då ett öppet ärende väntar: ingen insats pågår.",
        unit="%",
        better="lower",
        cadence=MONTHLY,
        source=f"{EFFORTS}, och aktiviteter i väntan (B5). Täljare och nämnare är dagar, inte "
        "ärenden.",
        kind="ratio",
        reads=("cases", "episodes", "activities"),
        evidence="verified",
        count=waiting.idle_days,
    ),
    FromFacts(
        key="behov_parallella",
        number="",
        title="Ärenden med behov av parallella insatser",
        question="Hur många ärenden har behov av parallella insatser?",
        part_words="De av ärendena som har ett registrerat behov av parallella insatser.",
        whole_words=OPEN_CASES,
        unit="ärenden",
        better=None,
        cadence=MONTHLY,
        source=f"{CASES}.",
        reads=("cases",),
        evidence="verified",
        count=parallel.needed,
        part_of=PartOf("oppna", side="part", per="part"),
        internal=True,
    ),
    FromFacts(
        key="parallella",
        number="B6",
        title="Parallella insatser",
        question="Får komplexa behov flera stöd samtidigt?",
        part_words="De av ärendena där insatser från minst två parter pågår samma dag.",
        whole_words="Ärenden som är öppna månadens sista dag och har ett registrerat behov av "
        "parallella insatser.",
        unit="ärenden",
        better="higher",
        cadence=MONTHLY,
        source=f"{EFFORTS} (B6). Täljaren är här en del av nämnaren. Måttet följs oftast "
        "kvartalsvis och visas här per månad, eftersom det är en del av månadens öppna ärenden.",
        reads=("cases", "episodes"),
        evidence="verified",
        count=parallel.where_needed,
        part_of=PartOf("behov_parallella", side="part", per="part"),
    ),
    FromFacts(
        key="parallella_ovriga",
        number="",
        title="Parallella insatser utan registrerat behov",
        question="Hur många andra får flera stöd samtidigt?",
        part_words="De av ärendena där insatser från minst två parter pågår samma dag.",
        whole_words="Ärenden som är öppna månadens sista dag utan ett sådant behov.",
        unit="ärenden",
        better=None,
        cadence=MONTHLY,
        source=f"{EFFORTS}.",
        reads=("cases", "episodes"),
        evidence="verified",
        count=parallel.elsewhere,
        part_of=PartOf("behov_parallella", side="rest", per="rest"),
        internal=True,
    ),
    FromFacts(
        key="sex_manader",
        number="",
        title="Ärenden öppna i sex månader",
        question="Hur många ärenden har varit öppna i minst sex månader?",
        part_words="De av ärendena som öppnades för minst sex månader sedan.",
        whole_words=OPEN_CASES,
        unit="ärenden",
        better=None,
        cadence=MONTHLY,
        source=f"{CASES}.",
        reads=("cases",),
        evidence="verified",
        count=continuity.old_enough,
        part_of=PartOf("oppna", side="part", per="part"),
        internal=True,
    ),
    FromFacts(
        key="personkontinuitet",
        number="B8",
        title="Personkontinuitet",
        question="Är det samma handläggare hela tiden?",
        part_words="De av ärendena som har haft en enda handläggare under de tolv månader som "
        "slutar den dagen, vilken funktion det än gäller. Utan känd handläggare finns ingen "
        "kontinuitet.",
        whole_words="Ärenden som är öppna månadens sista dag och öppnades för minst sex månader "
        "sedan.",
        unit="ärenden",
        better="higher",
        cadence=MONTHLY,
        source=f"{CONTACTS} (B8). Måttet följs oftast kvartalsvis och visas här per månad, "
        "eftersom det är en del av månadens öppna ärenden.",
        reads=("cases", "contacts"),
        evidence="verified",
        count=continuity.one_person,
        part_of=PartOf("sex_manader", side="part", per="part"),
    ),
    FromFacts(
        key="byten",
        number="B9",
        title="Handläggarbyten per ärende",
        question="Hur ofta byter vi handläggare?",
        part_words="Handläggarbyten under de tolv månader som slutar månadens sista dag: i ett "
        "öppet ärende börjar en annan än den som senast började i samma funktion.",
        whole_words="Dagar som ärenden var öppna under de tolv månaderna, omräknade till år.",
        unit="byten per ärendeår",
        better="lower",
        cadence=MONTHLY,
        source=f"{CONTACTS} (B9).",
        kind="ratio",
        scale=365.25,
        reads=("cases", "contacts"),
        evidence="own",
        count=continuity.staff_changes,
    ),
    FromFacts(
        key="funktionskontinuitet",
        number="B10",
        title="Funktionsbunden kontinuitet",
        question="Svarar samma funktion för ärendet utan avbrott?",
        part_words="De av ärendena där en och samma funktion har svarat för ärendet varje dag, "
        "från den första dagen med en känd handläggare under de tolv månader som slutar den dagen, "
        "och inte före att ärendet öppnades. Handläggaren får bytas. Ärenden utan känd handläggare "
        "är inte med här.",
        whole_words=OPEN_CASES,
        unit="ärenden",
        better="higher",
        cadence=MONTHLY,
        source=f"{CONTACTS} (B10).",
        reads=("cases", "contacts"),
        evidence="verified",
        count=continuity.one_function,
        part_of=PartOf("oppna", side="part", per="part"),
    ),
)
