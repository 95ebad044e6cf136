"""When a period is final, and that the words for it and for what is counted follow the settings."""

from datetime import date

import pytest

from metrics.catalogue import CADENCES, COUNTED
from metrics.catalogue.cadence import EXITS, MONTHLY, SUPPORTED, Wait, held_for
from metrics.facts import Rules

BY_KEY = {figure.key: figure for figure in COUNTED}
QUARTER = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("cadence", "gap", "final", "words"),
    [
        (EXITS, 1, date(2026, 4, 30), "tills en månad har gått"),
        (EXITS, 2, date(2026, 5, 31), "tills två månader har gått"),
        (EXITS, 4, date(2026, 7, 31), "tills fyra månader har gått"),
        (EXITS, 6, date(2026, 9, 30), "tills sex månader har gått"),
        (SUPPORTED, 2, date(2026, 6, 29), "när nittio dagar har gått"),
        (SUPPORTED, 3, date(2026, 6, 30), "när tre månader har gått"),
        (SUPPORTED, 4, date(2026, 7, 31), "när fyra månader har gått"),
        (held_for(6), 2, date(2026, 9, 30), "när sex månader har gått"),
        (held_for(6), 6, date(2026, 9, 30), "när sex månader har gått"),
        (held_for(12), 6, date(2027, 3, 31), "när tolv månader har gått"),
    ],
)
def test_the_words_for_when_a_quarter_is_final_follow_the_settings(cadence, gap, final, words):
    rules = Rules(exit_gap_months=gap)

    # 31 March and two months is 31 May, and one month is 30 April
    assert cadence.settled_on(QUARTER, rules) == final
    assert words in cadence.settled_in_words(rules)


@pytest.mark.parametrize("year", range(2020, 2030))
@pytest.mark.parametrize("first", [1, 4, 7, 10])
@pytest.mark.parametrize("gap", range(1, 7))
def test_the_longer_of_90_days_and_the_exit_gap_is_the_one_in_words(year, first, gap):
    rules, quarter = Rules(exit_gap_months=gap), date(year, first, 1)
    days = Wait(days=90).over_on(date(year, first, 1), rules)
    months = Wait(exit_gap=True).over_on(date(year, first, 1), rules)

    assert Wait(days=90, exit_gap=True).over_on(quarter, rules) == max(days, months)
    in_days = "dagar" in SUPPORTED.settled_in_words(rules)
    final = SUPPORTED.settled_on(quarter, rules)
    alone = replace_wait(SUPPORTED, Wait(days=90) if in_days else Wait(exit_gap=True))
    assert alone.settled_on(quarter, rules) == final


def replace_wait(cadence, wait):
    return cadence.after(wait, cadence.sentence)


@pytest.mark.parametrize(
    ("month", "final"),
    [(date(2025, 8, 1), date(2026, 2, 28)), (date(2026, 2, 1), date(2026, 8, 31))],
)
def test_waits_for_a_first_effort_are_final_six_whole_months_later(month, final):
    assert BY_KEY["tid_till_insats"].settled_on(month, Rules()) == final


@pytest.mark.parametrize(
    ("key", "rules", "words"),
    [
        ("avslut", Rules(), "(två månader, om ingenting är satt)"),
        ("avslut", Rules(exit_gap_months=4), "(fyra månader)"),
        ("avslut_arbete", Rules(exit_gap_months=1), "(en månad)"),
        ("mycket_langvarigt", Rules(), "(27, om ingenting är satt)"),
        ("mycket_langvarigt", Rules(very_long_months=30), "(30)"),
        ("glapp", Rules(), "(14, om ingenting är satt)"),
        ("glapp", Rules(gap_days=21), "(21)"),
        ("glapplangd", Rules(gap_days=21), "(21)"),
        ("punkter_levande", Rules(), "(35, om ingenting är satt)"),
        ("punkter_levande", Rules(stale_after=20), "(20)"),
    ],
)
def test_what_is_counted_is_told_by_the_settings(key, rules, words):
    figure = BY_KEY[key]

    assert words in f"{figure.part_in_words(rules)} {figure.whole_in_words(rules)}"


@pytest.mark.parametrize("figure", COUNTED, ids=lambda figure: figure.key)
def test_every_figure_says_when_it_is_final_with_the_days_of_its_own_cadence(figure):
    words = figure.cadence.settled_in_words(Rules())

    begins = {"month": "Månaden", "quarter": "Kvartalet", "half": "Halvåret", "year": "Året"}
    assert words.startswith(begins[figure.cadence.name])
    assert "{" not in words


@pytest.mark.parametrize("cadence", CADENCES.values(), ids=lambda cadence: cadence.name)
def test_every_cadence_is_kept_until_twelve_final_periods_can_be_judged(cadence):
    # the one going on, and one more that may still wait for what follows on it
    assert cadence.kept // cadence.months >= 12 + 2
    assert cadence.per_year * cadence.months == 12


def test_a_month_is_final_when_its_last_day_is_known_of():
    assert MONTHLY.settled_on(date(2024, 2, 1), Rules()) == date(2024, 2, 29)
