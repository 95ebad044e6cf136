"""Figures that are made of what is seen already: of other figures, a list, the points of plans.

They read `seen`, the rows of every figure with its key; `population`, `ledger`, `items` and
`updates`; `expected` and `there`, which periods of figures ought to be and which are; and may use
what metrics.from_shown.Shown has besides.
"""

from collections.abc import Sequence

_SAME = "{0}.period = {1} AND {0}.unit_id IS NOT DISTINCT FROM a.unit_id"
_SAME += " AND {0}.target_group IS NOT DISTINCT FROM a.target_group"
_TOLD = """
SELECT period, unit_id, target_group, CASE WHEN shown THEN part END AS part,
    CASE WHEN shown THEN whole END AS whole, shown, provisional
FROM told
"""

_CHANGE = f"""
WITH told AS (
    SELECT a.period, a.unit_id, a.target_group, a.part - b.part AS part, b.part AS whole,
        a.shown AND b.shown AS shown, a.provisional
    FROM seen a JOIN seen b ON b.figure = a.figure
        AND {_SAME.format("b", "CAST(a.period - INTERVAL 12 MONTH AS DATE)")}
    WHERE a.figure = 'hushall' AND (NOT (a.shown AND b.shown) OR b.part > 0)
)
{_TOLD}
"""

_OF_POPULATION = f"""
WITH lived AS (
    SELECT year, arg_max(people, until_age) AS people FROM population
    WHERE from_age = {{from_age}} AND until_age {{ages}} GROUP BY year
),
told AS (
    SELECT make_date(l.year, 1, 1) AS period, NULL AS unit_id, NULL AS target_group,
        s.{{side}} AS part, l.people AS whole, s.shown, s.provisional
    FROM seen s JOIN lived l ON l.year = year(s.period)
    WHERE s.figure = '{{key}}' AND month(s.period) = 12 AND s.unit_id IS NULL
        AND s.target_group IS NULL AND coalesce(s.{{side}} <= l.people, true)
)
{_TOLD}
"""


def _together(keys: Sequence[str], part: str, whole: str) -> str:
    """Figures side by side in the cells of the first, where every one has the period at all.

    Nobody is behind a row that is not there.
    """
    first, *others = keys
    joins = "".join(
        f" LEFT JOIN seen {key} ON {key}.figure = '{key}' AND {_SAME.format(key, 'a.period')}"
        for key in others
    )
    there = "".join(
        f" AND a.period IN (SELECT period FROM seen WHERE figure = '{key}')" for key in others
    )
    shown = "".join(f" AND coalesce({key}.shown, true)" for key in others)
    provisional = "".join(f" OR coalesce({key}.provisional, false)" for key in others)
    return f"""
WITH told AS (
    SELECT a.period, a.unit_id, a.target_group, {part} AS part, {whole} AS whole,
        a.shown{shown} AS shown, a.provisional{provisional} AS provisional
    FROM seen a{joins} WHERE a.figure = '{first}'{there}
)
{_TOLD}
"""


def _summed(one: str, other: str) -> str:
    return _together(
        (one, other),
        part=f"a.part + coalesce({other}.part, 0)",
        whole=f"a.whole + coalesce({other}.whole, 0)",
    )


def _back(own: tuple[str, str], rest: tuple[str, str]) -> str:
    """Of all who left, of both kinds, those who are not among the held of either."""
    first, other, held = own[0], rest[0], (own[1], rest[1])
    keys = dict.fromkeys((first, other, *held))
    whole = f"a.whole + coalesce({other}.whole, 0)"
    parts = [f"coalesce({'a' if key == first else key}.part, 0)" for key in held]
    return _together(tuple(keys), part=f"{whole} - {' - '.join(parts)}", whole=whole)


