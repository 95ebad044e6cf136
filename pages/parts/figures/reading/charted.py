"""The chart of a series and its verdict, where there is enough to judge by."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import polars as pl

from metrics.catalogue import Figure
from metrics.spc import ENOUGH_POINTS, Judgement, judge, p_chart, xmr
from pages.parts.figures.reading.reading import is_of_few


def judged(
    figure: Figure, series: pl.DataFrame, target: float | None, rebase: Collection[date]
) -> tuple[pl.DataFrame | None, Judgement]:
    """The chart and its verdict; no chart where a settled period is hidden: it would say more."""
    settled = series.filter(~pl.col("provisional"))
    if settled.is_empty():
        return None, Judgement("nothing", "none")
    if figure.adds_up:  # never a chart of variation of what builds on what was before
        return None, Judgement("adds_up", "none")
    after_hidden = _after_hidden(series, settled)
    if after_hidden is None:
        return None, Judgement("hidden", "none")
    drawn = after_hidden.drop_nulls("value")
    if figure.is_share:
        chart = p_chart(
            drawn.select("period", "part", "whole", "provisional"), figure.better, target, rebase
        )
    else:
        points = drawn.select("period", "value", "provisional")
        chart = xmr(points, figure.better, target, rebase, counts=figure.kind == "count")
    judgement = judge(chart, figure.better, target)
    if settled["value"][-1] is None:  # the last drawn point belongs to an earlier period
        judgement = replace(judgement, variation="nothing")
    elif too_few_behind(figure, drawn):
        judgement = Judgement("sparse", "none")
    return chart, judgement


def too_few_behind(figure: Figure, drawn: pl.DataFrame) -> bool:
    """Whether too few stand behind the latest settled period for it to be judged."""
    latest = drawn.filter(~pl.col("provisional")).tail(1)
    return bool(latest.height) and is_of_few(figure, latest.row(0, named=True))


def _after_hidden(series: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame | None:
    """What comes after the last hidden period; None where that is too little to judge by."""
    if settled["shown"].all():
        return series
    hidden = settled.filter(~pl.col("shown"))
    after = pl.col("period") > hidden["period"].max()
    enough = settled.filter(after).height >= ENOUGH_POINTS
    return series.filter(after) if enough else None
