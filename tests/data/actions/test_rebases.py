"""Limits that are reckoned anew, by whom and why; and that it can be taken back."""

from datetime import date

import pytest

from data.actions.figures.rebases import set_rebase, withdraw_rebase
from data.actions.refusals import ConflictError, RefusedError
from data.clock import STOCKHOLM
from data.models.figures import DeliveredFigure, Rebase
from data.models.log import Event
from data.people.rights import NotAllowedError
from tests.data.builders import a_place, everything, leader, put, rows_of, viewer

TODAY, MARCH = date(2026, 6, 15), date(2026, 3, 1)


def asked(place, **other) -> dict:
    said = {"figure": "hushall", "unit_id": None, "period": MARCH, "reason": "Nytt arbetssätt"}
    return {"by": leader(place), **said, **other}


def test_a_rebase_is_kept_with_its_reason_who_and_when(store):
    place = a_place(store, as_of=TODAY)

    rebase_id = set_rebase(store, **asked(place))

    (row,) = rows_of(store, Rebase)
    assert (row["rebase_id"], row["reason"], row["version"]) == (rebase_id, "Nytt arbetssätt", 1)
    assert (row["by_user_id"], row["at"].astimezone(STOCKHOLM).date()) == (place.user_id, TODAY)
    (event,) = rows_of(store, Event)
    assert (event["before"], event["after"]["period"]) == (None, "2026-03-01")


def test_a_rebase_is_withdrawn_once_and_stays(store):
    place = a_place(store, as_of=TODAY)
    said = {"by": leader(place), "rebase_id": set_rebase(store, **asked(place))}

    assert withdraw_rebase(store, **said, version=1) == 2

    (row,) = rows_of(store, Rebase)
    assert row["withdrawn_at"].astimezone(STOCKHOLM).date() == TODAY
    assert rows_of(store, Event)[1]["before"]["withdrawn_at"] is None
    with pytest.raises(ConflictError, match="Omräkningen ändrades"):
        withdraw_rebase(store, **said, version=1)
    with pytest.raises(RefusedError, match="redan tillbakatagen"):
        withdraw_rebase(store, **said, version=2)
    set_rebase(store, **asked(place))
    assert len(rows_of(store, Rebase)) == 2


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"figure": "lycka"}, "^Nyckeltal: det finns inte"),
        ({"unit_id": 999_999}, "^Gäller: styrgruppen följer inte"),
        ({"period": date(2026, 3, 2)}, "^Från period: välj periodens första dag"),
        ({"period": date(2026, 7, 1)}, "^Från period: den har inte börjat"),
        ({"period": date(1989, 12, 1)}, "^Från period: dagen ska ligga"),
        ({"figure": "avslut", "period": MARCH}, "^Från period: välj periodens första dag"),
        ({"reason": " "}, "^Skäl: skriv vad som har ändrats"),
        ({"reason": "Anna 19121212-1212"}, "^Skäl: .*personnummer"),
    ],
)
def test_what_can_t_be_a_rebase_is_refused_and_nothing_is_kept(store, wrong, refusal):
    place = a_place(store, as_of=TODAY)
    before = everything(store)

    with pytest.raises(RefusedError, match=refusal):
        set_rebase(store, **asked(place, **wrong))
    assert everything(store) == before


@pytest.mark.parametrize(
    ("figure", "period"),
    [("hushall", date(2026, 6, 1)), ("avslut", date(2026, 4, 1)), ("eget", date(2026, 1, 1))],
)
def test_the_first_day_of_the_figure_s_own_period_is_taken(store, figure, period):
    place = a_place(store, as_of=TODAY)
    put(store, DeliveredFigure, forum_id=place.forum_id, key="eget", cadence="year")

    set_rebase(store, **asked(place, figure=figure, period=period))

    assert rows_of(store, Rebase)[0]["period"] == period


def test_a_period_that_begins_today_has_begun(store):
    place = a_place(store, as_of=date(2026, 6, 1))

    set_rebase(store, **asked(place, period=date(2026, 6, 1)))

    assert rows_of(store, Rebase)


def test_the_same_period_is_reckoned_anew_once_for_each_unit_and_once_for_all(store):
    place = a_place(store, as_of=TODAY)
    for unit_id in (None, place.north, place.south):
        set_rebase(store, **asked(place, unit_id=unit_id))
        with pytest.raises(RefusedError, match="räknas redan om därifrån"):
            set_rebase(store, **asked(place, unit_id=unit_id))
    set_rebase(store, **asked(place, figure="vuxna"))

    assert len(rows_of(store, Rebase)) == 4


def test_another_steering_group_s_rebase_is_not_there_to_be_withdrawn(store):
    place, other = a_place(store, as_of=TODAY), a_place(store)
    rebase_id = set_rebase(store, **asked(place))

    with pytest.raises(RefusedError, match="finns inte i den här styrgruppen"):
        withdraw_rebase(store, by=leader(other), rebase_id=rebase_id, version=1)


@pytest.mark.parametrize("role", ["ledamot", "extern", "enhetschef", "handläggare"])
def test_only_the_development_leader_reckons_limits_anew(store, role):
    place = a_place(store, as_of=TODAY)
    rebase_id, by = set_rebase(store, **asked(place)), viewer(place, role, place.north)

    with pytest.raises(NotAllowedError, match="räkna om gränser"):
        set_rebase(store, **asked(place, by=by, period=date(2026, 4, 1)))
    with pytest.raises(NotAllowedError, match="ta tillbaka"):
        withdraw_rebase(store, by=by, rebase_id=rebase_id, version=1)
    assert [row["withdrawn_at"] for row in rows_of(store, Rebase)] == [None]
