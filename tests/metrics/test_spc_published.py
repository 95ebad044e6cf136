"""The chart against published series and what the reference makes of them.

The series are NHS England's attendances at emergency departments from April 2016 to March 2019
(Open Government Licence 3.0), as the R package NHSRdatasets has them: all of England, the share
seen within four hours, and one hospital (RL4). Means, limits and point types are those that
the R package NHSRplotthedots keeps as its own expected answers, in full precision.
"""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from metrics.spc import xmr

PUBLISHED = pl.read_csv(
    Path(__file__).with_name("spc_published.csv"), try_parse_dates=True, infer_schema_length=None
)
ASKED = {
    "attendances": {},
    "attendances_rebased": {"rebase": [date(2017, 4, 1)]},
    "performance_fixed": {"fix_after": 12},
    "rl4_type_1": {},
    "rl4_other": {},
}
# The kept answers mark two near points with one on the other side of the mean between them. The
# rules want all three on one side, as the package has it from 0.2.2 on (its issue 143).
NO_LONGER = {"rl4_type_1": [date(2019, 1, 1), date(2019, 3, 1)]}


@pytest.mark.parametrize("series", ASKED)
def test_limits_and_point_types_are_those_of_the_reference(series):
    of = PUBLISHED.filter(series=series)
    assert of.height == 36

    chart = xmr(of.select("period", pl.col("value").cast(pl.Float64)), "higher", **ASKED[series])

    for name in ("mean", "lower", "upper"):
        assert chart[name].to_list() == pytest.approx(of[name].to_list(), rel=0, abs=1e-7)
    no_longer = of["period"].is_in(NO_LONGER.get(series, []))
    marked = of.with_columns(signal=pl.when(~no_longer).then("signal"))["signal"]
    assert chart["signal"].to_list() == marked.to_list()


def test_the_published_series_have_points_of_every_type():
    assert set(PUBLISHED["signal"].unique()) == {None, "improvement", "concern"}
