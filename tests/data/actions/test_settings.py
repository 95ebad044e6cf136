"""What a steering group may set, what it leaves behind, and what becomes of the figures."""

from datetime import date

import pytest

from data.actions import Actions
from data.actions.refusals import ConflictError, RefusedError
from data.actions.settings import KNOWN, _checked, set_setting
from data.models.figures import PublishedFigure
from data.models.intake import Delivery
from data.models.log import Access, Event, Setting
from data.models.organisation import Forum
from data.models.people import HouseholdMonth
from data.people.rights import NotAllowedError
from data.published import publish
from data.store.snapshot import Snapshot
from tests.data.builders import a_place, everything, how_many, put, put_all, rows_of, viewer

ADMIN = "administratör"


def test_a_setting_is_kept_with_what_it_was_and_who_changed_it(store):
    place = a_place(store)
    said = {"by": viewer(place, ADMIN), "name": "stale_after"}

    assert set_setting(store, **said, value=" 020 ", version=0) == 1
    assert set_setting(store, **said, value="40", version=1) == 2

    (row,) = rows_of(store, Setting)
    assert (row["value"], row["version"]) == ("40", 2)
    first, second = rows_of(store, Event)
    assert [first["before"]["value"], first["after"]["value"]] == ["35", "20"]
    assert [second["before"]["value"], second["after"]["value"]] == ["20", "40"]
    assert [row["kind"] for row in rows_of(store, Access)] == ["setting"] * 2
    with pytest.raises(ConflictError):
        set_setting(store, **said, value="50", version=1)


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("least_shown", "2", "från 3 till 20"),
        ("least_shown", "21", "från 3 till 20"),
        ("least_shown", "fem", "ett heltal"),
        ("least_shown", "-5", "ett heltal"),
        ("least_shown", "٥", "ett heltal"),
        ("stale_after", "6", "från 7 till 180"),
        ("trusted_heads", "kanske", "ja eller nej"),
        ("trusted_heads", "ja", "Skäl: skriv varför"),
        ("okänd", "1", "finns inte"),
        ("municipality", "18", "4 siffror"),
        ("municipality", "018O", "4 siffror"),
    ],
)
def test_a_value_out_of_bounds_is_refused_and_nothing_is_kept(store, name, value, field):
    place = a_place(store)
    before = everything(store)

    with pytest.raises(RefusedError, match=field):
        set_setting(store, by=viewer(place, ADMIN), name=name, value=value, version=0)
    assert everything(store) == before


def test_to_hide_less_takes_a_reason_that_the_reviewer_reads(store):
    place = a_place(store)
    said = {"by": viewer(place, ADMIN), "name": "least_shown", "version": 0}

    with pytest.raises(RefusedError, match="Skäl: skriv varför färre tal"):
        set_setting(store, **said, value="4")
    set_setting(store, **said, value="4", reason="Nämndens beslut")
    assert "Nämndens beslut" in rows_of(store, Access)[0]["what"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("very_long_months", "28"), ("gap_days", "15"), ("exit_gap_months", "3")]
    + [("age_bands", "18 26 30 50")],
)
def test_to_count_others_takes_a_reason_since_the_two_can_be_subtracted(store, name, value):
    place = a_place(store)
    said = {"by": viewer(place, ADMIN), "name": name}

    with pytest.raises(RefusedError, match="Skäl: skriv varför gränsen flyttas"):
        set_setting(store, **said, value=value, version=0)
    assert rows_of(store, Setting) == []
    set_setting(store, **said, value=KNOWN[name].delivered, version=0)
    set_setting(store, **said, value=value, version=1, reason="Ny riktlinje")
    assert "Ny riktlinje" in rows_of(store, Access)[-1]["what"]


@pytest.mark.parametrize("value", ["3", "20"])
def test_a_value_on_the_bound_is_taken(store, value):
    place = a_place(store)

    said = {"by": viewer(place, ADMIN), "name": "least_shown", "reason": "Prov"}
    set_setting(store, **said, value=value, version=0)

    assert rows_of(store, Setting)[0]["value"] == value


@pytest.mark.parametrize("role", ["utvecklingsledare", "loggranskare", "enhetschef"])
def test_only_an_administrator_sets(store, role):
    place = a_place(store)

    with pytest.raises(NotAllowedError):
        set_setting(
            store, by=viewer(place, role, place.north), name="stale_after", value="9", version=0
        )


def test_figures_protected_by_the_old_rule_are_gone_at_once_and_made_anew(store):
    place = a_place(store)
    put(store, Delivery, forum_id=place.forum_id)
    here = {"unit_id": place.north, "month": date(2026, 6, 1)}
    put_all(store, HouseholdMonth, [{"household_id": id_, **here} for id_ in range(6)])
    snapshot = Snapshot(store)
    publish(snapshot, place.forum_id)
    assert 6 in {row["part"] for row in rows_of(store, PublishedFigure)}

    said = {"by": viewer(place, ADMIN), "name": "least_shown", "value": "8", "version": 0}
    set_setting(store, **said)
    assert how_many(store, PublishedFigure) == 0
    assert rows_of(store, Forum)[0]["published_version"] is None

    Actions(snapshot, lambda: said["by"]).set_setting(
        name="least_shown", value="7", version=1, reason="Prov"
    )
    shown = rows_of(store, PublishedFigure, PublishedFigure.figure == "hushall")
    assert shown
    assert 6 not in {row["part"] for row in shown}


def test_every_setting_that_is_delivered_is_within_its_own_bounds():
    for known in KNOWN.values():
        if known.digits is not None:
            assert known.delivered == ""
        elif known.ages:
            assert _checked("age_bands", known.delivered) == known.delivered
        elif known.least is None:
            assert known.delivered in ("ja", "nej")
        else:
            assert known.least <= int(known.delivered) <= known.most


@pytest.mark.parametrize(
    ("written", "kept"),
    [("18,25, 30", "18 25 30"), ("16 80", "16 80"), ("18 19 20 21 22 23", "18 19 20 21 22 23")],
)
def test_ages_are_kept_as_numbers_in_order(written, kept):
    assert _checked("age_bands", written) == kept


@pytest.mark.parametrize(
    "written",
    ["", "18", "25 18", "18 18", "15 30", "18 81", "18 a", "18 25 30 40 50 60 70", "1e1 2"],
)
def test_ages_that_are_none_are_refused(written):
    with pytest.raises(RefusedError, match="Åldersgrupper börjar vid"):
        _checked("age_bands", written)
