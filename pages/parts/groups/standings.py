"""How measurement groups stand, in words: what is left, what is known, how the goal looks."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from metrics.cohort import pace
from pages.parts import sv
from pages.parts.kept import kept
from pages.parts.words import State
from pages.view import View

LIKELY, UNLIKELY = 0.8, 0.2


@dataclass(frozen=True)
class Standing:
    """One group on its latest day. Counts are null where they are hidden."""

    group: dict
    on: date
    members: int
    remaining: int | None
    self_supporting: int | None
    other_reason: int | None
    unknown: int | None
    then: dict[date, int | None]
    hidden_in_words: str

    @property
    def name(self) -> str:
        """The group's name, with a word where it is an example."""
        return self.group["name"] + (" (exempel)" if self.group["is_example"] else "")

    @property
    def counts(self) -> dict[str, int | None]:
        """The ledger, state -> how many."""
        names = ("self_supporting", "other_reason", "unknown", "remaining")
        return {name: getattr(self, name) for name in names}

    @property
    def sentence(self) -> str:
        """Who is left of how many, and for how many the reason is unknown."""
        name = self.group["name"]
        if self.remaining is None:
            return f"Hur många som är kvar i {name} är {self.hidden_in_words}."
        left = f"{sv.number(self.remaining)} av {sv.number(self.members)} är kvar i {name}"
        if self.unknown:
            return f"{left}; för {sv.number(self.unknown)} är orsaken okänd."
        if self.self_supporting:
            return f"{left}; {sv.number(self.self_supporting)} är självförsörjande."
        return f"{left}."

    @cached_property
    def goal(self) -> State:
        """How the goal looks: reached, likely, uncertain, unlikely, or not to be judged."""
        return _goal(self)

    @property
    def off_pace(self) -> bool:
        """Whether the goal is unlikely at the pace so far."""
        return self.goal.tone == "orange"


@kept("groups", "figures", "organisation")
def standings(view: View) -> list[Standing]:
    """Every group of the steering group that has a ledger, real ones before examples."""
    groups = view.reader.groups().sort("is_example", "baseline_on", "group_id")
    made = (standing_of(view, group) for group in groups.to_dicts())
    return [standing for standing in made if standing is not None]


def standing_of(view: View, group: dict) -> Standing | None:
    """One group on its latest day; None before its ledger has been published."""
    ledger = view.reader.ledger(group["group_id"]).filter(pl.col("on").is_not_null())
    if ledger.is_empty():
        return None
    last = max(ledger["on"].to_list())
    counts = dict(ledger.filter(pl.col("on") == last).select("state", "members").rows())
    remaining = ledger.filter(pl.col("state") == "remaining").sort("on")
    return Standing(
        group=group,
        on=last,
        members=view.reader.group_size(group["group_id"]),
        hidden_in_words=view.hidden_in_words,
        then=dict(remaining.select("on", "members").rows()),
        **counts,
    )


def _goal(standing: Standing) -> State:
    goal = standing.group["goal_count"]
    if goal is None:
        return State("Inget mål", "–", "grey")
    if (standing.self_supporting or 0) >= goal:
        return State("Målet är nått", "●", "blue")
    probabilities = _probabilities(standing, goal)
    if probabilities is None:
        return State("Målet kan inte bedömas", "?", "grey")
    low, high = probabilities
    word = sv.capital(f"{_likely(low)} sannolikhet att nå målet")
    if high < UNLIKELY:
        return State(word, "▼", "orange")
    if low > LIKELY:
        return State(word, "▲", "blue")
    if high - low > 0.1:
        return State("Målet kan inte bedömas", "?", "grey")
    return State(word, "≈", "grey")


def _likely(probability: float) -> str:
    """Whole percent, but never 0 or 100 of what is not sure."""
    if probability < 0.005:
        return f"under 1{sv.SPACE}%"
    return f"över 99{sv.SPACE}%" if probability > 0.995 else sv.percent(probability)


def _probabilities(standing: Standing, goal: int) -> tuple[float, float] | None:
    """The probability if none, and if all, of those whose reason is unknown support themselves.

    None where a count is hidden, or the two lead to different judgements.
    """
    reached, other, unknown = standing.self_supporting, standing.other_reason, standing.unknown
    if reached is None or other is None or unknown is None or standing.remaining is None:
        return None
    gone, left = _months(standing)
    low, high = (
        pace(
            standing.members,
            reached + supporting,
            gone,
            left,
            goal,
            lost=other + unknown - supporting,
        ).probability
        for supporting in (0, unknown)
    )
    if low is None or high is None or (low < UNLIKELY and high > LIKELY):
        return None
    return low, high


def _months(standing: Standing) -> tuple[float, float]:
    """Months gone since the baseline and left to the goal's day, in days of a mean month."""
    month = 365.25 / 12
    gone = (standing.on - standing.group["baseline_on"]).days / month
    return gone, max(0.0, (standing.group["goal_on"] - standing.on).days / month)


def many_or_hidden(count: int | None) -> str:
    """A number of people for the reader."""
    return sv.HIDDEN if count is None else sv.number(count)
