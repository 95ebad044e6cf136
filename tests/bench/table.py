"""The measurements as a table of ratios, each against the gate and the aim it is held to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

HEADINGS = ("Vad", "Uppmätt", "Gräns", "Mål", "Utfall")


@dataclass(frozen=True)
class Line:
    """One measured value; without a gate it is told and nothing more."""

    what: str
    value: float
    gate: float | None = None
    aim: float | None = None
    more: str = ""

    @property
    def is_broken(self) -> bool:
        """Whether the gate is broken."""
        return self.gate is not None and self.value > self.gate

    def of(self, what: str) -> "Line":
        """The same line, said to be of something: so many cases in a kind of store."""
        return replace(self, what=f"{self.what}, {what}")

    @property
    def verdict(self) -> str:
        """How the value stands."""
        if self.gate is None:
            return ""
        if self.is_broken:
            return "ÖVER GRÄNSEN"
        return "under målet" if self.aim is not None and self.value <= self.aim else "godkänt"


def table(lines: Sequence[Line]) -> str:
    """The lines as a Markdown table with its columns in line."""
    cells = [HEADINGS, *(_cells(line) for line in lines)]
    wide = [max(len(row[place]) for row in cells) for place in range(len(HEADINGS))]
    rows = [" | ".join(cell.ljust(w) for cell, w in zip(row, wide, strict=True)) for row in cells]
    rule = " | ".join("-" * w for w in wide)
    return "".join(f"| {row} |\n" for row in (rows[0], rule, *rows[1:]))


def _cells(line: Line) -> tuple[str, ...]:
    value = f"{number(line.value)} ({line.more})" if line.more else number(line.value)
    return line.what, value, number(line.gate), number(line.aim), line.verdict


def number(value: float | None) -> str:
    """With two digits that mean something, a decimal comma and spaces; nothing for None."""
    if value is None:
        return ""
    written = f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.2g}"
    return written.replace(",", " ").replace(".", ",")
