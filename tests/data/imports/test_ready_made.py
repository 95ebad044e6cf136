"""Figures made elsewhere: what is read, what is refused with its place, and what a viewer sees."""

from dataclasses import replace
from datetime import date

import pytest

from data.imports.__main__ import main
from data.imports.ready_made import (
    load_ready_made,
    read_values,
    take_in_values,
    was_taken_in,
)
from data.imports.refusal import FileRefusedError
from data.models.figures import DeliveredValue
from data.models.log import Event
from data.models.organisation import Forum, ForumUnit, Unit
from data.people.rights import Viewer
from data.reader import Reader
from data.store import migrate, open_store
from data.store.snapshot import Snapshot
from tests.data.builders import Place, a_place, put, rows_of

SHARE = load_ready_made("oppet_arbetslosa")
COUNT = replace(
    SHARE,
    defined=SHARE.defined | {"key": "antal", "whole_in_words": None},
    columns={name: SHARE.columns[name] for name in ("period", "unit", "part")},
)
QUARTERLY = replace(SHARE, defined=SHARE.defined | {"cadence": "quarter"})
YEARLY = replace(SHARE, defined=SHARE.defined | {"cadence": "year"})


@pytest.fixture(autouse=True)
def _last_day_of_the_year(monkeypatch):
    monkeypatch.setattr("data.imports.ready_made.today", lambda: date(2026, 12, 31))


def a_file(*rows: str, heading: str = "Månad;Enhet;Antal;Befolkning") -> bytes:
    return "\n".join([heading, *rows]).encode()


def values(*rows: str, figure=SHARE, heading: str = "Månad;Enhet;Antal;Befolkning") -> list[tuple]:
    read, _ = read_values(a_file(*rows, heading=heading), figure)
    return [(value.period, value.unit, value.part, value.whole) for value in read]


def refused(*rows: str, figure=SHARE) -> list[tuple]:
    with pytest.raises(FileRefusedError) as reason:
        read_values(a_file(*rows), figure)
    return [(one.line, one.column) for one in reason.value.refusals]


def test_a_row_is_a_period_a_unit_and_two_numbers():
    assert values("2026-05;;1 204;40 000", "2026-05-01;Norr;3,5;100") == [
        (date(2026, 5, 1), None, 1204.0, 40_000.0),
        (date(2026, 5, 1), "Norr", 3.5, 100.0),
    ]


def test_a_count_has_no_whole():
    rows = values("2026-05;;12", figure=COUNT, heading="Månad;Enhet;Antal")

    assert rows == [(date(2026, 5, 1), None, 12.0, None)]


@pytest.mark.parametrize("written", ["2026 kv 2", "2026kv.2", "2026K2", "2026 Q2"])
def test_a_quarter_is_written_in_several_ways(written):
    assert values(f"{written};;1;2", figure=QUARTERLY)[0][0] == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("written", "figure", "is_taken"),
    [
        ("2026-12", SHARE, True),
        ("2027-01", SHARE, False),
        ("2100-01", SHARE, False),
        ("9999-12", SHARE, False),
        ("2027 kv 1", QUARTERLY, False),
        ("2026", YEARLY, True),
        ("2027", YEARLY, False),
    ],
)
def test_a_period_that_has_not_begun_is_refused(written, figure, is_taken):
    earlier = {"month": "2026-01", "quarter": "2026 kv 1", "year": "2025"}
    rows = f"{earlier[figure.defined['cadence']]};;1;2", f"{written};;1;2"

    if is_taken:
        assert len(values(*rows, figure=figure)) == 2
    else:
        assert refused(*rows, figure=figure) == [(3, "Månad")]


def test_a_unit_stands_once_in_whatever_letters():
    assert refused("2026-05;Norr;1;2", "2026-05;NORR;1;3") == [(3, "Månad")]


