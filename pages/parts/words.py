"""What states are called and shown by: a word, a sign and a tone each. The tables are total."""

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """One state for the reader. `tone` names a colour of pages.parts.theme."""

    word: str
    sign: str
    tone: str


VARIATION = {
    "improvement_high": State("Förbättring (högre)", "▲", "blue"),
    "improvement_low": State("Förbättring (lägre)", "▼", "blue"),
    "concern_high": State("Försämring (högre)", "▲", "orange"),
    "concern_low": State("Försämring (lägre)", "▼", "orange"),
    "change_high": State("Förändring (högre)", "▲", "purple"),
    "change_low": State("Förändring (lägre)", "▼", "purple"),
    "normal": State("Normal variation", "≈", "grey"),
    "too_few": State("För få punkter", "…", "grey"),
    "unchanged": State("Oförändrat", "=", "grey"),
    "sparse": State("För små tal", "…", "grey"),
    "adds_up": State("Räknas ihop, bedöms inte", "∑", "grey"),
    "overlaps": State("Överlappar, bedöms inte", "∞", "grey"),
    "hidden": State("Dold, kan inte bedömas", "..", "grey"),
    "nothing": State("Inget underlag", "–", "grey"),
}
ASSURANCE = {
    "pass": State("Når målet stadigt", "●", "blue"),
    "hit_or_miss": State("Når målet ibland", "◐", "grey"),
    "fail": State("Når inte målet utan förändrat arbetssätt", "○", "orange"),
    "none": State("Inget mål", "–", "grey"),
}
OWN_GOAL = State("Listans eget mål", "–", "grey")
UNJUDGED = State("Kan inte bedömas än", "…", "grey")  # there is a target, and too few points
STATUS = {
    "not_started": State("Ej påbörjad", "○", "grey"),
    "in_progress": State("Pågår", "◐", "blue"),
    "done": State("Klar", "●", "blue"),
    "cancelled": State("Avbruten", "×", "grey"),
}
JUDGEMENT = {
    "on_track": State("I fas", "●", "blue"),
    "at_risk": State("Risk", "▲", "orange"),
    "blocked": State("Hindrad", "■", "orange"),
}
OVERDUE, DUE_SOON, STALE, UNOWNED = (
    State("Försenad", "▲", "orange"),
    State("Förfaller snart", "◆", "grey"),
    State("Uppdatering saknas", "…", "orange"),
    State("Ansvarig saknas", "?", "orange"),
)
LEDGER = {
    "self_supporting": State("Självförsörjande", "●", "blue"),
    "other_reason": State("Annan orsak", "◐", "pale"),
    "unknown": State("Okänt", "?", "hatch"),
    "remaining": State("Kvar", "■", "dark"),
}
