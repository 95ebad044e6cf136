"""Figures about the work: whether plans are alive."""

from metrics.catalogue.figure import MONTHLY, Figure, PartOf
from metrics.counts import individual_plans, open_cases

PLANS = "Kommunens verksamhetssystem, planer och planuppföljningar"

PROCESS = (
    Figure(
        key="oppna",
        number="",
        title="Öppna ärenden",
        question="Hur många ärenden är öppna?",
        part_in_words="Ärenden som är öppna månadens sista dag.",
        whole_in_words=None,
        unit="ärenden",
        better=None,
        **MONTHLY,
        source="Kommunens verksamhetssystem, ärenden.",
        kind="count",
        reads=("cases",),
        evidence="verified",
        count=open_cases.count_open,
        internal=True,
    ),
    Figure(
        key="planer",
        number="B12",
        title="Planer följda inom tre månader",
        question="Är de individuella planerna levande?",
        part_in_words="De av planerna som har följts upp under de tre senaste månaderna.",
        whole_in_words="Individuella planer som gäller månadens sista dag och gjordes för mer än "
        "tre månader sedan.",
        unit="planer",
        better="higher",
        **MONTHLY,
        source=f"{PLANS} (B12). Täljaren är här en del av nämnaren, så att andelen aldrig kan bli "
        "större än ett.",
        by_person=("sex", "age_band"),
        reads=("individual_plans",),
        evidence="verified",
        count=individual_plans.followed_up,
        headline=True,
    ),
    Figure(
        key="aktuella_planer",
        number="B13",
        title="Ärenden med aktuell plan",
        question="Har alla en plan som någon har rört vid?",
        part_in_words="De av ärendena som har en plan gjord eller uppföljd inom sex månader.",
        whole_in_words="Ärenden som är öppna månadens sista dag.",
        unit="ärenden",
        better="higher",
        **MONTHLY,
        source=f"{PLANS} (B13).",
        reads=("individual_plans",),
        evidence="verified",
        count=individual_plans.current,
        part_of=PartOf("oppna", side="part", per="part"),
    ),
)
