"""Figures that are made of others, of a list's ledger, or of the points of plans."""

from typing import Any

from metrics import derived
from metrics.catalogue.figure import MONTHLY, QUARTERLY, YEARLY, Figure
from metrics.counts import after_exit, outcome

CASES = "Kommunens verksamhetssystem, ärenden med avslutsorsak"
LIST = "Styrgruppens mätgrupp: den slutna lista som har ett mål och inte är ett exempel"
PLANS = "Styrgruppens handlingsplaner"
AT_MEETINGS = {
    **MONTHLY,
    "settled_after": "Månaden är preliminär tills dess sista dag har varit.",
    "evidence": "verified",
    "better": "higher",
    "made_of": "plans",
    "reads": ("points",),
}
OF_THE_LIST = {
    **MONTHLY,
    "settled_after": "Månaden är preliminär tills underlaget når månadens sista dag.",
    "evidence": "verified",
    "made_of": "ledger",
    "reads": ("groups",),
    "adds_up": True,
}
WAITED = "Kvartalet visas när {} månader har gått efter dess slut, aldrig halvt."


def _held_for(months: int, in_words: str) -> dict[str, Any]:
    """When it is known who came back within so many months, as the figures say that it is made of."""
    settled_on = outcome.lasting_settled_on(months)
    return {"settled_after": WAITED.format(in_words), "settled_on": settled_on}


def _back(key: str, number: str, months: int, in_words: str, *pairs: tuple[str, str]) -> Figure:
    """How many of those who left were back within so many months."""
    return Figure(
        key=key,
        number=number,
        title=f"Återaktualisering inom {in_words} månader",
        question="Kommer de tillbaka?",
        part_in_words="De av avsluten som följdes av ett nytt ärende inom "
        f"{in_words} månader, den dagen medräknad.",
        whole_in_words="Alla avslut i kvartalet.",
        unit="avslut",
        better="lower",
        **QUARTERLY | _held_for(months, in_words),
        source=f"{CASES} ({number}, räknat på ärenden).",
        evidence="own",
        count=derived.back(*pairs),
        reads=("cases",),
        heeds=("exit_gap_months",),
        made_of="figures",
    )


