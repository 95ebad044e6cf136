"""Made-up worlds for properties: units in a tree, two steering groups, grants, and rows of facts."""

from datetime import date, timedelta

import polars as pl
from hypothesis import strategies as st

from data.published import Protection, facts_for
from data.published.figures import protected_figures
from data.store.moment import Moment
from metrics.facts import Rules
from tests.data.builders import TARGET_GROUPS, Frames

UNITS, UNTIL, TODAY = range(1, 7), date(2026, 6, 30), date(2026, 7, 1)
MINE, THEIRS, ME = 1, 2, 1
ROLES_BY_UNIT = ("enhetschef", "handläggare")
ROLES = ("ledamot", "utvecklingsledare", "extern", "administratör")
FOR_EXTERNAL = ("ledamot", "extern")
_GROUPS = st.sampled_from(TARGET_GROUPS[:2])
_UNIT = st.sampled_from(UNITS)
_DAYS = st.dates(date(2025, 9, 1), date(2026, 7, 31))


def trees() -> st.SearchStrategy[pl.DataFrame]:
    """Units with a parent each or none; now and then one in a circle."""
    parents = st.none() | st.none() | _UNIT
    return st.lists(parents, min_size=len(UNITS), max_size=len(UNITS)).map(
        lambda parents: pl.DataFrame(
            [
                {"unit_id": unit, "parent_id": parent if parent != unit else None, "party_id": 1}
                for unit, parent in zip(UNITS, parents, strict=True)
            ],
            schema={"unit_id": pl.Int64, "parent_id": pl.Int64, "party_id": pl.Int64},
        ).with_columns(name=pl.format("Enhet {}", "unit_id"))
    )


@st.composite
def grants(draw) -> list[dict]:
    """Roles in one steering group or the other, for some days."""
    made = []
    shut_out = draw(st.sets(st.sampled_from((ME, 2, 2, 2))))
    external = draw(st.sets(st.sampled_from((ME, 2, 2))))
    for _ in range(draw(st.integers(0, 4))):
        who = draw(st.sampled_from((ME, ME, 2)))
        by_unit = draw(st.booleans())
        valid_from = draw(st.sampled_from((date(2026, 1, 1), TODAY, TODAY + timedelta(days=1))))
        made.append(
            {
                "user_id": who,
                "is_deactivated": who in shut_out,
                "is_external": who in external,
                "display_name": "Prövaren",
                "forum_id": draw(st.sampled_from((MINE, MINE, THEIRS))),
                "role": draw(st.sampled_from(ROLES_BY_UNIT if by_unit else ROLES)),
                "unit_id": draw(_UNIT) if by_unit else None,
                "valid_from": valid_from,
                "valid_until": draw(st.sampled_from((None, None, TODAY, date(2027, 1, 1)))),
            }
        )
    return made


@st.composite
def _facts(draw, followed: list[int]) -> dict[str, list[dict]]:
    """Households, cases and plans, most of them in followed units and several together."""
    rows: dict[str, list] = {n: [] for n in ("household_months", "cases", "individual_plans")}
    follow_ups = []
    for _ in range(draw(st.integers(4, 9))):
        unit, group = draw(st.sampled_from(followed) | _UNIT), draw(_GROUPS)
        count = draw(st.sampled_from((1, 4, 6, 12)))
        opened, days = draw(_DAYS), draw(st.none() | st.integers(0, 200))
        closed = opened + timedelta(days=days) if days is not None else None
        person, reason = draw(st.sampled_from((0, 1_000))), draw(st.booleans())
        for number in range(count):
            id_ = len(rows["cases"]) + 1
            here = {"unit_id": unit, "target_group": group}
            rows["cases"].append(
                here
                | {"case_id": id_, "person_id": person + number if person else id_}
                | {"opened_on": opened, "closed_on": closed}
                | {"exit_reason": "arbete" if reason else None, "self_support": reason}
            )
            plan = {"individual_plan_id": id_, "made_on": opened, "ended_on": closed}
            rows["individual_plans"].append(here | plan)
            month = {"household_id": id_, "month": opened.replace(day=1)}
            rows["household_months"].append(here | month)
            if number % 2:
                follow_ups.append(
                    {"individual_plan_id": id_, "followed_up_on": opened + timedelta(days=80)}
                )
    return rows | {"follow_ups": follow_ups}


@st.composite
def worlds(draw) -> Frames:
    """A snapshot with facts, and with what is published of them; theirs stands out."""
    mine = sorted(draw(st.sets(_UNIT, min_size=2, max_size=4)))
    followed = [{"forum_id": MINE, "unit_id": unit} for unit in mine]
    followed += [{"forum_id": THEIRS, "unit_id": unit} for unit in draw(st.sets(_UNIT))]
    delivered = [{"forum_id": forum, "observed_until": UNTIL} for forum in (MINE, THEIRS)]
    given = {
        "units": draw(trees()),
        "forum_units": followed,
        "grants": draw(grants()),
        "deliveries": delivered,
        **draw(_facts(mine)),
    }
    frames = {
        name: rows
        if isinstance(rows, pl.DataFrame)
        else pl.DataFrame(rows, infer_schema_length=None)
        for name, rows in given.items()
    }
    facts_only = Frames(**frames)
    facts = facts_for(Moment.at(facts_only, facts_only.versions(), MINE))
    mine = protected_figures(facts, Rules(), Protection())[0].with_columns(forum_id=pl.lit(MINE))
    theirs = mine.with_columns(pl.col("part") + 1_000, forum_id=pl.lit(THEIRS))
    return Frames(**frames, published=pl.concat([mine, theirs]))
