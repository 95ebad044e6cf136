"""States of a closed list over time, to a reader who has kept everything that was published."""

import numpy as np
import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from metrics.disclosure import protect_again
from metrics.disclosure.later import loosened
from tests.metrics.disclosure.attack import some

K, HOLD, STATES = 5, 2, "abcd"  # the first is hidden last
Months = list[list[int]]


def published(months: Months, keep: tuple[str, ...]) -> list[list[int | None]]:
    """Months × states; None where hidden. How many there are together is always shown."""
    rows = [
        (month, state, people)
        for month, numbers in enumerate(months)
        for state, people in zip(STATES, numbers, strict=True)
    ]
    table = pl.DataFrame(rows, ["month", "state", "people"], orient="row")
    asked = {"k": K, "apart": "month", "hold": HOLD, "keep": keep, "public": [(None,)]}
    made = protect_again(table, ["state"], "people", before=None, **asked).drop_nulls("state")
    return [made.filter(month=month)["people"].to_list() for month in range(len(months))]


def narrowed(months: Months, seen: list[list[int | None]]) -> list[tuple]:
    """What is small and can't be each of 1 … k-1: month, state, the numbers that it can be."""
    found = []
    for month, numbers in enumerate(months):
        soon = seen[month + 1 : month + 1 + HOLD]
        hidden = [at for at, number in enumerate(seen[month]) if number is None]
        left = sum(numbers[at] for at in hidden)
        # what is shown while it would have been held was not small; what is hidden is not nobody
        least = {at: K if any(later[at] for later in soon) else 1 for at in hidden}
        for at in hidden:
            others = [least[other] for other in hidden if other != at]
            could = [n for n in range(1, K) if (left - n >= sum(others) if others else n == left)]
            if numbers[at] < K and len(could) < K - 1:
                found.append((month, at, could))
    return found


few = st.sampled_from([0, 0, 1, 2, 4, 5, 6, 8, 20, 60])
# Five were fewer the month before, and are all that the two can be hidden with. When they are many
# they are shown, if another can be hidden instead: then they were no fewer than five.
HELD_BEFORE = [[40, 20, 0, 4], [40, 2, 0, 5], [40, 2, 0, 5], [40, 2, 8, 60], [40, 2, 8, 60]]


# of a list of ten or more
month = st.lists(few, min_size=4, max_size=4).filter(lambda numbers: sum(numbers) >= 2 * K)


@some
@given(st.lists(month, min_size=4, max_size=6), st.booleans())
@example(HELD_BEFORE, True)
def test_nobody_learns_a_small_number_from_what_is_shown_later(months, is_kept):
    assert narrowed(months, published(months, ("a",) if is_kept else ())) == []


def test_what_was_small_and_hides_another_is_held_for_as_long_as_that():
    seen = published(HELD_BEFORE, ("a",))

    assert [month[3] for month in seen] == [None] * 5
    assert [month[0] for month in seen] == [40] * 5


class _Watch:
    """Unsafe as long as the first is not loose; but it is the second that is said to be lacking."""

    def __init__(self, loose: np.ndarray):
        self.loose = loose

    def safe(self, _degrees) -> bool:
        return bool(self.loose[0])

    def lacking(self, _degrees, _freer) -> set[int]:
        return set() if self.loose[0] else {1}


def test_where_nothing_more_is_lacking_all_that_may_be_loose_are():
    both = np.ones(2, dtype=bool)
    loose, is_enough = loosened(_Watch, both, [both])

    assert loose.tolist() == [True, True]
    assert is_enough
