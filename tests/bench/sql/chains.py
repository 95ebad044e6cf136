"""Figures about chains of efforts: the wait for the first, holes, idle waiting, and parties."""

OPEN = """
open AS (
    SELECT a.period, a.day, CAST(a.day + 1 - INTERVAL 12 MONTH AS DATE) AS since, c.*
    FROM asked a
    JOIN cases c ON c.opened_on <= a.day AND (c.closed_on IS NULL OR c.closed_on > a.day)
)
"""
SHARE = "SELECT period, unit_id, target_group, count(*) FILTER ({part}) AS part, count(*) AS whole"

# Those who still wait have done so until the last day known of, or until the case was closed.
_WAITS = """
WITH begun AS (
    SELECT a.period, c.*, c.{since} AS since
    FROM cases c JOIN asked a ON c.opened_on >= a.period AND c.opened_on < a.past
    WHERE c.opened_on <= $until AND c.{since} <= $until
        AND (c.closed_on IS NULL OR c.closed_on >= c.{since})
),
started AS (
    SELECT b.case_id, min(greatest(e.starts_on, b.since)) AS first_on
    FROM begun b JOIN episodes e USING (case_id)
    WHERE e.starts_on <= $until
        AND (e.starts_on >= b.since OR e.ends_on IS NULL OR e.ends_on > b.since)
        AND (b.closed_on IS NULL OR greatest(e.starts_on, b.since) < b.closed_on)
    GROUP BY b.case_id
)
SELECT b.period, b.unit_id, b.target_group, b.case_id,
    coalesce(s.first_on, least(b.closed_on, $until)) - b.since AS days,
    s.first_on IS NULL AS waiting
FROM begun b LEFT JOIN started s USING (case_id)
"""

_EFFORTS = f"""
{OPEN},
efforts AS (
    SELECT o.period, o.case_id, count(*) AS many
    FROM open o
    JOIN episodes e ON e.case_id = o.case_id AND e.starts_on <= o.day
        AND (e.ends_on IS NULL OR (e.ends_on > o.since AND e.ends_on > e.starts_on))
    GROUP BY ALL
),
several AS (
    SELECT o.*, coalesce(e.many, 0) >= 2 AS is_chain
    FROM open o LEFT JOIN efforts e ON e.period = o.period AND e.case_id = o.case_id
)
"""
# From the end of all efforts so far to the beginning of the next; one without a next goes on until
# the case is closed. One without a day counts only where it is the first.
_HOLES = """
begun AS (
    SELECT c.case_id, c.unit_id, c.target_group, c.closed_on,
        greatest(e.starts_on, c.opened_on) AS begins,
        coalesce(e.ends_on, DATE '9999-01-01') AS ends
    FROM episodes e JOIN cases c USING (case_id)
    WHERE e.starts_on <= $until AND c.opened_on <= $until
        AND (e.starts_on >= c.opened_on OR e.ends_on IS NULL OR e.ends_on > c.opened_on)
        AND (c.closed_on IS NULL OR greatest(e.starts_on, c.opened_on) < c.closed_on)
),
covering AS (
    SELECT * FROM begun
    QUALIFY begins < ends OR row_number() OVER (PARTITION BY case_id ORDER BY begins) = 1
),
holes AS (
    SELECT case_id, unit_id, target_group, max(ends) OVER so_far AS gap_from,
        least(lead(begins) OVER of_case, closed_on, DATE '9999-01-01') AS gap_until
    FROM covering
    WINDOW of_case AS (PARTITION BY case_id ORDER BY begins, ends),
        so_far AS (PARTITION BY case_id ORDER BY begins, ends ROWS UNBOUNDED PRECEDING)
)
"""
_WITH_GAP = f"""
WITH {_EFFORTS},
{_HOLES},
with_gap AS (
    SELECT DISTINCT s.period, s.case_id
    FROM several s JOIN holes h USING (case_id)
    WHERE least(h.gap_until, s.day) - greatest(h.gap_from, s.since) >= $gap_days
)
{SHARE.format(part="g.case_id IS NOT NULL")}
FROM (SELECT * FROM several WHERE is_chain) s LEFT JOIN with_gap g USING (period, case_id)
GROUP BY ALL
"""
_GAPS = f"""
WITH {_HOLES}
SELECT a.period, h.unit_id, h.target_group, h.case_id, h.gap_until - h.gap_from AS days
FROM holes h JOIN asked a ON h.gap_until >= a.period AND h.gap_until < a.past
WHERE h.gap_until <= $until AND h.gap_until - h.gap_from >= $gap_days
"""


