"""Figures that divide branches of the same people alike, so that the whole can come first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Side = Literal["out0", "in0", "out1", "in1", "rest1"]


@dataclass(frozen=True)
class Branches:
    """Figures that are protected together, from their sums down to the units.

    name:   what the sums are remembered as
    each:   for each branch its figures: the first divides the branch, the next its part
    whole:  sides of other figures; where all are shown, the whole of all branches is
    sums:   figure -> the branch, by its first figure, or None for the sum of all, and the side that
            is the figure's part: out0 and in0 are the rest and the part of the first figure of a
            branch, in1 is the part of the next, out1 the rest of that, rest1 all that is not in1
    by_year: the figures that are shown for a year where they can be, though its quarters are
            hidden; in the order that they are tried in
    """

    name: str
    each: tuple[tuple[str, ...], ...]
    whole: tuple[tuple[str, str], ...]
    sums: Mapping[str, tuple[str | None, Side]]
    by_year: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The figures that divide branches."""
        return tuple(key for figures in self.each for key in figures)

    def side_of(self, key: str) -> tuple[str | None, Side]:
        """The branch, or None for the sum of all, and the side that is a figure's part."""
        if key in self.sums:
            return self.sums[key]
        (figures,) = (figures for figures in self.each if key in figures)
        return figures[0], "in0" if key == figures[0] else "in1"


BRANCHES = (
    Branches(
        "efter_avslut",
        (("hallbart", "hallbart_12_av_6"), ("annat", "annat_12_av_6")),
        (("avslut", "whole"),),
        {
            "atervanda_6": (None, "out0"),
            "atervanda_12": (None, "rest1"),
            "hallbart_12": ("hallbart", "in1"),
        },
        by_year=("atervanda_12", "hallbart_12", "atervanda_6", "hallbart"),
    ),
    Branches(
        "flera_parter",
        (("parallella",), ("parallella_ovriga",)),
        (("behov_parallella", "whole"),),
        {"parallella_alla": (None, "in0")},
    ),
    Branches(
        "efter_start",
        (("stod_arbete",), ("stod_studier",)),
        (("avslut", "part"), ("avslut_inkomst", "part")),
        {"stod_efter_start": (None, "in0")},
    ),
)
