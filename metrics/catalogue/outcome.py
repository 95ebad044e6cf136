"""Figures about outcome: how many have support, for how long, and what leaving leads to."""

from metrics.catalogue.cadence import EXITS, MONTHLY, held_for
from metrics.catalogue.figure import FromFacts, PartOf
from metrics.catalogue.words import as_set, months_in_words
from metrics.counts import long_support, outcome, support
from metrics.rules import DEFAULTS, Rules

CASES = "Kommunens verksamhetssystem, ärenden med avslutsorsak"
MONTHS = "Kommunens verksamhetssystem, biståndsmånader"


def _all_exits(rules: Rules) -> str:
    gap, default = rules.exit_gap_months, DEFAULTS.exit_gap_months
    months = as_set(months_in_words(gap), months_in_words(default))
    return (
        f"Alla avslut i perioden. Den som får ett nytt ärende inom den tid som är satt ({months}) "
        "har inte avslutats."
    )


def _most_months(rules: Rules) -> str:
    months = as_set(str(rules.very_long_months), str(DEFAULTS.very_long_months))
    return (
        f"De av dem som hade stöd minst så många av de senaste 36 månaderna som är satt ({months})."
    )


def _led_to(key: str, state: str, title: str, what: str) -> FromFacts:
    """One of the three figures that divide exits to self-support between them."""
    return FromFacts(
        key=key,
        number="A10",
        title=title,
        question=f"Hur många av dem som lämnar går till {what}?",
        part_words=f"Avslut i perioden vars orsak är {what}.",
        whole_words=_all_exits,
        unit="avslut",
        better=None,
        cadence=EXITS,
        flow=True,
        source=f"{CASES} (A10).",
        reads=("cases",),
        evidence="own",
        count=outcome.led_to(state),
        heeds=("exit_gap_months",),
        part_of=PartOf("avslut", side="part", per="whole", together="avslut_till"),
    )


def _held(key: str, *, self_support: bool, since: int = 0, part_of: PartOf) -> FromFacts:
    """Exits that held for six months; or for twelve, among those that held for `since`."""
    months, in_words = (12, "tolv") if since else (6, "sex")
    reason = "till egen försörjning" if self_support else "av annat skäl"
    of_those = ", av dem som inte hade återkommit på sex månader" if since else ""
    return FromFacts(
        key=key,
        number="" if since or not self_support else "A14",
        title=f"Avslut {reason} som höll i {in_words} månader"
        if since or not self_support
        else "Egen försörjning som höll i sex månader",
        question="Håller det?",
        part_words="De av avsluten som inte följdes av ett nytt ärende inom "
        f"{in_words} månader; ett på {in_words}månadersdagen räknas som återkomst.",
        whole_words=f"Avslut i kvartalet {reason}{of_those}.",
        unit="avslut",
        better="higher",
        cadence=held_for(months),
        flow=True,
        source=f"{CASES} (A14, räknat på ärenden).",
        reads=("cases",),
        evidence="derived",
        count=outcome.lasting(months, self_support=self_support, since=since),
        heeds=("exit_gap_months",),
        part_of=part_of,
        internal=bool(since) or not self_support,
    )