def _covered(name: str, spans: str) -> str:
    """Tables that end with `name`: how many of a month's days some span of an open case covers.

    Spans that begin on one day have no order of their own: the one that begins an island goes
    first when islands are numbered, whichever of them it was.
    """
    return f"""
{name}_clipped AS (
    SELECT s.case_id, greatest(s.starts_on, c.opened_on) AS first,
        least(s.ends_on, c.closed_on, $until + 1) AS past
    FROM ({spans}) s JOIN cases c USING (case_id)
),
{name}_marked AS (
    SELECT *, coalesce(first > max(past) OVER (
        PARTITION BY case_id ORDER BY first ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), true) AS begins_island
    FROM {name}_clipped WHERE first < past
),
{name}_numbered AS (
    SELECT *, sum(CAST(begins_island AS INT)) OVER (
        PARTITION BY case_id ORDER BY first, begins_island DESC ROWS UNBOUNDED PRECEDING
    ) AS island
    FROM {name}_marked
),
{name}_united AS (
    SELECT case_id, min(first) AS first, max(past) AS past
    FROM {name}_numbered GROUP BY case_id, island
),
{name} AS (
    SELECT a.period, u.case_id, sum(least(u.past, a.day + 1) - greatest(u.first, a.period)) AS days
    FROM {name}_united u JOIN asked a ON u.first <= a.day AND u.past > a.period
    GROUP BY ALL
)"""


_CASE = "SELECT case_id, opened_on AS starts_on, closed_on AS ends_on FROM cases"
_EFFORT = "SELECT case_id, starts_on, ends_on FROM episodes"
_ACTIVITY = "SELECT case_id, starts_on, ends_on FROM activities"
_IDLE = f"""
WITH {_covered("at_all", _CASE)},
{_covered("at_work", _EFFORT)},
{_covered("busy", f"{_EFFORT} UNION ALL {_ACTIVITY}")},
waited AS (
    SELECT o.period, o.case_id,
        o.days - coalesce(w.days, 0) AS waits, o.days - coalesce(b.days, 0) AS idle
    FROM at_all o
    LEFT JOIN at_work w ON w.period = o.period AND w.case_id = o.case_id
    LEFT JOIN busy b ON b.period = o.period AND b.case_id = o.case_id
)
SELECT w.period, c.unit_id, c.target_group,
    sum(w.idle) AS part, sum(w.waits) AS whole, count(*) AS cases
FROM waited w JOIN cases c USING (case_id)
WHERE w.waits > 0
GROUP BY ALL
"""

_NEEDED = f"WITH {OPEN} {SHARE.format(part='needs_parallel')} FROM open GROUP BY ALL"
_PARALLEL = f"""
WITH {OPEN},
at_work AS (
    SELECT o.period, o.case_id, count(DISTINCT e.party) AS parties
    FROM open o
    JOIN episodes e ON e.case_id = o.case_id AND e.starts_on <= o.day
        AND (e.ends_on IS NULL OR e.ends_on > o.day)
    GROUP BY ALL
)
{SHARE.format(part="w.parties >= 2")}
FROM open o LEFT JOIN at_work w USING (period, case_id)
WHERE {{whose}}
GROUP BY ALL
"""

SQL = {
    "tid_beslut_insats": _WAITS.format(since="first_decided_on"),
    "tid_till_insats": _WAITS.format(since="opened_on"),
    "tva_insatser": f"WITH {_EFFORTS} {SHARE.format(part='is_chain')} FROM several GROUP BY ALL",
    "glapp": _WITH_GAP,
    "glapplangd": _GAPS,
    "tom_vantan": _IDLE,
    "behov_parallella": _NEEDED,
    "parallella": _PARALLEL.format(whose="o.needs_parallel"),
    "parallella_ovriga": _PARALLEL.format(whose="NOT coalesce(o.needs_parallel, false)"),
}
