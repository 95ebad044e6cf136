"""Figures about continuity: whether the same person, or the same function, answers for a case."""

from tests.bench.sql.chains import OPEN, SHARE

_IS_OLD = "o.opened_on + INTERVAL 6 MONTH <= o.day"
_SOME_TIME = "(k.ends_on IS NULL OR k.ends_on > k.starts_on)"

_OLD = f"WITH {OPEN} {SHARE.format(part=_IS_OLD)} FROM open o GROUP BY ALL"

_ONE_PERSON = f"""
WITH {OPEN},
answered AS (
    SELECT o.period, o.case_id, count(DISTINCT k.staff) AS staff
    FROM open o
    JOIN contacts k ON k.case_id = o.case_id AND k.starts_on <= o.day
        AND (k.ends_on IS NULL OR k.ends_on > o.since) AND {_SOME_TIME}
    GROUP BY ALL
)
{SHARE.format(part="a.staff = 1")}
FROM open o LEFT JOIN answered a USING (period, case_id)
WHERE {_IS_OLD}
GROUP BY ALL
"""

# A function that covers each day from the first with any contact to the last is one stretch of
# contact periods, each begun before the one before is over or on the very day.
_ONE_FUNCTION = f"""
WITH {OPEN},
marked AS (
    SELECT case_id, function, starts_on, coalesce(ends_on, DATE '9999-01-01') AS past,
        starts_on > max(coalesce(ends_on, DATE '9999-01-01')) OVER (
            PARTITION BY case_id, function ORDER BY starts_on
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS is_apart
    FROM contacts k WHERE {_SOME_TIME}
),
numbered AS (
    SELECT *, sum(CAST(coalesce(is_apart, true) AS INT)) OVER (
        PARTITION BY case_id, function ORDER BY starts_on ROWS UNBOUNDED PRECEDING
    ) AS stretch
    FROM marked
),
stretches AS (
    SELECT case_id, function, min(starts_on) AS first, max(past) AS past
    FROM numbered GROUP BY case_id, function, stretch
),
first_days AS (
    SELECT o.period, o.case_id, o.day,
        min(greatest(s.first, o.since, o.opened_on)) AS first_on
    FROM open o
    JOIN stretches s ON s.case_id = o.case_id AND s.first <= o.day
        AND s.past > greatest(o.since, o.opened_on)
    GROUP BY ALL
),
unbroken AS (
    SELECT DISTINCT f.period, f.case_id
    FROM first_days f
    JOIN stretches s ON s.case_id = f.case_id AND s.first <= f.first_on AND s.past > f.day
)
{SHARE.format(part="u.case_id IS NOT NULL")}
FROM open o LEFT JOIN unbroken u USING (period, case_id)
GROUP BY ALL
"""

_CHANGES = f"""
WITH begun AS (
    SELECT DISTINCT case_id, function, staff, starts_on FROM contacts k WHERE {_SOME_TIME}
),
days AS (
    SELECT *, lag(starts_on) OVER (PARTITION BY case_id, function ORDER BY starts_on) AS before
    FROM (SELECT DISTINCT case_id, function, starts_on FROM begun)
),
changes AS (
    SELECT b.case_id, b.starts_on
    FROM begun b
    JOIN days d ON d.case_id = b.case_id AND d.function = b.function
        AND d.starts_on = b.starts_on
    JOIN cases c ON c.case_id = b.case_id
    WHERE d.before IS NOT NULL
        AND b.starts_on >= c.opened_on AND (c.closed_on IS NULL OR b.starts_on < c.closed_on)
        AND NOT EXISTS (
            SELECT 1 FROM begun o
            WHERE o.case_id = b.case_id AND o.function = b.function
                AND o.starts_on = d.before AND o.staff = b.staff
        )
),
years AS (SELECT period, day, CAST(day + 1 - INTERVAL 12 MONTH AS DATE) AS since FROM asked),
changed AS (
    SELECT y.period, c.case_id, count(*) AS many
    FROM changes c JOIN years y ON c.starts_on BETWEEN y.since AND y.day
    GROUP BY ALL
)
SELECT y.period, c.unit_id, c.target_group,
    coalesce(sum(h.many), 0) AS part,
    sum(least(c.closed_on, y.day + 1) - greatest(c.opened_on, y.since)) AS whole,
    count(*) AS cases
FROM years y
JOIN cases c ON c.opened_on <= y.day
    AND (c.closed_on IS NULL OR (c.closed_on > y.since AND c.closed_on > c.opened_on))
LEFT JOIN changed h ON h.period = y.period AND h.case_id = c.case_id
GROUP BY ALL
"""

SQL = {
    "sex_manader": _OLD,
    "personkontinuitet": _ONE_PERSON,
    "funktionskontinuitet": _ONE_FUNCTION,
    "byten": _CHANGES,
}
