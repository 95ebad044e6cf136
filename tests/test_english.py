"""Plain English: habits that made the code hard to read, kept from coming back."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house_rules import MODULES

# What an English-speaking engineer would not write, and what to write instead.
HABITS = {
    r"\btold of\b": "shown, given or published",
    r"\btells? of\b": "shows, reveals",
    r"\bso many (?!that\b|as\b)": "a number of, n",
    r"\bas many of\b": "n of",
    r"\bof no matter\b": "ignored",
    r"\b(?:is|are) of (?!one|the same (?:kind|name|type|length))": "belongs to, covers, is about",
    r"\bone row an? \w+": "one row per …",
    r"\ba row an? \w+": "one row per …",
    r"\bgo(?:es)? by (?:them|it)\b": "use, follow",
    r"\bwhat is said of\b": "what is recorded about",
    r"\bcan't be told\b": "cannot be shown",
    r"\ball that is said\b": "everything recorded",
}
# The rooms whose modules keep to it.
ROOMS = ("app", "data", "metrics", "pages")
HELD = [module for module in MODULES if module.split(".")[0] in ROOMS]
# A participle or a pronoun where a noun should stand: it does not say what the value is.
EMPTY_NAMES = {"said", "mine", "found", "told", "asked", "known", "one", "every", "many", "some"}


@pytest.mark.parametrize("module", HELD)
def test_prose_keeps_to_plain_english(module):
    found = [
        f"line {line}: {match.group()!r}: write {instead}"
        for line, prose in _prose(MODULES[module])
        for habit, instead in HABITS.items()
        for match in re.finditer(habit, prose)
    ]

    assert found == []


@pytest.mark.parametrize("module", HELD)
def test_a_local_name_says_what_it_holds(module):
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    empty = {
        f"line {node.lineno}: {name}" for name, node in _given_names(tree) if name in EMPTY_NAMES
    }

    assert empty == set()


def _prose(file: Path) -> Iterator[tuple[int, str]]:
    """Docstrings and comments with the line they begin on, each as one line of text."""
    text = file.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            documented = ast.get_docstring(node)
            if documented:
                yield node.body[0].lineno, " ".join(documented.split())
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def _given_names(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Every name that something is stored in: assignments, loops, parameters, patterns.

    Not the fields of a class: they are read by name elsewhere, with what they belong to.
    """
    fields = {
        statement.target
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        if isinstance(statement, ast.AnnAssign)
    }
    for node in ast.walk(tree):
        if node in fields:
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node
        elif isinstance(node, ast.arg):
            yield node.arg, node
