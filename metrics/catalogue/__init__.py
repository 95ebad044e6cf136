"""The key figures that a steering group follows, as data: one entry, and every page has it."""

from metrics import individual_plans, outcome, support
from metrics.catalogue.figure import Figure
from metrics.periods import last_of_month

__all__ = ["FIGURES", "Figure"]

FIGURES = (
    Figure(
        key="hushall",
        title="Hushåll med försörjningsstöd",
        question="Hur många hushåll får stöd just nu?",
        part_in_words="Hushåll som fick försörjningsstöd avseende månaden, vart och ett räknat en "
        "gång, hos den enhet som betalade.",
        whole_in_words=None,
        unit="hushåll",
        better="lower",
        cadence="month",
        settled_after="Månaden är preliminär tills underlaget når månadens sista dag.",
        source="Kommunens verksamhetssystem, biståndsmånader (A1).",
        count=support.households,
        settled_on=lambda period, _: last_of_month(period),
    ),
    Figure(
        key="avslut",
        title="Avslut till egen försörjning",
        question="Kommer människor vidare till arbete eller studier?",
        part_in_words="Avslut i perioden vars orsak räknas som egen försörjning: arbete, studier "
        "med studiemedel eller annan egen inkomst.",
        whole_in_words="Alla avslut i perioden. Den som får ett nytt ärende inom två månader har "
        "inte avslutats.",
        unit="avslut",
        better="higher",
        cadence="quarter",
        settled_after="Kvartalet är preliminärt tills två månader har gått efter dess slut.",
        source="Kommunens verksamhetssystem, ärenden med avslutsorsak (A9).",
        count=outcome.self_support,
        settled_on=outcome.settled_on,
    ),
    Figure(
        key="planer",
        title="Planer följda inom tre månader",
        question="Är de individuella planerna levande?",
        part_in_words="De av planerna som har följts upp under de tre senaste månaderna.",
        whole_in_words="Individuella planer som gäller månadens sista dag och gjordes för mer än "
        "tre månader sedan.",
        unit="planer",
        better="higher",
        cadence="month",
        settled_after="Månaden är preliminär tills underlaget når månadens sista dag.",
        source="Kommunens verksamhetssystem, planer och planuppföljningar (B12). Täljaren är här "
        "en del av nämnaren, så att andelen aldrig kan bli större än ett.",
        count=individual_plans.followed_up,
        settled_on=lambda period, _: last_of_month(period),
    ),
)