OUTCOME = (
    FromFacts(
        key="hushall",
        number="A1",
        title="Hushåll med försörjningsstöd",
        question="Hur många hushåll får stöd just nu?",
        part_words="Hushåll som fick försörjningsstöd avseende månaden, vart och ett räknat en "
        "gång, hos den enhet som betalade.",
        whole_words=None,
        unit="hushåll",
        better="lower",
        cadence=MONTHLY,
        source=f"{MONTHS} (A1).",
        kind="count",
        reads=("household_months",),
        evidence="verified",
        count=support.households,
        headline=True,
    ),
    FromFacts(
        key="vuxna",
        number="A4",
        title="Vuxna biståndsmottagare",
        question="Hur många vuxna berörs?",
        part_words="Personer i hushåll som fick försörjningsstöd avseende månaden, var och en "
        "räknad en gång, hos den enhet som betalade. Underlaget tar bara med vuxna.",
        whole_words=None,
        unit="personer",
        better="lower",
        cadence=MONTHLY,
        source=f"{MONTHS} (A4).",
        kind="count",
        alike="hushall",
        by_person=("sex", "age_band"),
        reads=("support_months",),
        evidence="verified",
        count=long_support.adults,
    ),
    FromFacts(
        key="langvarigt",
        number="A7",
        title="Långvarigt biståndsmottagande",
        question="Hur många har haft stöd länge?",
        part_words="De av dem som hade stöd minst 10 av de tolv månaderna.",
        whole_words="Personer med stöd någon gång under månaden och de elva före, var och en "
        "hos den enhet som betalade senast.",
        unit="personer",
        better="lower",
        cadence=MONTHLY,
        source=f"{MONTHS} (A7, rullande tolv månader; minst 10 månader är Socialstyrelsens gräns).",
        by_person=("sex",),
        reads=("support_months",),
        evidence="verified",
        count=long_support.long,
        months_back=long_support.YEAR,
    ),
    FromFacts(
        key="mycket_langvarigt",
        number="A8",
        title="Mycket långvarigt biståndsmottagande",
        question="Vilka sitter fast?",
        part_words=_most_months,
        heeds=("very_long_months",),
        whole_words="Personer med stöd någon gång under månaden och de elva före.",
        unit="personer",
        better="lower",
        cadence=MONTHLY,
        source=f"{MONTHS} (A8). Gränsen 27 av 36 månader är ur minnet: kontrollera den innan "
        "siffran jämförs med andras.",
        reads=("support_months",),
        evidence="recalled",
        count=long_support.very_long,
        months_back=long_support.THREE_YEARS,
        part_of=PartOf("langvarigt", side="whole", per="whole"),
    ),
    FromFacts(
        key="unga",
        number="A6",
        title="Unga vuxna bland dem med stöd",
        question="Hur ser det ut för unga?",
        part_words="De av dem som fyller 18–24 år under månadens år.",
        whole_words="Personer med stöd någon gång under månaden och de elva före.",
        unit="personer",
        better="lower",
        cadence=MONTHLY,
        source=f"{MONTHS} (A6, rullande tolv månader, av mottagarna). Åldersgränserna skiljer "
        "sig mellan källor: här 18–24.",
        reads=("support_months.birth_year",),
        evidence="secondary",
        count=long_support.young,
        months_back=long_support.YEAR,
        part_of=PartOf("langvarigt", side="whole", per="whole"),
    ),
    FromFacts(
        key="avslut",
        number="A9",
        title="Avslut till egen försörjning",
        question="Kommer människor vidare till arbete eller studier?",
        part_words="Avslut i perioden vars orsak räknas som egen försörjning: arbete, studier "
        "med studiemedel eller annan egen inkomst.",
        whole_words=_all_exits,
        unit="avslut",
        better="higher",
        cadence=EXITS,
        flow=True,
        source=f"{CASES} (A9).",
        by_person=("sex", "age_band"),
        reads=("cases",),
        evidence="own",
        count=outcome.self_support,
        heeds=("exit_gap_months",),
        headline=True,
    ),
    _led_to("avslut_arbete", "work", "Avslut till arbete", "arbete, med eller utan stöd"),
    _led_to("avslut_studier", "studies", "Avslut till studier", "studier med studiemedel"),
    _led_to("avslut_inkomst", "other_income", "Avslut till annan inkomst", "annan egen inkomst"),
    _held("hallbart", self_support=True, part_of=PartOf("avslut", "part", "part")),
    _held(
        "hallbart_12_av_6", self_support=True, since=6, part_of=PartOf("hallbart", "part", "part")
    ),
    _held("annat", self_support=False, part_of=PartOf("avslut", "rest", "rest")),
    _held("annat_12_av_6", self_support=False, since=6, part_of=PartOf("annat", "part", "part")),
)