def test_a_year_is_four_digits():
    assert values("2025;;1;2", figure=YEARLY)[0][0] == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("row", "column", "figure"),
    [
        ("2026-13;;1;2", "Månad", SHARE),
        ("2026-00;;1;2", "Månad", SHARE),
        ("2026-05-02;;1;2", "Månad", SHARE),
        ("maj 2026;;1;2", "Månad", SHARE),
        ("2026 kv 5;;1;2", "Månad", QUARTERLY),
        ("2026-05;;1;2", "Månad", YEARLY),
        ("2026-05;;-1;2", "Antal", SHARE),
        ("2026-05;;;2", "Antal", SHARE),
        ("2026-05;;1;två", "Befolkning", SHARE),
        ("2026-05;;3;2", "Antal", SHARE),
        ("2026-05;;=1+1;2", "Antal", SHARE),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(row, column, figure):
    assert refused("2026-01;;1;2" if figure is SHARE else "2026 kv 1;;1;2"
                   if figure is QUARTERLY else "2026;;1;2", row, figure=figure) == [(3, column)]  # fmt: skip


def test_every_wrong_row_is_named_and_a_period_and_unit_stand_once():
    assert refused("2026-05;;1;2", "2026-05;Norr;1;2", "2026-05;;1;3", "x;;1;2") == [
        (4, "Månad"),
        (5, "Månad"),
    ]


def place_with_units(store) -> Place:
    place = a_place(store, code="prov")
    for number in range(2):
        unit_id = put(store, Unit, party_id=place.party_id, name=f"Extra {number}")
        put(store, ForumUnit, forum_id=place.forum_id, unit_id=unit_id)
    return place


def take(store, *rows: str, figure=SHARE, code: str = "prov", hashed: str = "h1") -> int:
    read, table = read_values(a_file(*rows), figure)
    return take_in_values(store, figure, code, read, table, hashed)


def seen(store, place: Place, key: str = "eget_oppet_arbetslosa") -> list[tuple]:
    snapshot = Snapshot(store)
    viewer = Viewer(place.user_id, "P", place.forum_id, frozenset({"ledamot"}), frozenset())
    rows = Reader(snapshot, snapshot.versions(), viewer).figure(key)
    columns = ("period", "unit_id", "part", "whole", "shown", "provisional")
    return rows.select(columns).sort("period", "unit_id", nulls_last=True).rows()


def test_values_are_kept_seen_and_the_latest_period_is_preliminary(store):
    place = place_with_units(store)

    assert take(store, "2026-04;;120;4000", "2026-05;;110;4000") == 2

    assert seen(store, place) == [
        (date(2026, 4, 1), None, 120, 4000, True, False),
        (date(2026, 5, 1), None, 110, 4000, True, True),
    ]
    assert was_taken_in(store, SHARE, "prov", "h1")
    assert not was_taken_in(store, SHARE, "prov", "h2")
    assert [row["action"] for row in rows_of(store, Event)] == ["läste in ett färdigt mått"]


def test_a_later_file_replaces_its_periods_and_adds_its_own(store):
    place = place_with_units(store)
    take(store, "2026-04;;120;4000", "2026-05;;110;4000")

    assert take(store, "2026-05;;115;4000", "2026-06;;100;4000", hashed="h2") == 1

    assert [(row[0].month, row[2], row[5]) for row in seen(store, place)] == [
        (4, 120, False),
        (5, 115, False),
        (6, 100, True),
    ]


def test_an_unknown_unit_or_steering_group_keeps_nothing(store):
    place_with_units(store)

    with pytest.raises(FileRefusedError) as reason:
        take(store, "2026-05;;1;20", "2026-05;Mars;1;20")
    with pytest.raises(LookupError):
        take(store, "2026-05;;1;20", code="annan")

    assert [one.line for one in reason.value.refusals] == [3]
    assert rows_of(store, DeliveredValue) == []


@pytest.mark.parametrize(
    ("units", "shown"),
    [
        ({"Extra 0": 12, "Extra 1": 30}, {"Extra 0", "Extra 1", None}),
        ({"Extra 0": 4, "Extra 1": 30}, set()),
        ({"Extra 0": 5, "Extra 1": 30}, {"Extra 0", "Extra 1", None}),
        ({"Extra 0": 0, "Extra 1": 30}, {"Extra 0", "Extra 1", None}),
    ],
)
def test_a_small_number_of_a_unit_hides_the_units_and_of_two_the_sum_as_well(store, units, shown):
    place = place_with_units(store)
    rows = [f"2026-05;{name};{many};1000" for name, many in units.items()]
    take(store, *rows, f"2026-05;;{sum(units.values())};2000")

    names = {row["unit_id"]: row["name"] for row in rows_of(store, Unit)} | {None: None}
    assert {names[row[1]] for row in seen(store, place) if row[4]} == shown


def test_of_three_units_or_more_the_sum_is_shown_though_one_is_small(store):
    place = place_with_units(store)
    north = next(row["name"] for row in rows_of(store, Unit) if row["unit_id"] == place.north)
    rows = [
        f"2026-05;{name};{many};1000" for name, many in ((north, 3), ("Extra 0", 9), ("Extra 1", 9))
    ]
    take(store, *rows, "2026-05;;21;3000")

    assert [row[1:4] for row in seen(store, place) if row[4]] == [(None, 21, 3000)]


@pytest.mark.parametrize(("rest", "shown"), [((3, 1), False), ((3, 2), True), ((3, 0), False)])
def test_the_sum_is_hidden_when_a_head_could_subtract_their_own_and_have_few_left(
    store, rest, shown
):
    place = place_with_units(store)
    north = next(row["name"] for row in rows_of(store, Unit) if row["unit_id"] == place.north)
    of_each = dict(zip((north, "Extra 0", "Extra 1"), (40, *rest), strict=True))
    rows = [f"2026-05;{name};{many};1000" for name, many in of_each.items()]
    take(store, *rows, f"2026-05;;{sum(of_each.values())};3000")

    told = [row[1:3] for row in seen(store, place) if row[4]]
    assert told == ([(None, sum(of_each.values()))] if shown else [])


@pytest.mark.parametrize(("total", "shown"), [(42, True), (43, False), (46, False), (47, True)])
def test_the_sum_is_hidden_when_few_are_left_for_a_unit_that_is_not_delivered(store, total, shown):
    place = place_with_units(store)

    take(store, "2026-05;Extra 0;12;1000", "2026-05;Extra 1;30;1000", f"2026-05;;{total};3000")

    assert ((None, total) in [row[1:3] for row in seen(store, place)]) == shown
    assert len([row for row in seen(store, place) if row[4]]) == 2 + shown


def test_the_command_takes_a_file_in_once(tmp_path, monkeypatch, capsys):
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    store = open_store(url)
    migrate(store)
    place_with_units(store)
    file = tmp_path / "arbetslösa.csv"
    file.write_bytes(a_file("2026-05;;110;4000"))
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", url)
    monkeypatch.setenv("LAGESBILD_MODE", "demo")
    words = ["figures", str(file), "--figure", "oppet_arbetslosa", "--forum", "prov"]

    assert main(words) == 0
    assert capsys.readouterr().out == "arbetslösa.csv: 1 värden inlästa, varav 1 nya.\n"
    assert main(words) == 0
    assert "redan inläst" in capsys.readouterr().out
    assert main([*words[:-1], "annan"]) == 1
    assert "Styrgruppen finns inte" in capsys.readouterr().err
    assert main([*words[:3], "finns-inte", *words[4:]]) == 2
    assert len(rows_of(store, DeliveredValue)) == 1
    assert len(rows_of(store, Forum)) == 1
