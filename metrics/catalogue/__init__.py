"""The key figures that a steering group follows, as data: one entry, and every page has it."""

from metrics.catalogue.chains import CHAINS
from metrics.catalogue.derived import DERIVED
from metrics.catalogue.figure import Figure, PartOf, Wanted
from metrics.catalogue.outcome import OUTCOME
from metrics.catalogue.process import PROCESS
from metrics.catalogue.wanted import WANTED
from metrics.catalogue.work import WORK

__all__ = ["COUNTED", "FIGURES", "WANTED", "Figure", "PartOf", "Wanted"]

COUNTED = (*OUTCOME, *PROCESS, *WORK, *CHAINS, *DERIVED)
FIGURES = tuple(figure for figure in COUNTED if not figure.internal)
