"""Who answers for a case, and for how long: by hand on the edges, and day by day once more."""

from datetime import date

import pytest
from hypothesis import given

from metrics.facts import Facts, Rules
from metrics.periods import add_months
from tests.metrics.made import (
    JUNE,
    RULES,
    asked_days,
    asked_of,
    case,
    contact,
    counted,
    covers,
    facts,
    is_open,
    numbers,
    of_case,
    open_one_by_one,
    rows,
    tally,
    year_to,
)
from tests.metrics.worlds import some

OPENED = case(1, "2025-01-01")


def of_contacts(*contacts: dict, one: dict = OPENED) -> Facts:
    return facts(cases=[one], contacts=list(contacts))


@pytest.mark.parametrize(("opened", "part"), [("2025-11-30", 1), ("2025-12-01", 0)])
def test_a_case_is_old_enough_six_months_after_it_opened(opened, part):
    of = of_contacts(contact(1, "a", "2025-01-01"), one=case(1, opened))

    assert numbers("sex_manader", of) == [(part, 1)]
    assert numbers("personkontinuitet", of) == [(1, 1)] * part


@pytest.mark.parametrize(("opened", "part"), [("2025-12-15", 1), ("2025-12-16", 0)])
def test_on_the_very_day_six_months_after_it_is_old_enough(opened, part):
    assert numbers("sex_manader", facts(cases=[case(1, opened)]), JUNE) == [(part, 1)]


@pytest.mark.parametrize(
    ("staff", "starts", "ends", "part"),
    [
        ("b", "2025-01-01", "2025-06-01", 1),
        ("b", "2025-01-01", "2025-06-02", 0),
        ("b", "2026-05-31", None, 0),
        ("b", "2026-06-01", None, 1),
        ("b", "2026-01-01", "2026-01-01", 1),
        ("a", "2026-01-01", "2026-02-01", 1),
    ],
)
@pytest.mark.parametrize("function", ["coach", "handläggare"])
def test_one_person_is_one_key_on_all_days_of_the_twelve_months(
    staff, starts, ends, part, function
):
    of = of_contacts(
        contact(1, "a", "2025-01-01"), contact(1, staff, starts, ends, function=function)
    )

    assert numbers("personkontinuitet", of) == [(part, 1)]


@pytest.mark.parametrize("ends", ["2025-06-01", "2025-06-02"])
def test_nobody_at_all_is_not_one_person(ends):
    of = of_contacts(contact(1, "a", "2025-01-01", ends))

    assert numbers("personkontinuitet", of) == [(int(ends == "2025-06-02"), 1)]


@pytest.mark.parametrize(
    ("starts", "changes"),
    [("2025-05-31", 0), ("2025-06-01", 1), ("2026-05-31", 1), ("2026-06-01", 0)],
)
def test_a_change_is_of_the_twelve_months_it_begins_in(starts, changes):
    of = of_contacts(contact(1, "a", "2025-01-01"), contact(1, "b", starts))

    assert numbers("byten", of) == [(changes, 365, 1)]


@pytest.mark.parametrize(
    ("opened", "closed", "said"),
    [
        ("2026-05-31", None, [(0, 1, 1)]),
        ("2026-06-01", None, []),
        ("2025-01-01", "2025-06-02", [(0, 1, 1)]),
        ("2025-01-01", "2025-06-01", []),
        ("2026-03-02", "2026-03-03", [(0, 1, 1)]),
        ("2026-03-01", "2026-03-02", [(1, 1, 1)]),
        ("2026-02-28", "2026-03-01", [(0, 1, 1)]),
    ],
)
def test_days_and_changes_count_while_the_case_is_open(opened, closed, said):
    contacts = contact(1, "a", "2025-01-01"), contact(1, "b", "2026-03-01")

    assert numbers("byten", of_contacts(*contacts, one=case(1, opened, closed))) == said


@pytest.mark.parametrize(
    ("staff", "starts", "ends", "function", "changes"),
    [
        ("b", "2026-03-01", None, "coach", 1),
        ("a", "2026-03-01", None, "coach", 0),
        ("b", "2026-03-01", None, "handläggare", 0),
        ("b", "2026-01-01", None, "coach", 0),
        ("b", "2026-03-01", "2026-03-01", "coach", 0),
    ],
)
def test_a_change_is_to_another_than_who_began_before_in_the_function(
    staff, starts, ends, function, changes
):
    of = of_contacts(
        contact(1, "a", "2026-01-01", "2026-02-01"), contact(1, staff, starts, ends, function)
    )

    assert numbers("byten", of) == [(changes, 365, 1)]


def test_back_again_is_a_change_and_going_on_is_none():
    rows = [contact(1, who, f"2026-0{month}-01") for month, who in enumerate("abbab", start=1)]

    assert numbers("byten", of_contacts(*rows)) == [(3, 365, 1)]


@pytest.mark.parametrize(("again", "changes"), [("ab", 1), ("bc", 2), ("bb", 1), ("aa", 0)])
def test_of_those_who_begin_on_one_day_each_who_did_not_before_is_a_change(again, changes):
    rows = [contact(1, who, "2026-02-01") for who in again]

    assert numbers("byten", of_contacts(contact(1, "a", "2026-01-01"), *rows)) == [
        (changes, 365, 1)
    ]


def test_a_month_that_goes_on_has_the_twelve_months_to_the_last_day_known_of():
    of = of_contacts(contact(1, "a", "2025-01-01"), contact(1, "b", "2025-06-15"))

    assert numbers("byten", of, JUNE) == [(0, 365, 1)]
    later = of_contacts(contact(1, "a", "2025-01-01"), contact(1, "b", "2025-06-16"))
    assert numbers("byten", later, JUNE) == [(1, 365, 1)]


