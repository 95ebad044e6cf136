"""A reader who solves for whole numbers from what they know of sums of them."""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

MOST = 2000


@dataclass
class System:
    """Unknown whole numbers, named, and what a reader knows of sums of them."""

    names: list = field(default_factory=list)
    facts: list = field(default_factory=list)

    def know(self, names: list, least: float, most: float) -> None:
        self.facts.append((names, least, most))

    def possible(self, *more: tuple) -> bool:
        at = {name: place for place, name in enumerate(self.names)}
        rows = np.zeros((len(self.facts) + len(more), len(at)))
        facts = [*self.facts, *more]
        for row, (names, _, _) in zip(rows, facts, strict=True):
            for name in names:
                row[at[name]] += 1
        _, low, high = zip(*facts, strict=True)
        found = milp(
            np.zeros(len(at)),
            constraints=LinearConstraint(rows, low, high),
            integrality=np.ones(len(at)),
            bounds=Bounds(0, MOST),
        )
        assert found.status in (0, 2), found.message
        return found.status == 0
