"""What figures are to reach: a later target ends the one before, and none is written over."""

import random
from datetime import date, timedelta

import pytest

from data.actions import Actions
from data.actions.figures.targets import end_target, set_target
from data.actions.refusals import ConflictError, RefusedError
from data.models.figures import DeliveredFigure, Target
from data.models.log import Access, AreaVersion, Event
from data.models.organisation import User
from data.people.rights import NotAllowedError
from data.store.snapshot import Snapshot
from tests.data.builders import a_place, everything, leader, put, rows_of, viewer

JAN, MARCH, MAY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)


def asked(place, **other) -> dict:
    said = {"figure": "avslut", "unit_id": None, "value": 0.4, "valid_from": JAN}
    return {"by": leader(place), **said, "decision": "Styrgruppen 14 okt", **other}


def spans(store, **which) -> list[tuple]:
    rows = sorted(rows_of(store, Target), key=lambda row: row["valid_from"])
    kept = [row for row in rows if all(row[name] == value for name, value in which.items())]
    return [(row["value"], row["valid_from"], row["valid_until"]) for row in kept]


def test_a_target_is_kept_with_its_decision_and_who_set_it(store):
    place = a_place(store)
    before = rows_of(store, AreaVersion)

    assert set_target(store, **asked(place, decision="  Styrgruppen 14 okt ")) == 1

    (row,) = rows_of(store, Target)
    assert (row["value"], row["decision"]) == (0.4, "Styrgruppen 14 okt")
    assert (row["set_by_user_id"], row["version"], row["valid_until"]) == (place.user_id, 1, None)
    (event,) = rows_of(store, Event)
    assert (event["action"], event["before"]) == ("satte ett mål", None)
    assert event["after"]["value"] == 0.4
    assert event["which"] == row["target_id"]
    raised = {
        new["area"]
        for old, new in zip(before, rows_of(store, AreaVersion), strict=True)
        if new["version"] != old["version"]
    }
    assert raised == {"figures"}


def test_a_later_target_ends_the_one_before_on_its_day_and_leaves_what_it_said(store):
    place = a_place(store)
    set_target(store, **asked(place))
    set_target(store, **asked(place, value=0.5, valid_from=MAY))

    assert spans(store) == [(0.4, JAN, MAY), (0.5, MAY, None)]
    assert rows_of(store, Event)[1]["before"]["value"] == 0.4


def test_a_target_between_two_holds_until_the_next_begins(store):
    place = a_place(store)
    for value, day in ((0.4, JAN), (0.5, MAY), (0.45, MARCH)):
        set_target(store, **asked(place, value=value, valid_from=day))

    assert spans(store) == [(0.4, JAN, MARCH), (0.45, MARCH, MAY), (0.5, MAY, None)]


def test_a_target_before_all_others_holds_until_the_first_of_them(store):
    place = a_place(store)
    set_target(store, **asked(place, valid_from=MAY))
    set_target(store, **asked(place, value=0.3))

    assert spans(store) == [(0.3, JAN, MAY), (0.4, MAY, None)]


def test_a_unit_s_target_leaves_the_whole_forum_s_and_other_figures_as_they_are(store):
    place = a_place(store)
    set_target(store, **asked(place))
    set_target(store, **asked(place, unit_id=place.north, valid_from=MARCH))
    set_target(store, **asked(place, figure="planer", valid_from=MARCH))

    assert spans(store, unit_id=None, figure="avslut") == [(0.4, JAN, None)]
    assert spans(store, unit_id=place.north) == [(0.4, MARCH, None)]


def test_a_target_of_the_same_day_is_changed_by_whoever_has_seen_it(store):
    place = a_place(store)
    set_target(store, **asked(place))

    assert set_target(store, **asked(place, value=0.45, version=1)) == 2

    assert spans(store) == [(0.45, JAN, None)]
    assert rows_of(store, Event)[1]["before"]["value"] == 0.4


@pytest.mark.parametrize("version", [0, 2])
def test_a_target_of_the_same_day_saved_since_is_a_conflict_with_theirs(store, version):
    place = a_place(store)
    set_target(store, **asked(place))
    before = everything(store)

    with pytest.raises(ConflictError) as conflict:
        set_target(store, **asked(place, value=0.45, version=version))

    who = rows_of(store, User)[0]["display_name"]
    assert str(conflict.value) == f"{who} sparade samma mål medan du skrev."
    assert conflict.value.theirs.said["value"] == 0.4
    assert conflict.value.version == 1
    assert everything(store) == before


