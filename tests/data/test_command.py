"""Every command: its help, its words in any order, and never argparse's own English."""

import re

import pytest

from data import administrator, retention
from data.imports import __main__ as imports
from data.published import __main__ as published
from data.store import __main__ as store

COMMANDS = {
    "imports": imports.main,
    "store": store.main,
    "published": published.main,
    "retention": retention.main,
    "administrator": administrator.main,
}
ENGLISH = re.compile(
    r"\b(usage|options|optional|arguments?|positional|show|help message|exit|required|"
    r"unrecognized|expected|invalid|choose|error|commands?)\b"
)
WRONG = (["--okänt"], ["för", "många", "ord", "här"], ["cases", "a.csv", "--profile"])


def spoken(capsys) -> str:
    """What was said, but for the names of our own words."""
    out, err = capsys.readouterr()
    return (out + err).replace("--help", "")


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_is_given_in_swedish_and_leaves_by_0(name, word, capsys):
    assert COMMANDS[name]([word]) == 0

    said = spoken(capsys)
    assert said.startswith("Så här: python -m data.")
    assert "visa detta och gör inget annat" in said
    assert not ENGLISH.search(said)


@pytest.mark.parametrize("kind", ["cases", "figures"])
def test_each_kind_of_file_has_help_of_its_own(kind, capsys):
    assert imports.main([kind, "--help"]) == 0
    assert "FIL" in spoken(capsys)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("words", WRONG, ids=["an option", "words", "no value"])
def test_what_is_wrong_is_said_in_swedish_and_leaves_by_2(name, words, capsys):
    assert COMMANDS[name](words) == 2

    said = spoken(capsys)
    assert "Så här: python -m data." in said
    assert not ENGLISH.search(said)


def test_what_is_lacking_is_named(capsys):
    assert imports.main(["cases", "a.csv"]) == 2
    assert capsys.readouterr().err.startswith("Det saknas: --profile.\n")


@pytest.mark.parametrize(
    "words",
    [
        ["figures", "FIL", "--figure", "okänt", "--forum", "K"],
        ["figures", "--forum", "K", "FIL", "--figure", "okänt"],
        ["--forum", "K", "figures", "--figure", "okänt", "FIL"],
        ["--forum=K", "--figure=okänt", "figures", "FIL"],
    ],
)
def test_the_words_may_come_in_any_order(words, capsys):
    assert imports.main(words) == 2

    assert capsys.readouterr().err.startswith("Måttet finns inte. Välj ett av: ")
