"""Figures about the work: whether plans are alive."""

from metrics.catalogue.cadence import MONTHLY
from metrics.catalogue.figure import FromFacts, PartOf
from metrics.catalogue.words import OPEN_CASES
from metrics.counts import individual_plans, open_cases

PLANS = "Kommunens verksamhetssystem, planer och planuppföljningar"

PROCESS = (
    FromFacts(
        key="oppna",
        number="",
        title="Öppna ärenden",
        question="Hur många ärenden är öppna?",
        part_words=OPEN_CASES,
        whole_words=None,
        unit="ärenden",
        better=None,
        cadence=MONTHLY,
        source="Kommunens verksamhetssystem, ärenden.",
        kind="count",
        reads=("cases",),
        evidence="verified",
        count=open_cases.count_open,
        internal=True,
    ),
    FromFacts(
        key="planer",
        number="B12",
        title="Planer följda inom tre månader",
        question="Är de individuella planerna levande?",
        part_words="De av planerna som har följts upp under de tre senaste månaderna.",
        whole_words="Individuella planer som gäller månadens sista dag och gjordes för mer än "
        "tre månader sedan.",
        unit="planer",
        better="higher",
        cadence=MONTHLY,
        source=f"{PLANS} (B12). Täljaren är här en del av nämnaren, så att andelen aldrig kan bli "
        "större än ett.",
        by_person=("sex", "age_band"),
        reads=("individual_plans",),
        evidence="verified",
        count=individual_plans.followed_up,
        headline=True,
    ),
    FromFacts(
        key="aktuella_planer",
        number="B13",
        title="Ärenden med aktuell plan",
        question="Har alla en plan som någon har rört vid?",
        part_words="De av ärendena som har en plan gjord eller uppföljd inom sex månader.",
        whole_words=OPEN_CASES,
        unit="ärenden",
        better="higher",
        cadence=MONTHLY,
        source=f"{PLANS} (B13).",
        reads=("individual_plans",),
        evidence="verified",
        count=individual_plans.current,
        part_of=PartOf("oppna", side="part", per="part"),
    ),
)
