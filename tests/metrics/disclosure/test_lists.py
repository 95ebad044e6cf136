"""What is hidden of a list for the sake of those whom it shares with another."""

from datetime import date

import polars as pl
import pytest

from metrics.disclosure import protect_beside
from metrics.periods import add_months

JUNE = date(2026, 6, 30)
STATES = ("left", "other", "remaining")
ALL = set(STATES)
NOTHING = pl.DataFrame(schema={"on": pl.Date, "state": pl.String})


def hidden(days, *, before=NOTHING, alone=(), keep="remaining", **terms):
    """day -> what is hidden of the last list for its sake, and in all.

    days: day -> list -> part -> how many have left, left otherwise, and remain; alone: what lists
    hide already: day, list, state, secret, loose, beside.
    """
    counts = pl.DataFrame(
        [
            (day, number, part, state, many)
            for day, lists in days.items()
            for number, parts in lists.items()
            for part, of_part in parts.items()
            for state, many in zip(STATES, of_part, strict=True)
        ],
        ["on", "list", "part", "state", "members"],
        orient="row",
    )
    kinds = {"on": pl.Date, "list": pl.Int64, "state": pl.String}
    marks = pl.DataFrame(
        list(alone), kinds | dict.fromkeys(("secret", "loose", "beside"), pl.Boolean), orient="row"
    )
    made = protect_beside(counts, marks, before, keep=keep, **terms)
    return tuple(
        {day: set(states) for day, states in cells.group_by("on").agg("state").iter_rows()}
        for cells in made
    )


def a_half(other_half, half=(8, 7, 15)):
    """A whole year, and its first half: what has become of both halves."""
    return {0: {"second": other_half, "first": half}, 1: {"first": half}}


@pytest.mark.parametrize(
    ("second", "chosen"),
    [
        pytest.param((5, 5, 5), set(), id="all that is left is five"),
        pytest.param((5, 0, 5), set(), id="nil is told"),
        pytest.param((4, 5, 20), {"left", "other"}, id="four have left"),
        pytest.param((1, 5, 20), {"left", "other"}, id="one has left"),
        pytest.param((20, 4, 9), {"left", "other"}, id="four have left otherwise"),
        pytest.param((20, 20, 4), {"left", "remaining"}, id="four remain"),
        pytest.param((4, 0, 20), {"left", "other"}, id="nil is hidden with four"),
    ],
)
def test_what_is_small_when_a_list_is_subtracted_is_hidden_in_the_later_one(second, chosen):
    for_its_sake, in_all = hidden({JUNE: a_half(second)})

    assert for_its_sake.get(JUNE, set()) == in_all.get(JUNE, set()) == chosen


def test_of_the_first_list_nothing_more_is_hidden_and_the_least_can_be_chosen():
    assert hidden({JUNE: a_half((4, 5, 20))}, k=4) == ({}, {})
    assert hidden({JUNE: a_half((4, 5, 20))}, k=5)[1] == {JUNE: {"left", "other"}}


@pytest.mark.parametrize("keep", STATES)
def test_with_what_is_small_another_is_hidden_than_what_is_kept_in_sight(keep):
    small = {"left": "remaining", "other": "left", "remaining": "other"}[keep]
    second = tuple(4 if state == small else 20 for state in STATES)

    assert hidden({JUNE: a_half(second)}, keep=keep)[1] == {JUNE: ALL - {keep}}


def test_what_is_held_of_a_list_is_looked_after_as_what_is_small():
    """Six of the half have left, which was fewer: all of the second remain, so they are the year's."""
    days = {JUNE: a_half((0, 0, 12), (6, 7, 20))}
    alone = [(JUNE, 1, state, state == "left", False, False) for state in ("left", "other")]

    assert "remaining" in hidden(days, alone=alone)[1][JUNE]
    not_held = [(*row[:3], False, *row[4:]) for row in alone]
    assert hidden(days, alone=not_held) == ({}, {})


def test_a_partner_is_taken_to_be_five_or_more_unless_it_is_held_too():
    """Of the second three have left, and can be four only if those of the half can be four."""
    days = {JUNE: a_half((3, 6, 20), (5, 3, 20))}
    small = (JUNE, 1, "other", True, False, False)

    assert hidden(days, alone=[small, (JUNE, 1, "left", False, False, False)])[0] != {}
    assert hidden(days, alone=[small, (JUNE, 1, "left", False, True, False)]) == ({}, {})


