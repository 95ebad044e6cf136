"""The command: what it says, and how it leaves."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from data.imports.__main__ import main
from data.models.figures import PublishedFigure
from data.models.organisation import RoleGrant
from data.models.people import Case
from data.store import migrate, open_store
from data.store.migration import NEWER, OLDER
from tests.data.builders import everything, how_many, rows_of
from tests.data.imports.made_up import a_file
from tests.operation import IN_OPERATION

PROFILE = ["--profile", "spells_sv"]
LEFT = {"Startdatum": "1996-01-15", "Slutdatum": "1996-09-30", "Avslutsorsak": "Arbete"}


@pytest.fixture
def address(tmp_path, monkeypatch) -> str:
    """Where an installation in the making has its store; nothing there yet."""
    url = f"sqlite:///{tmp_path / 'store' / 'ny.sqlite'}"
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", url)
    monkeypatch.setenv("LAGESBILD_MODE", "demo")
    return url


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "ärenden.csv"
    path.write_bytes(a_file(LEFT, LEFT | {"Ärende-id": "M2", "Person": "M2"}))
    return path


def test_a_file_goes_in_and_its_figures_are_published(address, file, capsys):
    assert main(["cases", str(file), *PROFILE]) == 0

    said = capsys.readouterr()
    assert said.out == "ärenden.csv: 2 ärenden inlästa, varav 2 nya.\n"
    assert said.err == "Skyddar siffrorna …\n"
    store = open_store(address)
    assert how_many(store, Case) == 2
    assert how_many(store, RoleGrant) > 0  # a demonstration lets its visitors in
    figures = rows_of(store, PublishedFigure, PublishedFigure.figure == "avslut")
    assert date(1996, 7, 1) in {row["period"] for row in figures}
    assert not any(row["shown"] for row in figures if row["period"] == date(1996, 7, 1))


def test_the_same_file_again_changes_nothing(address, file, capsys):
    main(["cases", *PROFILE, str(file)])
    before = everything(open_store(address))
    capsys.readouterr()

    assert main(["cases", str(file), *PROFILE]) == 0

    assert capsys.readouterr().out == "ärenden.csv är redan inläst. Ingenting ändrades.\n"
    assert everything(open_store(address)) == before


def test_the_same_file_again_publishes_what_was_broken_off(address, file):
    main(["cases", str(file), *PROFILE])
    store = open_store(address)
    figures = how_many(store, PublishedFigure)
    with store.begin() as connection:
        connection.exec_driver_sql("DELETE FROM published_figures")
        connection.exec_driver_sql("UPDATE area_versions SET version = version + 1")

    assert main(["cases", str(file), *PROFILE]) == 0

    assert how_many(store, PublishedFigure) == figures > 0


def test_a_refused_file_leaves_by_1_with_a_sentence_a_row_and_keeps_nothing(address, file, capsys):
    main(["cases", str(file), *PROFILE])
    store = open_store(address)
    before = everything(store)
    capsys.readouterr()
    file.write_bytes(
        a_file({"Person": "197705282387"}, LEFT | {"Kön": "hemligt", "Ärende-id": "M2"}, LEFT)
    )

    assert main(["cases", str(file), *PROFILE]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[0].startswith("ärenden.csv, rad 2, kolumn Person: ")
    assert said.err.splitlines()[1].startswith("ärenden.csv, rad 3, kolumn Kön: okänd kod")
    assert said.err.splitlines()[2] == "Ingenting lästes in. Rätta 2 fel och försök igen."
    assert "19770528" not in said.err
    assert "hemligt" not in said.err
    assert everything(store) == before


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00", id="NUL"),
        pytest.param(b"Ort;Datum\nA;B\n", id="other headings"),
        pytest.param(b'"Person;Enhet\n', id="a heading left open"),
    ],
)
def test_what_is_no_table_leaves_by_1_with_a_sentence(address, file, capsys, content):
    file.write_bytes(content)

    assert main(["cases", str(file), *PROFILE]) == 1

    assert "Ingenting lästes in." in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="no words"),
        pytest.param(["cases"], id="no file"),
        pytest.param(["cases", "a.csv"], id="no profile"),
        pytest.param(["cases", "a.csv", "--profile"], id="no name of a profile"),
        pytest.param(["ärenden", "a.csv", *PROFILE], id="another word"),
        pytest.param(["cases", "a.csv", *PROFILE, "b.csv"], id="a word too many"),
        pytest.param(["cases", "finns-inte.csv", *PROFILE], id="no such file"),
        pytest.param(["cases", ".", *PROFILE], id="a folder"),
    ],
)
def test_a_command_used_wrongly_leaves_by_2_and_says_how_it_is_used(address, capsys, words):
    assert main(words) == 2

    assert "Så här: python -m data.imports cases FIL --profile NAMN" in capsys.readouterr().err


def test_a_profile_that_there_is_none_of_leaves_by_2(address, file, capsys):
    assert main(["cases", str(file), "--profile", "okänd"]) == 2

    assert "Välj en av: " in capsys.readouterr().err


def test_in_operation_an_old_store_is_not_migrated_but_refused(address, file, capsys, monkeypatch):
    for name, value in IN_OPERATION.items():
        monkeypatch.setenv(name, value)

    assert main(["cases", str(file), *PROFILE]) == 1
    assert capsys.readouterr().err == f"{OLDER}\n"


def test_in_operation_no_visitors_are_let_in(address, file, monkeypatch):
    migrate(open_store(address))
    for name, value in IN_OPERATION.items():
        monkeypatch.setenv(name, value)

    assert main(["cases", str(file), *PROFILE]) == 0
    assert how_many(open_store(address), RoleGrant) == 0


def test_a_store_that_is_newer_than_the_code_is_refused(address, file, capsys):
    store = open_store(address)
    migrate(store)
    with store.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    assert main(["cases", str(file), *PROFILE]) == 1
    assert capsys.readouterr().err == f"{NEWER}\n"


def test_a_wrong_setting_leaves_by_1_and_is_named(address, file, capsys, monkeypatch):
    monkeypatch.setenv("LAGESBILD_MODE", "prov")

    assert main(["cases", str(file), *PROFILE]) == 1
    assert "LAGESBILD_MODE" in capsys.readouterr().err


def test_from_a_shell_it_takes_in_ten_thousand_rows_and_tells_how_far_it_has_come(
    address, file, tmp_path
):
    rows = ({"Ärende-id": f"M{n}", "Person": f"P{n % 400}"} | LEFT for n in range(10_000))
    file.write_bytes(a_file(*rows))

    done = subprocess.run(
        [sys.executable, "-m", "data.imports", "cases", str(file), *PROFILE],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(Path.cwd())},
        cwd=Path(__file__).parents[3],
        check=False,
    )

    assert done.returncode == 0
    assert done.stdout == "ärenden.csv: 10000 ärenden inlästa, varav 10000 nya.\n"
    assert done.stderr == "10000 rader lästa …\nSkyddar siffrorna …\n"
