"""The grid: a table of counts with every margin, as numbers in a fixed order."""

from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import polars as pl


@dataclass(frozen=True)
class Grid:
    """The figures of one kind of table, in the order of `keys`; a figure is its index there.

    `levels` holds the sorted values of each column. The place of a figure has one number per
    column: the index of its value among the levels, or their count where it is summed over.
    """

    levels: tuple[pl.Series, ...]

    @cached_property
    def places(self) -> list[tuple[int, ...]]:
        """The place of each figure."""
        return list(product(*(range(len(values) + 1) for values in self.levels)))

    @cached_property
    def keys(self) -> pl.DataFrame:
        """One row per figure: its value in each column, null where the column is summed over."""
        return pl.DataFrame(
            values.extend_constant(None, 1).gather([place[axis] for place in self.places])
            for axis, values in enumerate(self.levels)
        )

    @cached_property
    def summed_over(self) -> np.ndarray:
        """The number of columns that each figure is summed over; 0 for a cell."""
        top = [len(values) for values in self.levels]
        return (np.array(self.places) == top).sum(axis=1)

    def fill(self, counts: pl.Series) -> np.ndarray:
        """The figures of every period, from the counts of its cells in the order of `keys`.

        Gives one row per period and one column per figure.
        """
        cube = counts.to_numpy().reshape(-1, *(len(values) for values in self.levels))
        for axis in range(1, cube.ndim):
            cube = np.concatenate([cube, cube.sum(axis, keepdims=True)], axis)
        return cube.reshape(len(cube), -1)