def test_a_target_set_by_a_command_is_a_conflict_with_nobody_s_name(store):
    place = a_place(store)
    put(store, Target, forum_id=place.forum_id, figure="avslut", value=0.4, valid_from=JAN)

    with pytest.raises(ConflictError, match="Målet ändrades medan du skrev"):
        set_target(store, **asked(place))


def test_a_target_that_was_ended_since_it_was_seen_is_a_conflict(store):
    place = a_place(store)
    set_target(store, **asked(place))
    (row,) = rows_of(store, Target)
    said = {"by": leader(place), "target_id": row["target_id"], "valid_until": MAY}

    assert end_target(store, **said, version=1) == 2

    assert spans(store) == [(0.4, JAN, MAY)]
    with pytest.raises(ConflictError):
        end_target(store, **said, version=1)
    with pytest.raises(ConflictError):
        set_target(store, **asked(place, version=1))
    assert [e["action"] for e in rows_of(store, Event)] == ["satte ett mål", "avslutade ett mål"]


def test_after_a_target_has_ended_a_new_one_leaves_the_gap(store):
    place = a_place(store)
    set_target(store, **asked(place))
    (row,) = rows_of(store, Target)
    said = {"by": leader(place), "target_id": row["target_id"], "version": 1}
    end_target(store, **said, valid_until=MARCH)
    set_target(store, **asked(place, value=0.5, valid_from=MAY))

    assert spans(store) == [(0.4, JAN, MARCH), (0.5, MAY, None)]


def test_one_that_has_ended_on_the_day_is_left_alone_by_the_next(store):
    place = a_place(store)
    set_target(store, **asked(place))
    (row,) = rows_of(store, Target)
    said = {"by": leader(place), "target_id": row["target_id"], "version": 1}
    end_target(store, **said, valid_until=MAY)
    set_target(store, **asked(place, value=0.5, valid_from=MAY))

    assert [row["version"] for row in rows_of(store, Target)] == [2, 1]
    assert rows_of(store, Event)[-1]["before"] is None


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (JAN - timedelta(1), "välj en dag efter 2026-01-01"),
        (JAN, "välj en dag efter 2026-01-01"),
        (MAY, "slutade gälla redan 2026-05-01"),
        (date(2101, 1, 1), "mellan 1990-01-01 och 2100-12-31"),
    ],
)
def test_a_target_ends_after_it_began_and_before_it_ended(store, day, refusal):
    place = a_place(store)
    set_target(store, **asked(place))
    set_target(store, **asked(place, value=0.5, valid_from=MAY))
    target_id = rows_of(store, Target)[0]["target_id"]
    said = {"by": leader(place), "target_id": target_id, "version": 2}
    before = everything(store)

    with pytest.raises(RefusedError, match=f"^Gäller inte längre från: .*{refusal}"):
        end_target(store, **said, valid_until=day)
    assert everything(store) == before

    end_target(store, **said, valid_until=JAN + timedelta(1))
    assert spans(store)[0][2] == JAN + timedelta(1)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"figure": "lycka"}, "^Nyckeltal: det finns inte"),
        ({"figure": "A11"}, "^Nyckeltal: det finns inte"),
        ({"unit_id": 999_999}, "^Gäller: styrgruppen följer inte"),
        ({"value": -0.001}, "^Mål: en andel ligger mellan 0 och 100"),
        ({"value": 1.001}, "^Mål: en andel ligger mellan 0 och 100"),
        ({"value": 40.0}, "^Mål: en andel ligger mellan 0 och 100"),
        ({"figure": "hushall", "value": -1.0}, "^Mål: det kan inte vara mindre än 0"),
        ({"value": float("nan")}, "^Mål: skriv ett tal"),
        ({"value": float("inf")}, "^Mål: skriv ett tal"),
        ({"valid_from": date(1989, 12, 31)}, "^Gäller från: dagen ska ligga mellan"),
        ({"valid_from": date(2101, 1, 1)}, "^Gäller från: dagen ska ligga mellan"),
        ({"decision": "  "}, "^Beslut: skriv var målet är beslutat"),
        ({"decision": "Gäller 19121212-1212"}, "^Beslut: .*Skriv om nyckeltalet, aldrig om en"),
    ],
)
def test_what_can_t_be_a_target_is_refused_and_nothing_is_kept(store, wrong, refusal):
    place = a_place(store)
    before = everything(store)

    with pytest.raises(RefusedError, match=refusal):
        set_target(store, **asked(place, **wrong))
    assert everything(store) == before


