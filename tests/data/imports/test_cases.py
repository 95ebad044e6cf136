"""Each row of a file as a case, or refused by row and column without a word of what it holds."""

from dataclasses import replace
from datetime import date

import pytest

from data.imports.cases import PROGRESS_EVERY, read_cases
from data.imports.refusal import FileRefusedError
from data.imports.table import read_table
from tests.data.imports.made_up import PROFILE, a_file, cases_of

RIGHT_DIGIT, WRONG_DIGIT = "197705282387", "197705282386"  # an official test number, and one off


def refused(content: bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(FileRefusedError) as error:
        cases_of(content)
    return [(refusal.line, refusal.column, refusal.what) for refusal in error.value.refusals]


def test_a_row_is_read_as_a_case():
    (case,) = cases_of(
        a_file({"Slutdatum": "2026-03-31", "Avslutsorsak": "Arbetsmarknadsåtgärd", "Kön": "Man"})
    )

    assert (case.line, case.source_key, case.unit, case.sex) == (2, "M0001-1", "Söder", "man")
    assert (case.opened_on, case.closed_on) == (date(2026, 1, 15), date(2026, 3, 31))
    assert case.exit_reason == "arbetsmarknadsatgard"


def test_an_open_case_and_an_unknown_sex_are_null_and_not_empty():
    (case,) = cases_of(a_file({"Kön": ""}))

    assert (case.sex, case.closed_on, case.exit_reason) == (None, None, None)


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ({"Ärende-id": ""}, "Ärende-id", "tom cell"),
        ({"Person": " "}, "Person", "tom cell"),
        ({"Enhet": ""}, "Enhet", "tom cell"),
        ({"Startdatum": ""}, "Startdatum", "tom cell där ett datum"),
        ({"Startdatum": "31/5 -26x"}, "Startdatum", "inget datum"),
        ({"Startdatum": "2026-02-29"}, "Startdatum", "inget datum"),
        ({"Slutdatum": "tillsvidarex"}, "Slutdatum", "inget datum"),
        ({"Startdatum": "0001-01-01"}, "Startdatum", "en dag utanför 1980-01-01 till 2026-06-30"),
        ({"Startdatum": "1979-12-31"}, "Startdatum", "en dag utanför"),
        ({"Startdatum": "2026-07-01"}, "Startdatum", "en dag utanför"),
        ({"Slutdatum": "2026-07-01"}, "Slutdatum", "en dag utanför"),
        ({"Slutdatum": "9999-12-31"}, "Slutdatum", "en dag utanför"),
        ({"Enhet": "N" * 101}, "Enhet", "inget namn på 1 till 100 tecken"),
        ({"Enhet": "\u00ad"}, "Enhet", "inget namn"),
        ({"Slutdatum": "2026-01-14"}, "Slutdatum", "slutet ligger före starten"),
        ({"Avslutsorsak": "Arbete"}, "Avslutsorsak", "en orsak men inget slutdatum"),
        ({"Avslutsorsak": "Jobbx", "Slutdatum": "2026-02-01"}, "Avslutsorsak", "okänd kod"),
        ({"Kön": "Kvinnax"}, "Kön", "okänd kod. Filen får ha Kvinna, Man eller tomt"),
    ],
)
def test_a_wrong_cell_is_refused_by_row_and_column_and_never_repeated(row, column, what):
    ((line, where, why),) = refused(a_file({}, row | {"Ärende-id": row.get("Ärende-id", "M2")}))

    assert (line, where) == (3, column)
    assert why.startswith(what)
    value = row[column].strip()
    assert not value or column == "Avslutsorsak" or value not in why


