"""What the actions may know about the catalogue: which figures there are, their kind and cadence.

Thus a target, a rebase or a note can be refused where it is saved, whichever page it comes from.
"""

from metrics.catalogue import FIGURES, WANTED

FIGURE_KINDS = {figure.key: figure.kind for figure in FIGURES}
CADENCES = {figure.key: figure.cadence.name for figure in FIGURES}
WANTED_NUMBERS = frozenset(wanted.number for wanted in WANTED)