DERIVED = (
    Figure(
        key="hushall_forandring",
        number="A2",
        title="Förändring av hushåll på ett år",
        question="Minskar det?",
        part_in_words="Hushåll i månaden, minus hushåll i samma månad året före.",
        whole_in_words="Hushåll i samma månad året före.",
        unit="%",
        better="lower",
        **MONTHLY,
        source="Räknas ur Hushåll med försörjningsstöd (A2, relativ förändring).",
        evidence="verified",
        count=derived.year_change("hushall"),
        reads=("household_months",),
        kind="change",
        made_of="figures",
    ),
    Figure(
        key="befolkning",
        number="A5",
        title="Andel av befolkningen med bistånd",
        question="Hur stor del av invånarna har haft bistånd under året?",
        part_in_words="Vuxna med stöd någon gång under året.",
        whole_in_words="Befolkningen den 31 december, alla åldrar.",
        unit="invånare",
        better="lower",
        **YEARLY,
        source="Biståndsmånader och befolkningsstatistik (A5). Kolada N31807 räknar alla i "
        "hushållet; här räknas vuxna, så talen kan inte jämföras rakt av.",
        evidence="derived",
        count=derived.of_population("langvarigt", "whole", 0),
        reads=("support_months", "population"),
        made_of="figures",
    ),
    Figure(
        key="unga_befolkning",
        number="A6",
        title="Unga vuxna 18–24 med bistånd",
        question="Hur stor del av de unga har haft bistånd under året?",
        part_in_words="Personer som fyllde 18–24 år under året och hade stöd någon gång under det.",
        whole_in_words="Befolkningen 18–24 år den 31 december.",
        unit="invånare",
        better="lower",
        **YEARLY,
        source="Biståndsmånader och befolkningsstatistik (A6). Andra källor har andra åldrar.",
        evidence="secondary",
        count=derived.of_population("unga", "part", 18, 25),
        reads=("support_months.birth_year", "population"),
        made_of="figures",
    ),
    _back("atervanda_6", "A12", 6, "sex", ("hallbart", "hallbart"), ("annat", "annat")),
    _back(
        "atervanda_12",
        "A13",
        12,
        "tolv",
        ("hallbart", "hallbart_12_av_6"),
        ("annat", "annat_12_av_6"),
    ),
    Figure(
        key="hallbart_12",
        number="A15",
        title="Egen försörjning som höll i tolv månader",
        question="Håller det?",
        part_in_words="De av avsluten som inte följdes av ett nytt ärende inom tolv månader; ett "
        "på tolvmånadersdagen räknas som återkomst.",
        whole_in_words="Avslut i kvartalet till egen försörjning.",
        unit="avslut",
        better="higher",
        **QUARTERLY | _held_for(12, "tolv"),
        source=f"{CASES} (A15, räknat på ärenden).",
        evidence="derived",
        count=derived.held("hallbart", "hallbart_12_av_6"),
        reads=("cases",),
        heeds=("exit_gap_months",),
        made_of="figures",
    ),
    Figure(
        key="parallella_alla",
        number="B7",
        title="Parallella insatser, av alla",
        question="Får flera stöd från flera parter samtidigt?",
        part_in_words="De av ärendena som har insatser av minst två parter den dagen.",
        whole_in_words="Ärenden som är öppna månadens sista dag.",
        unit="ärenden",
        better=None,
        **MONTHLY,
        source="Kommunens verksamhetssystem, insatser (B7).",
        evidence="own",
        count=derived.summed("parallella", "parallella_ovriga"),
        reads=("episodes", "cases.needs_parallel"),
        made_of="figures",
    ),
    Figure(
        key="stod_efter_start",
        number="B25",
        title="Stöd efter start i arbete eller studier",
        question="Finns vi kvar när arbetet eller studierna har börjat?",
        part_in_words="De av avsluten där någon tog kontakt inom 90 dagar, den nittionde "
        "medräknad.",
        whole_in_words="Avslut i kvartalet till arbete eller studier.",
        unit="avslut",
        better="higher",
        **QUARTERLY
        | {
            "settled_after": "Kvartalet visas när nittio dagar har gått efter dess slut.",
            "settled_on": after_exit.settled_on,
        },
        source=f"{CASES}, och kontakter efter avslut (B25).",
        evidence="verified",
        count=derived.summed("stod_arbete", "stod_studier"),
        reads=("cases", "after_exit"),
        heeds=("exit_gap_months",),
        made_of="figures",
    ),
    Figure(
        key="lista_kvar",
        number="A16",
        title="Mätgrupp: kvar på listan",
        question="Hur går det för dem på listan?",
        part_in_words="De på listan som är kvar.",
        whole_in_words="Alla på listan.",
        unit="personer",
        better="lower",
        **OF_THE_LIST,
        source=f"{LIST} (A16).",
        count=derived.ledger_share("remaining"),
    ),
    Figure(
        key="lista_mal",
        number="A17",
        title="Mätgrupp: mål uppnått",
        question="Når vi målet?",
        part_in_words="De på listan som är självförsörjande. Kan inte bedömas när det för någon som "
        "har lämnat listan inte är känt varför.",
        whole_in_words="Så många som enligt målet skulle bli självförsörjande.",
        unit="%",
        better="higher",
        **OF_THE_LIST,
        source=f"{LIST} (A17). Talet kan bli större än hundra procent.",
        count=derived.ledger_goal("self_supporting"),
        kind="ratio",
    ),
    Figure(
        key="lista_utan",
        number="A18",
        title="Mätgrupp: lämnat utan egen försörjning",
        question="Ser det bättre ut än det är?",
        part_in_words="De på listan som har lämnat av annan orsak, eller där orsaken är okänd.",
        whole_in_words="Alla på listan.",
        unit="personer",
        better="lower",
        **OF_THE_LIST | {"evidence": "own"},
        source=f"{LIST} (A18).",
        count=derived.ledger_share("other_reason", "unknown"),
    ),
    Figure(
        key="punkter_klara",
        number="D1",
        title="Handlingsplanens punkter klara",
        question="Gör vi det vi har beslutat?",
        part_in_words="De av punkterna som är klara.",
        whole_in_words="Beslutade punkter.",
        unit="punkter",
        **AT_MEETINGS,
        source=f"{PLANS} (D1).",
        count=derived.points("done", "items"),
        adds_up=True,
    ),
    Figure(
        key="punkter_sena",
        number="D2",
        title="Försenade punkter",
        question="Hur mycket är sent?",
        part_in_words="De av punkterna vars dag har passerat.",
        whole_in_words="Punkter som varken är klara eller avbrutna.",
        unit="punkter",
        **AT_MEETINGS | {"better": "lower"},
        source=f"{PLANS} (D2).",
        count=derived.points("overdue", "left"),
    ),
    Figure(
        key="punkter_levande",
        number="D3",
        title="Punkter med ny uppdatering",
        question="Är planen levande?",
        part_in_words="De av punkterna som har fått en uppdatering inom så många dagar som är "
        "satt (35, om ingenting är satt).",
        whole_in_words="Punkter som varken är klara eller avbrutna.",
        unit="punkter",
        **AT_MEETINGS,
        source=f"{PLANS} (D3).",
        count=derived.points("fresh", "left"),
        heeds=("stale_after",),
    ),
    Figure(
        key="tackning",
        number="D11",
        title="Datatäckning",
        question="Kan vi lita på bilden?",
        part_in_words="De av nyckeltalen där den senaste perioden som kan vara slutgiltig vid "
        "månadens slut också finns.",
        whole_in_words="Nyckeltalen på styrgruppens styrkort, eller alla om inget är valt; de som "
        "räknas ur handlingsplanerna behöver inget underlag och är inte med.",
        unit="nyckeltal",
        better="higher",
        **MONTHLY,
        source="Nyckeltalens egna perioder (D11).",
        evidence="verified",
        count=derived.coverage,
        reads=("deliveries",),
        made_of="figures",
    ),
)
