"""Each change keeps its words: what a page may ask with is what the change takes."""

from inspect import signature

import pytest

from data import actions
from data.actions import Actions
from data.actions.figures import inventory, notes, rebases, scorecard, targets
from data.store.snapshot import Snapshot
from tests.data.builders import a_place, everything, leader

ROOMS = (actions.groups, actions.law, actions.people, actions.plans, actions.reviews)
ROOMS += (actions.roles, actions.settings, inventory, notes, rebases, scorecard, targets)
CHANGES = {
    name: change
    for room in ROOMS
    for name, change in vars(room).items()
    if hasattr(Actions, name) and getattr(change, "__module__", "") == room.__name__
}


def test_every_change_is_asked_for_by_one_of_them():
    others = {"take_out", "by"}
    asked = {name for name in vars(Actions) if not name.startswith("_")} - others

    assert asked == set(CHANGES)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_asked_for_with_its_own_words(name):
    takes = list(signature(CHANGES[name]).parameters.values())

    assert [word.name for word in takes[:2]] == ["engine", "by"]
    assert list(signature(getattr(Actions, name)).parameters.values())[1:] == takes[2:]
    assert all(word.kind is word.KEYWORD_ONLY for word in takes[2:])
    assert getattr(Actions, name).__doc__ == CHANGES[name].__doc__


def test_a_misspelt_word_changes_nothing(store):
    place = a_place(store)
    before = everything(store)

    with pytest.raises(TypeError, match="statuss"):
        Actions(Snapshot(store), lambda: leader(place)).set_status(
            point_id=1, version=1, statuss="done"
        )
    assert everything(store) == before