@pytest.mark.parametrize(
    "right",
    [
        {"value": 0.0},
        {"value": 1.0},
        {"figure": "hushall", "value": 0.0},
        {"figure": "hushall", "value": 1100.0},
        {"valid_from": date(1990, 1, 1)},
        {"valid_from": date(2100, 12, 31)},
    ],
)
def test_what_is_on_the_bound_is_taken(store, right):
    set_target(store, **asked(a_place(store), **right))

    assert rows_of(store, Target)


def test_a_delivered_figure_has_targets_in_its_own_forum_and_no_other(store):
    place, other = a_place(store), a_place(store)
    put(store, DeliveredFigure, forum_id=place.forum_id, key="eget", whole_in_words="Alla")

    set_target(store, **asked(place, figure="eget"))
    with pytest.raises(RefusedError, match="en andel"):
        set_target(store, **asked(place, figure="eget", value=2.0, valid_from=MAY))
    with pytest.raises(RefusedError, match="Nyckeltal: det finns inte"):
        set_target(store, **asked(other, figure="eget"))


def test_another_steering_group_s_target_is_not_there_to_be_ended(store):
    place, other = a_place(store), a_place(store)
    set_target(store, **asked(place))
    target_id = rows_of(store, Target)[0]["target_id"]

    said = {"target_id": target_id, "valid_until": MAY, "version": 1}
    with pytest.raises(RefusedError, match="finns inte i den här styrgruppen"):
        end_target(store, by=leader(other), **said)


@pytest.mark.parametrize(
    "role", ["ledamot", "extern", "enhetschef", "handläggare", "administratör", "loggranskare"]
)
def test_only_the_development_leader_sets_and_ends_targets(store, role):
    place = a_place(store)
    set_target(store, **asked(place))
    target_id = rows_of(store, Target)[0]["target_id"]
    by = viewer(place, role, place.north)

    with pytest.raises(NotAllowedError, match="rätt att sätta mål"):
        set_target(store, **asked(place, by=by, valid_from=MAY))
    with pytest.raises(NotAllowedError, match="rätt att avsluta mål"):
        end_target(store, by=by, target_id=target_id, valid_until=MAY, version=1)
    assert spans(store) == [(0.4, JAN, None)]


def test_a_refusal_for_want_of_the_right_is_a_line_in_the_access_log(store):
    place = a_place(store)
    actions = Actions(Snapshot(store), lambda: viewer(place, "ledamot"))

    with pytest.raises(NotAllowedError):
        actions.set_target(**{k: v for k, v in asked(place).items() if k != "by"})
    assert [row["kind"] for row in rows_of(store, Access)] == ["refused"]


@pytest.mark.parametrize("seed", range(6))
def test_on_every_day_the_target_is_the_one_that_was_last_to_begin_and_has_not_ended(store, seed):
    """Against a plain history: for each day, its value, changed day by day."""
    dice, place = random.Random(seed), a_place(store)
    days = [JAN + timedelta(n) for n in range(20)]
    held: dict[date, float | None] = dict.fromkeys(days)
    begun: set[date] = set()
    for number in range(12):
        day = dice.choice(days)
        rows = rows_of(store, Target)
        if dice.random() < 0.3 and rows:
            row = dice.choice(rows)
            last = row["valid_until"] or days[-1] + timedelta(1)
            if not row["valid_from"] < day < last:
                continue
            said = {"target_id": row["target_id"], "version": row["version"]}
            end_target(store, by=leader(place), **said, valid_until=day)
            for later in days:
                held[later] = None if day <= later < last else held[later]
            continue
        if day in begun:
            continue
        set_target(store, **asked(place, figure="hushall", value=float(number), valid_from=day))
        begun.add(day)
        following = min((other for other in begun if other > day), default=days[-1] + timedelta(1))
        for later in days:
            held[later] = float(number) if day <= later < following else held[later]
    rows = rows_of(store, Target)
    for day in days:
        valid = [
            row["value"]
            for row in rows
            if row["valid_from"] <= day and (row["valid_until"] or date.max) > day
        ]
        assert valid == ([] if held[day] is None else [held[day]]), day