_OF_LIST = f"""
WITH days AS (
    SELECT * FROM ledger
    WHERE "on" = last_day("on") OR "on" = (SELECT max("on") FROM ledger)
),
told AS (
    SELECT CAST(date_trunc('month', "on") AS DATE) AS period, NULL AS unit_id,
        NULL AS target_group, sum(members) FILTER ({{mine}}) * {{known}} AS part, {{whole}} AS whole,
        bool_and(shown) FILTER ({{mine}}) AS shown, "on" < last_day("on") AS provisional
    FROM days WHERE {{whole}} > 0 GROUP BY "on" HAVING count(*) FILTER ({{mine}}) > 0
)
{_TOLD}
"""
_KNOWN = "CASE WHEN bool_or(state = 'unknown' AND coalesce(members, 1) > 0) THEN NULL ELSE 1 END"

_OF_POINTS = f"""
WITH ends AS (
    SELECT CAST(least(last_day(m), $on) AS DATE) AS day
    FROM generate_series(
        (SELECT date_trunc('month', min(decided_on)) FROM items), $on, INTERVAL 1 MONTH
    ) AS months(m)
),
standing AS (
    SELECT e.day, i.*,
        coalesce((SELECT arg_max(u.status, (u.at, u.seq)) FROM updates u
            WHERE u.item_id = i.item_id AND CAST(u.at AS DATE) <= e.day), 'not_started') AS status,
        coalesce((SELECT max(CAST(u.at AS DATE)) FROM updates u
            WHERE u.item_id = i.item_id AND CAST(u.at AS DATE) <= e.day), i.decided_on) AS said_on
    FROM ends e JOIN items i ON i.decided_on <= e.day
),
marked AS (
    SELECT *, status NOT IN ('done', 'cancelled') AS is_left,
        is_left AND coalesce(due_on < day, false) AS is_late,
        is_left AND day - said_on <= $stale_after AS is_fresh
    FROM standing
),
told AS (
    SELECT CAST(date_trunc('month', day) AS DATE) AS period, unit_id, NULL AS target_group,
        count(*) FILTER ({{part}}) AS part, count(*) FILTER ({{whole}}) AS whole, true AS shown,
        day < last_day(day) AS provisional
    FROM marked GROUP BY GROUPING SETS ((day), (day, unit_id))
    HAVING grouping(unit_id) = 1 OR unit_id IS NOT NULL
)
{_TOLD}
"""

_COVERAGE = f"""
WITH told AS (
    SELECT e.month AS period, NULL AS unit_id, NULL AS target_group,
        count(t.figure) AS part, count(*) AS whole, true AS shown,
        last_day(e.month) > $until AS provisional
    FROM expected e
    LEFT JOIN (SELECT DISTINCT figure, period FROM there) t
        ON t.figure = e.figure AND t.period = e.period
    WHERE e.period IS NOT NULL GROUP BY e.month
)
{_TOLD}
"""

SQL = {
    "atervanda_6": _back(("hallbart", "hallbart"), ("annat", "annat")),
    "atervanda_12": _back(("hallbart", "hallbart_12_av_6"), ("annat", "annat_12_av_6")),
    "hushall_forandring": _CHANGE,
    "befolkning": _OF_POPULATION.format(key="langvarigt", side="whole", from_age=0, ages=">= 100"),
    "unga_befolkning": _OF_POPULATION.format(key="unga", side="part", from_age=18, ages="= 25"),
    "hallbart_12": _together(
        ("hallbart_12_av_6", "hallbart"), part="a.part", whole="coalesce(hallbart.whole, 0)"
    ),
    "parallella_alla": _summed("parallella", "parallella_ovriga"),
    "stod_efter_start": _summed("stod_arbete", "stod_studier"),
    "lista_kvar": _OF_LIST.format(mine="state = 'remaining'", known="1", whole="$size"),
    "lista_mal": _OF_LIST.format(mine="state = 'self_supporting'", known=_KNOWN, whole="$goal"),
    "lista_utan": _OF_LIST.format(
        mine="state IN ('other_reason', 'unknown')", known="1", whole="$size"
    ),
    "punkter_klara": _OF_POINTS.format(part="status = 'done'", whole="true"),
    "punkter_sena": _OF_POINTS.format(part="is_late", whole="is_left"),
    "punkter_levande": _OF_POINTS.format(part="is_fresh", whole="is_left"),
    "tackning": _COVERAGE,
}
