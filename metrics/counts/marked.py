"""Figures about open cases that are marked: shared by several parties, or zero-placed."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.counts.open_cases import days_asked
from metrics.counts.spells import cases_while, shares_on
from metrics.facts import Facts
from metrics.rules import Rules


def shared(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases that several parties share, among all open cases.

    Reads:  facts.cases with is_shared (null: not known, and not in the part); periods, first days
            of months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three.
    """
    return _among_open(facts, periods, "is_shared")


def consented(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open shared cases whose person has given consent, among all open shared cases.

    Reads:  facts.cases and facts.consents; otherwise as `shared`, whose part is the whole here.
    Edges:  a consent holds from the day it is given until, but not on, valid_until or withdrawn_on.
    Source: B22.
    """
    until = pl.min_horizontal("valid_until", "withdrawn_on")
    held = facts.consents.select("person_id", starts_on="given_on", ends_on=until)
    whole = facts.cases.filter("is_shared")
    return shares_on(days_asked(facts, periods), whole, cases_while(whole, held, by="person_id"))


def zero_placed(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases that are zero-placed, among all open cases.

    Reads:  facts.cases with is_zero_placed (null: not known, and not in the part); otherwise as
            `shared`. Source: B26.
    """
    return _among_open(facts, periods, "is_zero_placed")


def zero_placed_at_work(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open zero-placed cases with an effort at work on the day, among all that are zero-placed.

    Reads:  facts.cases and facts.episodes; otherwise as `zero_placed`, whose part is the whole
            here.
    Edges:  an effort is at work on starts_on and not on ends_on.
    Source: B27.
    """
    whole = facts.cases.filter("is_zero_placed")
    return shares_on(days_asked(facts, periods), whole, cases_while(whole, facts.episodes))


def _among_open(facts: Facts, periods: Sequence[date], mark: str) -> pl.DataFrame:
    return shares_on(days_asked(facts, periods), facts.cases, facts.cases.filter(mark))
