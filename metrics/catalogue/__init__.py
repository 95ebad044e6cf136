"""The key figures that a steering group follows, as data: one entry, and every page shows it."""

from metrics.catalogue.branches import BRANCHES, Branches
from metrics.catalogue.cadence import CADENCES, Cadence
from metrics.catalogue.coordination import COORDINATION
from metrics.catalogue.figure import (
    Delivered,
    Figure,
    FromFacts,
    FromFigures,
    FromLedger,
    FromPlans,
    PartOf,
    Wanted,
)
from metrics.catalogue.from_shown import FROM_SHOWN
from metrics.catalogue.outcome import OUTCOME
from metrics.catalogue.process import PROCESS
from metrics.catalogue.wanted import WANTED
from metrics.catalogue.work import WORK

__all__ = [
    "BRANCHES",
    "CADENCES",
    "COUNTED",
    "FIGURES",
    "STAND_INS",
    "WANTED",
    "Branches",
    "Cadence",
    "Delivered",
    "Figure",
    "FromFacts",
    "FromFigures",
    "FromLedger",
    "FromPlans",
    "PartOf",
    "Wanted",
]

COUNTED = (*OUTCOME, *PROCESS, *WORK, *COORDINATION, *FROM_SHOWN)
FIGURES = tuple(figure for figure in COUNTED if not figure.internal)
# What stands on the first page instead of a headline that can't be shown in a place, in this order.
STAND_INS = ("tom_vantan", "langvarigt", "nasta_steg", "vuxna", "parallella")
