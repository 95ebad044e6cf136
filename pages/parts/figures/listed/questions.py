"""The questions that figures answer, in the order they are asked, and each figure's place."""

import re
from collections.abc import Iterable

from metrics.catalogue import Figure

# By the letter of a figure's number; the house's own order of questions.
QUESTIONS = {
    "A": "Hur går det?",
    "B": "Arbetar vi så att det går?",
    "C": "Gör vi det som aktivitetskravet kräver?",
    "D": "Gör vi det vi har beslutat?",
    "E": "Egna mått",
}


def question_of(number: str) -> str:
    """The question that a figure's number puts it under: 'B12' -> 'Arbetar vi så att det går?'."""
    return QUESTIONS[number[0]]


def place(number: str) -> tuple[str, int]:
    """A key to sort numbers by: A2 before A10; delivered ones, without any, last."""
    digits = re.search(r"\d+", number)
    return number[0], int(digits[0]) if digits else 0


def in_order(figures: Iterable[Figure]) -> list[Figure]:
    """Figures by question and number."""
    return sorted(figures, key=lambda figure: place(figure.number))