def test_the_first_and_the_last_day_may_stand():
    first, last = {"Startdatum": "1980-01-01"}, {"Slutdatum": "2026-06-30"}
    (case,) = cases_of(a_file(first | last))

    assert (case.opened_on, case.closed_on) == (date(1980, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("closed", "taken"), [("2026-03-01", True), ("2026-03-02", False), ("9999-12-31", False)]
)
def test_without_a_last_day_in_the_profile_it_is_today(monkeypatch, closed, taken):
    monkeypatch.setattr("data.imports.cases.today", lambda: date(2026, 3, 1))
    profile, content = replace(PROFILE, observed_until=None), a_file({"Slutdatum": closed})

    if taken:
        assert cases_of(content, profile)
    else:
        with pytest.raises(FileRefusedError):
            cases_of(content, profile)


def test_what_the_source_writes_for_no_end_is_no_end():
    profile = replace(PROFILE, open_end=frozenset({"9999-12-31", "tills vidare"}))
    cases = cases_of(
        a_file({"Slutdatum": "9999-12-31"}, {"Slutdatum": "tills vidare", "Ärende-id": "M2"}),
        profile,
    )

    assert [case.closed_on for case in cases] == [None, None]


@pytest.mark.parametrize(
    "written",
    ["Unga äldre", "Unga a\u0308ldre", "Un\u200bga äldre", " Unga  äldre ", '"Unga\näldre"'],
)
def test_a_unit_is_named_as_it_is_read(written):
    (case,) = cases_of(a_file({"Enhet": written}, code_page="utf-8"))

    assert case.unit == "Unga äldre"


def test_a_case_may_close_on_the_day_it_opens_with_or_without_a_reason():
    assert cases_of(a_file({"Slutdatum": "2026-01-15"}))
    assert cases_of(a_file({"Slutdatum": "2026-01-15", "Avslutsorsak": "Studier"}))


def test_every_wrong_row_is_named_and_nothing_is_given():
    content = a_file({}, {"Ärende-id": ""}, {"Ärende-id": "M3"}, {"Kön": "?", "Ärende-id": "M4"})

    assert [(line, column) for line, column, _ in refused(content)] == [
        (3, "Ärende-id"),
        (5, "Kön"),
    ]


def test_a_case_that_stands_twice_is_refused_with_the_row_it_stood_on_first():
    ((line, column, what),) = refused(a_file({}, {"Ärende-id": "M2"}, {}))

    assert (line, column) == (4, "Ärende-id")
    assert "redan på rad 2" in what


@pytest.mark.parametrize(
    ("column", "value", "taken"),
    [
        pytest.param("Person", RIGHT_DIGIT, False, id="a person by twelve digits"),
        pytest.param("Person", WRONG_DIGIT, False, id="by twelve, check digit wrong"),
        pytest.param("Person", RIGHT_DIGIT[2:], False, id="by ten digits"),
        pytest.param("Person", WRONG_DIGIT[2:], False, id="by ten, check digit wrong"),
        pytest.param("Person", "770528-2387", False, id="by ten with a hyphen"),
        pytest.param("Person", "7713282387", True, id="ten digits without a possible date"),
        pytest.param("Person", "1977052823", True, id="ten digits of another kind"),
        pytest.param("Ärende-id", RIGHT_DIGIT, False, id="another column, twelve digits"),
        pytest.param("Ärende-id", RIGHT_DIGIT[2:], False, id="another column, ten digits"),
        pytest.param("Ärende-id", WRONG_DIGIT, True, id="another column, check digit wrong"),
        pytest.param("Enhet", f"Söder {RIGHT_DIGIT}", False, id="within a text"),
        pytest.param("Enhet", f"Söder {WRONG_DIGIT}", True, id="within a text, wrong"),
        pytest.param("Anteckning", RIGHT_DIGIT, True, id="a column that is never read"),
    ],
)
def test_a_personal_number_is_never_taken_in(column, value, taken):
    content = a_file({column: value})

    if taken:
        assert len(cases_of(content)) == 1
        return
    ((line, where, what),) = refused(content)
    assert (line, where) == (2, column)
    assert "personnummer" in what
    assert value not in what
    assert value[-4:] not in what


def test_a_refusal_names_the_heading_that_the_file_has():
    content = a_file({"Person": RIGHT_DIGIT}).replace(b";Person;", b";Persnr;")

    assert [column for _, column, _ in refused(content)] == ["Persnr"]


def test_a_person_is_a_pseudonym_the_same_within_source_and_key_only():
    from dataclasses import replace

    def pseudonym(person="M0001", profile=PROFILE, key="nyckel"):
        return cases_of(a_file({"Person": person}), profile, key)[0].pseudonym

    assert pseudonym() == pseudonym()
    others = [
        pseudonym("M0002"),
        pseudonym(key="annan"),
        pseudonym(profile=replace(PROFILE, source="x")),
    ]
    assert len({pseudonym(), *others}) == 4
    assert "M0001" not in pseudonym()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (PROGRESS_EVERY - 1, []),
        (PROGRESS_EVERY, [PROGRESS_EVERY]),
        (2 * PROGRESS_EVERY + 1, [PROGRESS_EVERY, 2 * PROGRESS_EVERY]),
    ],
)
def test_a_long_file_tells_how_far_it_has_come(rows, told):
    content = a_file(*({"Ärende-id": f"M{number}"} for number in range(rows)))
    heard = []

    cases = read_cases(read_table(content, PROFILE.columns), PROFILE, "nyckel", heard.append)

    assert len(cases) == rows
    assert heard == told