@pytest.mark.parametrize(
    ("first", "then", "part"),
    [
        (("a", "2025-01-01", None), None, 1),
        (("a", "2026-05-31", None), None, 1),
        (("a", "2026-06-01", None), None, 0),
        (("a", "2026-01-01", "2026-05-31"), None, 0),
        (("a", "2026-01-01", "2026-06-01"), None, 1),
        (("a", "2026-01-01", "2026-03-01"), ("b", "2026-03-01", None), 1),
        (("a", "2026-01-01", "2026-03-01"), ("b", "2026-03-02", None), 0),
        (("a", "2025-01-01", "2025-05-31"), ("b", "2025-06-01", None), 1),
        (("a", "2025-01-01", "2025-06-01"), ("b", "2025-07-01", None), 1),
        (("a", "2025-01-01", "2025-06-02"), ("b", "2025-07-01", None), 0),
    ],
)
def test_a_function_is_unbroken_from_the_first_contact_of_the_twelve_months(first, then, part):
    contacts = [contact(1, *said) for said in (first, then) if said]

    assert numbers("funktionskontinuitet", of_contacts(*contacts)) == [(part, 1)]


@pytest.mark.parametrize(("opened", "part"), [("2026-03-01", 1), ("2026-02-28", 0)])
def test_what_was_before_the_case_opened_breaks_nothing(opened, part):
    of = of_contacts(
        contact(1, "a", "2026-01-01", "2026-03-01"),
        contact(1, "b", "2026-03-05"),
        one=case(1, opened),
    )

    assert numbers("funktionskontinuitet", of) == [(part, 1)]


@pytest.mark.parametrize(("starts", "part"), [("2026-01-01", 1), ("2025-12-31", 0)])
def test_two_functions_do_not_make_one(starts, part):
    of = of_contacts(
        contact(1, "a", starts, "2026-03-01", function="handläggare"),
        contact(1, "b", "2026-01-01"),
    )

    assert numbers("funktionskontinuitet", of) == [(part, 1)]


def test_contacts_of_another_case_are_not_its_own():
    of = facts(cases=[OPENED, case(2, "2025-01-01")], contacts=[contact(2, "a", "2025-01-01")])

    for key in ("personkontinuitet", "funktionskontinuitet"):
        assert numbers(key, of) == [(1, 2)]


def test_days_before_our_reckoning_of_days_begins_keep_to_their_case_and_function():
    of = facts(
        cases=[case(1, "1900-01-01"), case(2, "1900-01-01")],
        contacts=[
            contact(1, "a", "1900-01-01", "2030-01-01"),
            contact(1, "b", "2026-03-01", "2031-01-01"),
            contact(2, "a", "1900-01-01"),
        ],
    )

    assert numbers("byten", of) == [(1, 730, 2)]
    assert numbers("funktionskontinuitet", of) == [(2, 2)]


def _is_old(one: dict, on: date) -> bool:
    return add_months(one["opened_on"], 6) <= on


def old_enough(of: Facts, periods: list[date], rules: Rules) -> list[tuple]:
    return tally(
        (period, one, _is_old(one, on)) for period, on, one in open_one_by_one(of, periods)
    )


def one_person(of: Facts, periods: list[date], rules: Rules) -> list[tuple]:
    found = []
    for period, on, one in open_one_by_one(of, periods):
        if _is_old(one, on):
            year, contacts = year_to(on), of_case(of.contacts, one)
            staff = {c["staff"] for c in contacts if any(covers(c, d) for d in year)}
            found.append((period, one, len(staff) == 1))
    return tally(found)


def staff_changes(of: Facts, periods: list[date], rules: Rules) -> list[tuple]:
    cells: dict[tuple, list] = {}
    for period, last in asked_days(of, periods):
        for one in rows(of.cases):
            days = [on for on in year_to(last) if is_open(one, on)]
            if days:
                at = (period, one["unit_id"], one["target_group"])
                changes = sum(_changes(of, one, on) for on in days)
                cells.setdefault(at, []).append((changes, len(days)))
    return [
        (*at, sum(changes for changes, _ in said), sum(days for _, days in said), len(said))
        for at, said in sorted(cells.items())
    ]


def _changes(of: Facts, one: dict, on: date) -> int:
    contacts = [c for c in of_case(of.contacts, one) if c["ends_on"] != c["starts_on"]]
    changes = 0
    for function in {c["function"] for c in contacts}:
        begun = [(c["starts_on"], c["staff"]) for c in contacts if c["function"] == function]
        earlier = [day for day, _ in begun if day < on]
        if earlier:
            before = {who for day, who in begun if day == max(earlier)}
            changes += len({who for day, who in begun if day == on} - before)
    return changes


def one_function(of: Facts, periods: list[date], rules: Rules) -> list[tuple]:
    found = []
    for period, on, one in open_one_by_one(of, periods):
        contacts = of_case(of.contacts, one)
        days = [d for d in year_to(on) if d >= one["opened_on"]]
        while days and not any(covers(c, days[0]) for c in contacts):
            del days[0]
        on_each = [{c["function"] for c in contacts if covers(c, d)} for d in days]
        found.append((period, one, bool(days) and bool(set.intersection(*on_each))))
    return tally(found)


SECOND = {
    "sex_manader": old_enough,
    "personkontinuitet": one_person,
    "byten": staff_changes,
    "funktionskontinuitet": one_function,
}


@pytest.mark.parametrize("key", SECOND)
@given(of=some("cases", "episodes", "activities", "contacts"))
def test_counted_day_by_day(key, of):
    assert counted(key, of, asked_of("oppna")) == SECOND[key](of, asked_of("oppna"), RULES)
