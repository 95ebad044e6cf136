"""The cheapest partners: the figures to hide besides the secret ones, so that no demand fails.

A linear program over degrees of hiding is given a cut for each demand that fails, until none does.
Its value is a lower bound on the cost, and hiding every figure that it hides to any degree is safe.
Those that are not needed are then shown again. If the result is not near enough to the bound, the
program is solved in whole numbers.
"""

from collections.abc import Sequence

import numpy as np

from metrics.disclosure.network import NEGLIGIBLE
from metrics.disclosure.readers import Cut, Watch, Watches

Figures = Sequence[int] | np.ndarray

EXACT_UP_TO = 36
NEAR = 1.25
ROUNDS, SLIGHT = 2, 0.1


def partners(
    watch: Watch | Watches, costs: np.ndarray, secret: Figures, free: Figures
) -> list[int]:
    """The `free` figures to hide.

    Their cost is the least possible if at most 36 are free, else at most 1.25 times that. If not
    even hiding all of them is enough, all are given.
    """
    if not watch.safe(np.isin(range(len(costs)), [*secret, *free]).astype(float).tolist()):
        return list(free)
    near = 1 + NEGLIGIBLE if len(free) <= EXACT_UP_TO else NEAR
    program = Program(watch, costs, secret, free)
    program.settle()
    bound, hidden = program.cost, _enough(watch, program)
    for _ in range(ROUNDS):
        if costs[hidden].sum() <= bound * near:
            return hidden
        program.gather()
        hidden = _cheaper(costs, hidden, _enough(watch, program))
    while costs[hidden].sum() > bound * near:
        bound = max(bound, program.solve(whole=True, gap=1 - 1 / near))
        hidden = _cheaper(costs, hidden, _enough(watch, program))
        if not program.add_cuts():
            break  # what was chosen is safe, so it is near enough
    return hidden


def _cheaper(costs: np.ndarray, hidden: list[int], others: list[int]) -> list[int]:
    return others if costs[others].sum() < costs[hidden].sum() else hidden


class Program:
    """The costs, the cuts so far, and the degree to which each figure is hidden under them."""

    def __init__(
        self,
        watch: Watch | Watches,
        costs: np.ndarray,
        secret: Figures,
        free: Figures,
    ):
        self.watch, self.costs = watch, costs
        self.secret, self.free = list(secret), list(free)
        self.cuts: dict[Cut, np.ndarray] = {}
        self.degrees = np.zeros(len(costs))
        self.degrees[self.secret] = 1

    @property
    def cost(self) -> float:
        """The cost of the partners, each times its degree."""
        return float(self.costs[self.free] @ self.degrees[self.free])

    def settle(self) -> None:
        """Solve in degrees and add cuts, until there is no new one."""
        while self.add_cuts():
            self.solve()

    def gather(self) -> None:
        """Settle again with what is hidden most made cheaper, so that fewer are hidden a little."""
        costs = self.costs / (self.degrees + SLIGHT)
        self.solve(costs)
        while self.add_cuts():
            self.solve(costs)

    def add_cuts(self) -> bool:
        """Add a cut for each demand that fails now; false if there is no new one."""
        broken = self.watch.broken(self.degrees.tolist())
        new = {cut: self._row(cut) for cut in broken if cut not in self.cuts}
        self.cuts |= new
        return bool(new)

    def _row(self, cut: Cut) -> np.ndarray:
        """Each free figure's share of what the secret ones lack in a cut; the sum must reach 1."""
        weights = np.zeros(len(self.costs))
        if cut.weights:
            figures, crossing = zip(*cut.weights, strict=True)
            weights[list(figures)] = crossing
        lacking = max(1, cut.need - weights[self.secret].sum())
        return (weights[self.free] / lacking).clip(max=1)

    def solve(
        self, costs: np.ndarray | None = None, whole: bool = False, gap: float = 0.0
    ) -> float:
        """Solve for the cuts so far, at these costs or its own; in whole numbers, to a gap.

        Gives a bound that the least cost can't be under. If the solver gives up, everything is
        hidden, and there is no bound.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp  # takes a while: only here

        answer = milp(
            (self.costs if costs is None else costs)[self.free],
            constraints=LinearConstraint(np.array(list(self.cuts.values())), lb=1),
            integrality=np.full(len(self.free), int(whole)),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": gap, "presolve": False},  # three times faster without
        )
        degrees = np.ones(len(self.free)) if answer.x is None else answer.x
        self.degrees[self.free] = degrees.round() if whole else degrees
        return answer.mip_dual_bound or 0.0


def _enough(watch: Watch | Watches, program: Program) -> list[int]:
    """The figures hidden to any degree, made safe if rounding has left a gap.

    Those that are not needed are then taken out, the dearest first.
    """
    degrees, may_hide = (program.degrees > NEGLIGIBLE).astype(float), set(program.free)
    while cut := next(watch.broken(degrees.tolist()), None):
        degrees[[figure for figure, _ in cut.weights if figure in may_hide]] = 1
    hidden = [figure for figure in program.free if degrees[figure]]
    for figure in sorted(hidden, key=lambda figure: -program.costs[figure]):
        degrees[figure] = 0
        if not watch.safe(degrees.tolist()):
            degrees[figure] = 1
    return [figure for figure in hidden if degrees[figure]]
