"""What the rest of the store may know of the catalogue: which figures there are, and their kind.

So that a target, a rebase or a note can be refused where it is said, whoever says it.
"""

from metrics.catalogue import FIGURES, WANTED

FIGURE_KINDS = {figure.key: figure.kind for figure in FIGURES}
CADENCES = {figure.key: figure.cadence.name for figure in FIGURES}
WANTED_NUMBERS = frozenset(wanted.number for wanted in WANTED)
