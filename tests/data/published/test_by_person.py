"""Figures by sex and age band: who is of which, what is hidden, and who sees their own exactly."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.models.intake import Delivery
from data.models.people import Case, HouseholdMonth, Person, SupportMonth
from data.people.rights import Viewer
from data.published import publish
from data.published.by_person import exact_by_person, facts_by, protected_by_person
from data.published.facts import Protection
from data.published.shapes import Counted
from data.reader import Reader
from data.store import frames
from data.store.snapshot import Snapshot
from metrics.catalogue import COUNTED
from metrics.facts import SHAPES, Facts, Rules
from tests.data.builders import Place, a_place, put, put_all
from tests.thorough import often

RULES = Rules()
JUNE = date(2026, 6, 1)


def facts(**rows: list[dict]) -> Facts:
    given = {}
    for name, some in rows.items():
        full = [{column: row.get(column) for column in SHAPES[name]} for row in some]
        given[name] = pl.DataFrame(full, schema=SHAPES[name])
    return Facts(observed_until=date(2026, 6, 15), **given)


def band(frame: str, way: str, rules: Rules = RULES, **row) -> str:
    exchanged = facts_by(facts(**{frame: [row]}), way, rules)
    return getattr(exchanged, frame)["target_group"].item()


@pytest.mark.parametrize(
    ("born", "said"),
    [(2009, "0–17"), (2008, "18–24"), (2002, "18–24"), (2001, "25–29"), (1996, "30–49")]
    + [(1977, "30–49"), (1976, "50–"), (1930, "50–"), (None, "okänt")],
)
def test_a_band_is_the_age_that_is_reached_in_the_year(born, said):
    assert band("support_months", "age_band", month=JUNE, birth_year=born) == said


def test_bands_begin_where_it_is_set():
    rules = Rules(age_bands=(18, 30))

    assert band("support_months", "age_band", rules, month=JUNE, birth_year=2001) == "18–29"
    assert band("support_months", "age_band", rules, month=JUNE, birth_year=1996) == "30–"


@pytest.mark.parametrize(("closed", "said"), [(date(2025, 12, 31), "18–24"), (None, "25–29")])
def test_the_age_in_a_case_is_that_of_the_exit_or_of_the_last_day_known_of(closed, said):
    assert band("cases", "age_band", closed_on=closed, birth_year=2001) == said


@pytest.mark.parametrize(("sex", "said"), [("kvinna", "kvinna"), (None, "okänt")])
def test_a_sex_that_nobody_has_said_is_unknown(sex, said):
    assert band("cases", "sex", sex=sex) == said


def test_a_plan_goes_by_its_case_and_the_day_it_was_made():
    of = facts(
        cases=[{"case_id": 1, "birth_year": 2001, "sex": "man"}],
        individual_plans=[
            {"individual_plan_id": 1, "case_id": 1, "made_on": date(2025, 12, 31)},
            {"individual_plan_id": 2, "case_id": 1, "made_on": date(2026, 1, 1)},
        ],
    )

    assert facts_by(of, "age_band", RULES).individual_plans["target_group"].to_list() == [
        "18–24",
        "25–29",
    ]
    assert set(facts_by(of, "sex", RULES).individual_plans["target_group"]) == {"man"}


def test_a_plan_of_a_case_that_is_not_there_is_of_an_unknown_sex_and_age():
    of = facts(individual_plans=[{"individual_plan_id": 1, "case_id": 1, "made_on": JUNE}])

    for way in ("sex", "age_band"):
        assert facts_by(of, way, RULES).individual_plans["target_group"].to_list() == ["okänt"]


# ---------------------------------------------------------------- as any viewer may see it

ADULTS, LONG = (next(f for f in COUNTED if f.key == key) for key in ("vuxna", "langvarigt"))
NAMES = {"period": pl.Date, "unit_id": pl.Int64, "target_group": pl.String}
NAMES |= {"part": pl.Int64, "whole": pl.Int64}
SIDES = {"period": pl.Date, "unit_id": pl.Int64, "side": pl.String, "people": pl.Int64}
SIDES |= dict.fromkeys(("shown", "secret", "loose"), pl.Boolean)
Cells = dict[tuple[int, str], tuple[int, int | None]]
UNTRUSTED = Protection()


def counted_by_sex(cells: Cells) -> Counted:
    """Part and whole in June by unit and sex."""
    rows = [(JUNE, *cell, *counts) for cell, counts in cells.items()]
    june = pl.DataFrame({"period": [JUNE], "provisional": [True]})
    return Counted(pl.DataFrame(rows, NAMES, orient="row"), june)


def by_sex(
    figure, cells: Cells, how: Protection = UNTRUSTED, before: pl.DataFrame | None = None
) -> tuple[dict, pl.DataFrame]:
    """(unit, sex) -> the part where it is shown, '..' where not; and what is hidden."""
    sums: dict[tuple, int] = {}
    for (unit, _), (part, whole) in cells.items():
        sides = {None: part} if whole is None else {"part": part, "rest": whole - part, None: whole}
        for side, people in sides.items():
            for at in (unit, None):
                sums[at, side] = sums.get((at, side), 0) + people
    rows = [(JUNE, *at, people, True, False, False) for at, people in sums.items()]
    by_unit = pl.DataFrame(rows, SIDES, orient="row")
    was = frames.HIDDEN.to_frame() if before is None else before
    made, hidden = protected_by_person(
        figure, counted_by_sex(cells), "sex", by_unit, how, was
    )  # fmt: skip
    assert made["provisional"].all()
    shown = made.select("unit_id", "sex", "part", "shown").rows()
    return {(unit, sex): part if open_ else ".." for unit, sex, part, open_ in shown}, hidden


SMALL = {(1, "kvinna"): (12, None), (1, "man"): (3, None)}
SMALL |= {(2, "kvinna"): (20, None), (2, "man"): (4, None)}


def test_the_head_of_a_unit_could_take_their_own_from_the_sum_unless_heads_are_trusted():
    """Of 7 men of two units 3 are of the first: its head would know that the other has 4."""
    shown, hidden = by_sex(ADULTS, SMALL)
    assert shown == dict.fromkeys([*SMALL, (None, "kvinna"), (None, "man")], "..")
    assert set(hidden["figure"]) == {"vuxna/sex"}

    shown, _ = by_sex(ADULTS, SMALL, Protection(trusted_heads=True))
    assert shown == dict.fromkeys(SMALL, "..") | {(None, "kvinna"): 32, (None, "man"): 7}


def test_what_was_small_by_sex_stays_hidden_and_is_not_what_was_small_by_age():
    enough = dict.fromkeys(SMALL, (30, None))
    _, was = by_sex(ADULTS, SMALL)

    still, _ = by_sex(ADULTS, enough, before=was)
    by_age, _ = by_sex(ADULTS, enough, before=was.with_columns(figure=pl.lit("vuxna/age_band")))

    assert still[1, "man"] == still[2, "man"] == ".."
    assert by_age == dict.fromkeys(SMALL, 30) | {(None, "kvinna"): 60, (None, "man"): 60}


def test_a_share_by_sex_is_of_all_units_together():
    cells = {(1, "kvinna"): (20, 40), (1, "man"): (20, 40)}
    cells |= {(2, "kvinna"): (15, 40), (2, "man"): (10, 40)}

    assert by_sex(LONG, cells)[0] == {(None, "kvinna"): 35, (None, "man"): 30}


def test_a_share_by_sex_is_hidden_where_a_side_of_it_is_small():
    cells = {(1, "kvinna"): (20, 40), (1, "man"): (2, 40)}
    cells |= {(2, "kvinna"): (15, 40), (2, "man"): (1, 40)}

    assert by_sex(LONG, cells)[0] == {(None, "kvinna"): "..", (None, "man"): ".."}


def test_own_units_are_given_exactly_by_sex_and_no_others():
    made = counted_by_sex(SMALL)

    rows = exact_by_person(ADULTS, made, "sex", frozenset({1}))

    assert rows.select("unit_id", "sex", "part", "shown", "target_group").rows() == [
        (1, "kvinna", 12, True, None),
        (1, "man", 3, True, None),
    ]
    assert exact_by_person(ADULTS, made, "sex", frozenset({9})).equals(frames.FIGURES.to_frame())


# ---------------------------------------------------------------- published, and read


def fill(store, people: dict[tuple[str, str], int]) -> Place:
    """A place with so many adults with support in June, by unit (north, south) and sex."""
    place = a_place(store)
    put(store, Delivery, forum_id=place.forum_id)
    units = {"north": place.north, "south": place.south}
    rows = [(units[unit], sex) for (unit, sex), many in people.items() for _ in range(many)]
    persons = put_all(store, Person, [{"sex": sex, "birth_year": 1990} for _, sex in rows])
    home = [{"household_id": n, "unit_id": unit} for n, (unit, _) in enumerate(rows, start=1)]
    put_all(store, HouseholdMonth, home)
    paid = [{"household_id": n, "person_id": one} for n, one in enumerate(persons, start=1)]
    put_all(store, SupportMonth, paid)
    cases = [
        {"unit_id": unit, "person_id": one, "opened_on": date(2026, 1, 1)}
        for (unit, _), one in zip(rows, persons, strict=True)
    ]
    put_all(store, Case, cases)
    publish(Snapshot(store), place.forum_id)
    return place


def seen(store, place: Place, role: str = "ledamot", *units: int) -> dict[tuple, int | None]:
    snapshot = Snapshot(store)
    viewer = Viewer(place.user_id, "P", place.forum_id, frozenset({role}), frozenset(units))
    rows = Reader(snapshot, snapshot.versions(), viewer).figure_by("vuxna", "sex")
    names = {place.north: "north", place.south: "south", None: None}
    columns = rows.filter(period=JUNE).select("unit_id", "sex", "part", "shown").rows()
    return {(names[unit], sex): part if shown else ".." for unit, sex, part, shown in columns}


ENOUGH = {("north", "kvinna"): 12, ("north", "man"): 9}
ENOUGH |= {("south", "kvinna"): 20, ("south", "man"): 15}


def test_a_count_is_told_of_by_unit_and_sex(store):
    place = fill(store, ENOUGH)

    assert seen(store, place) == {**ENOUGH, (None, "kvinna"): 32, (None, "man"): 24}


def test_a_small_one_is_hidden_with_what_would_tell_it(store):
    place = fill(store, ENOUGH | {("north", "man"): 3})

    told = seen(store, place)

    assert told["north", "man"] == told["north", "kvinna"] == ".."
    assert [value for value in told.values() if value != ".."] == [
        value for value in told.values() if value != ".." and value >= 5
    ]


def test_a_head_sees_their_own_exactly_and_of_the_others_what_is_published(store):
    place = fill(store, ENOUGH | {("north", "man"): 3, ("south", "man"): 4})

    as_head = seen(store, place, "enhetschef", place.north)

    assert as_head["north", "man"] == 3
    assert as_head["south", "man"] == ".."
    assert as_head[None, "man"] == ".."


def test_a_head_of_both_units_has_no_margin(store):
    place = fill(store, ENOUGH)

    as_head = seen(store, place, "enhetschef", place.north, place.south)

    assert as_head == ENOUGH


def test_what_is_not_told_of_by_sex_has_no_rows(store):
    place = fill(store, ENOUGH)
    snapshot = Snapshot(store)
    viewer = Viewer(place.user_id, "P", place.forum_id, frozenset({"ledamot"}), frozenset())
    reader = Reader(snapshot, snapshot.versions(), viewer)

    assert reader.figure_by("hushall", "sex").is_empty()
    assert reader.figure_by("langvarigt", "age_band").is_empty()  # Unga vuxna divides it already
    assert (
        reader.figure("vuxna").select("sex", "age_band").null_count().row(0)
        == (reader.figure("vuxna").height,) * 2
    )


@settings(max_examples=often(10, 60))
@given(
    st.lists(
        st.tuples(
            st.dates(date(2024, 1, 1), date(2026, 6, 1)), st.none() | st.integers(1930, 2010)
        ),
        max_size=20,
    )
)
def test_bands_reckoned_one_by_one(rows):
    of = facts(support_months=[{"month": on, "birth_year": born} for on, born in rows])
    slow = []
    for on, born in rows:
        if born is None:
            slow.append("okänt")
            continue
        age = on.year - born
        slow.append(
            "0–17" if age < 18 else "18–24" if age < 25 else "25–29" if age < 30 else
            "30–49" if age < 50 else "50–"
        )  # fmt: skip

    made = facts_by(of, "age_band", RULES).support_months["target_group"].to_list()
    assert made == slow
