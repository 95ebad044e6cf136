"""What later periods reveal of earlier ones, when figures are held.

A figure that is shown was not small in the periods for which it would have been held. Whoever has
kept what was published then knows that what was hidden in one of them was k or more. So a partner
may fall to k and no further when it is tried what a small figure could be, and so may what is only
held; but that to 1 while another that is held is tried, since nobody learns more of either as long
as they are.

If hiding everything is not enough then, those that must fall further may; they stay hidden for as
long as what is small is, so that nothing is revealed. These are the loose ones.
"""

from collections.abc import Callable, Sequence

import numpy as np

from metrics.disclosure.readers import Watches


def falls(
    counts: np.ndarray, k: int, loose: np.ndarray | bool = False, beside: int = 0
) -> np.ndarray:
    """How far each hidden figure can fall: to 1 if it is small or loose, else to k.

    To `beside`, if it is so many, where another figure of the same people is hidden below that.
    """
    floor = np.where((counts < k) | loose, 1, np.where(counts < beside, k, max(k, beside)))
    return (counts - floor).clip(min=0)


def told_later(counts: np.ndarray, own: np.ndarray, k: int) -> np.ndarray:
    """Where a head who knows `own` of a figure would learn of a small rest, if it is shown later.

    They would know that own and the rest come to k or more.
    """
    left = counts - own
    return (left > 0) & (left < k) & (own < k - 1)


def loosened(
    watch_of: Callable[[np.ndarray], Watches],
    hidden: np.ndarray,
    kinds: Sequence[np.ndarray],
) -> tuple[np.ndarray, bool]:
    """Which figures must be loose for every demand to hold when figures are hidden so.

    Takes:  watch_of, the watch when these figures are loose; kinds, a mark of the figures of each
            kind, those first that are to be loose rather than others.
    Gives:  whether each is, and whether that is enough; if it is not, all are.
    """
    degrees = hidden.astype(float).tolist()
    loose = np.zeros_like(hidden, dtype=bool)
    watch, may_be = watch_of(loose), loose
    if watch.safe(degrees):
        return loose, True
    for kind in kinds:
        may_be = may_be | kind
        freer = watch_of(may_be)
        if freer.safe(degrees):
            while lacking := watch.lacking(degrees, freer):
                more = [figure for figure in lacking if may_be[figure] and not loose[figure]]
                if not more:  # all that may be is enough, as was seen
                    return may_be, True
                loose[more] = True
                watch = watch_of(loose)
            return loose, True
    return np.ones_like(loose), False
