"""Figures by sex and by age band, for all units together and, if they are counts, for each unit.

The same figure is counted again with the target group replaced by the person's sex or age band, and
protected as a part of the figure by unit, which is already published and stays as it is.
"""

from collections.abc import Callable
from itertools import pairwise

import polars as pl

from data.published.facts import Protection
from data.published.shapes import Counted, hidden_of, shaped
from data.published.tables import crossed, disclosed, side_by_side, sides_of
from metrics.catalogue import Figure
from metrics.disclosure import protect_across, protect_part
from metrics.disclosure.memory import FOR_MEMORY
from metrics.facts import Facts, Rules

WAYS = ("sex", "age_band")
UNKNOWN = "okänt"
BAND = "band"


def facts_by(facts: Facts, way: str, rules: Rules) -> Facts:
    """The facts with the target group replaced by sex or by an age band of rules.age_bands.

    The age is that reached in a year: the year of the month with support, of the exit (of the last
    day that the facts cover for a case that is open), or of the day the plan was made.
    """
    exchange = _sex if way == "sex" else _age(rules.age_bands)
    cases = facts.cases
    on = pl.coalesce("closed_on", pl.lit(facts.observed_until))
    born = cases.select("case_id", "birth_year", "sex")
    plans = facts.individual_plans.join(born, on="case_id", how="left")
    return Facts(
        **{
            **vars(facts),
            "cases": cases.with_columns(target_group=exchange(on)),
            "support_months": facts.support_months.with_columns(
                target_group=exchange(pl.col("month"))
            ),
            "individual_plans": plans.with_columns(target_group=exchange(pl.col("made_on"))).drop(
                "birth_year", "sex"
            ),
        }
    )


def _sex(_on: pl.Expr) -> pl.Expr:
    return pl.col("sex").fill_null(UNKNOWN)


def _age(begins: tuple[int, ...]) -> Callable[[pl.Expr], pl.Expr]:
    """The name of a person's band: '0–17', '18–24', …, '50–'; UNKNOWN without a year of birth."""
    named = {f"{first}–{then - 1}": then for first, then in pairwise([0, *begins])}

    def band(on: pl.Expr) -> pl.Expr:
        age = on.dt.year() - pl.col("birth_year")
        under = [pl.when(age < end).then(pl.lit(name)) for name, end in named.items()]
        last = pl.when(age.is_not_null()).then(pl.lit(f"{begins[-1]}–"))
        return pl.coalesce(*under, last, pl.lit(UNKNOWN))

    return band


def protected_by_person(
    figure: Figure,
    made: Counted,
    way: str,
    by_unit: pl.DataFrame,
    how: Protection,
    before: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A count or a share by sex or age band, as any viewer may see it, and what is hidden of it.

    Reads:  made, the figure counted over the facts of `facts_by`;
            by_unit, its sides by unit as published: period, unit_id, side (null: the whole),
            people, shown, secret, loose;
            before, what was hidden when the figures were last made.
    Gives:  as `protected_figures`.
    """
    cells = _cells(made)
    of = before.filter(figure=f"{figure.key}/{way}")
    terms = {"k": how.least_shown, "knows": how.knows is not None, "hold": figure.cadence.per_year}
    if figure.is_share:
        shown, hidden = _share(cells, by_unit, of, terms)
    else:
        shown, hidden = _count(cells, by_unit, of, terms)
    figures = shaped(
        figure, shown.join(made.periods, on="period").rename({BAND: way}), pl.col("shown")
    )
    return figures, hidden_of(f"{figure.key}/{way}", hidden)


def _count(
    cells: pl.DataFrame, by_unit: pl.DataFrame, before: pl.DataFrame, terms: dict
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Units × bands, protected as a part of the units as published."""
    made = protect_part(
        cells.select("period", "unit_id", BAND, "part"),
        ("unit_id", BAND),
        "part",
        apart="period",
        wholes=by_unit.select("period", "unit_id", "shown"),
        before=before,
        **terms,
    )
    return made.drop_nulls(BAND).drop(FOR_MEMORY), made


def _share(
    cells: pl.DataFrame, by_unit: pl.DataFrame, before: pl.DataFrame, terms: dict
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Bands × sides for all units together, protected beside units × sides as published."""
    made = protect_across(
        sides_of(cells, "unit_id", BAND),
        ("unit_id", BAND, "side"),
        "people",
        apart="period",
        given=by_unit,
        before=before,
        **terms,
    )
    rows = disclosed(side_by_side(made.filter(pl.col("unit_id").is_null())))
    return rows.select("period", "unit_id", BAND, "part", "whole", "shown"), made


def exact_by_person(figure: Figure, made: Counted, way: str, units: frozenset[int]) -> pl.DataFrame:
    """The same for some units, exactly. Only for a viewer with the right to their cases."""
    cells = _cells(made)
    own_cells = cells.filter(pl.col("unit_id").is_in(list(units))).join(made.periods, on="period")
    return shaped(figure, own_cells.rename({BAND: way}), shown=True)


def _cells(made: Counted) -> pl.DataFrame:
    """The full cross of period, unit and band."""
    rows, periods = made.rows.rename({"target_group": BAND}), made.periods.select("period")
    return crossed(rows, ("unit_id", BAND), "part", "whole", over=periods)