def test_nil_that_is_only_held_is_taken_for_known():
    """Of the second one is left otherwise, and can be four only if some of the half have left."""
    then = add_months(JUNE, 1)
    days = {JUNE: a_half((4, 5, 20)), then: a_half((6, 1, 20), (0, 9, 15))}

    assert then in hidden(days)[0]


def test_what_the_earlier_list_hides_by_itself_needs_nothing_more():
    """Of the year itself it is hidden how many have left for either reason, and so of the rest."""
    alone = [(JUNE, 0, state, False, True, False) for state in ("left", "other")]

    assert hidden({JUNE: a_half((4, 5, 20))}, alone=alone) == ({}, {})


@pytest.mark.parametrize(("months", "is_held"), [(1, True), (12, True), (13, False)])
def test_what_is_hidden_for_its_sake_is_held_for_a_year(months, is_held):
    then = add_months(JUNE, months)
    for_its_sake, in_all = hidden({JUNE: a_half((4, 5, 20)), then: a_half((9, 8, 12))})

    assert for_its_sake == {JUNE: {"left", "other"}}
    assert in_all.get(then, set()) == ({"left", "other"} if is_held else set())


def test_what_is_held_is_not_held_on_from_there():
    days = {add_months(JUNE, 6 * at): a_half((9, 8, 12)) for at in (1, 2, 3)}
    made = hidden({JUNE: a_half((4, 5, 20))} | days, hold=6)[1]

    assert list(made) == [JUNE, add_months(JUNE, 6)]


def test_what_was_hidden_is_hidden_and_remembered_also_of_a_day_that_is_no_more():
    gone = date(2026, 5, 12)
    before = pl.DataFrame({"on": [gone, JUNE], "state": ["other", "left"]})
    for_its_sake, in_all = hidden({JUNE: a_half((9, 8, 12))}, before=before)

    assert for_its_sake == {gone: {"other"}, JUNE: {"left"}}
    assert in_all == {JUNE: {"left", "other"}}


def test_where_lists_say_unlike_things_of_the_same_people_nothing_is_shown():
    unlike = a_half((9, 8, 12)) | {1: {"first": (9, 6, 15)}}

    assert hidden({JUNE: unlike}) == ({JUNE: ALL}, {JUNE: ALL})


def test_a_few_who_are_on_both_halves_hide_the_second_where_they_can_be_told():
    """The halves together are two more than the year: they are those on both."""
    parts = {"first": (10, 10, 10), "second": (11, 11, 11), "both": (1, 1, 0)}
    lists = {
        0: parts,
        1: {name: parts[name] for name in ("first", "both")},
        2: {name: parts[name] for name in ("second", "both")},
    }

    assert hidden({JUNE: lists})[1][JUNE] >= {"left", "other"}


def test_nil_that_is_hidden_of_an_earlier_list_is_not_taken_for_known():
    """All of the first half remain, which is hidden; of the second four, and one is on both."""
    parts = {"first": (0, 0, 11), "second": (7, 0, 4), "both": (0, 0, 1)}
    lists = {
        0: parts,
        1: {name: parts[name] for name in ("first", "both")},
        2: {name: parts[name] for name in ("second", "both")},
    }
    first = hidden({JUNE: {number: lists[number] for number in (0, 1)}})[1][JUNE]
    assert "remaining" in first
    marks = [(JUNE, 1, state, False, True, True) for state in first]

    assert "remaining" in hidden({JUNE: lists}, alone=marks)[1][JUNE]


def test_a_list_that_others_tell_all_of_hides_no_more_than_helps():
    """All of the year remain, whatever is hidden of its half: and so do those of the half."""
    assert hidden({JUNE: a_half((0, 0, 3), (0, 0, 30))}) == ({}, {})


def test_wrong_tables_are_refused():
    counts = pl.DataFrame(
        {"on": [JUNE] * 2, "list": [0, 0], "part": ["a", "a"], "state": ["left"] * 2}
        | {"members": [1, 2]}
    )
    marks = pl.DataFrame(schema=dict.fromkeys(("on", "list", "state", "secret", "loose", "beside")))
    with pytest.raises(ValueError, match="part"):
        protect_beside(counts, marks, NOTHING, keep="left")
    nulls = counts.head(1).with_columns(members=pl.lit(None, pl.Int64))
    with pytest.raises(ValueError, match="members"):
        protect_beside(nulls, marks, NOTHING, keep="left")
