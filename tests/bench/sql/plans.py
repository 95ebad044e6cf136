"""Figures about individual plans: whether they are followed up in time."""

# Old enough when the first follow-up was due before the day; followed when the latest is not past
# due on it.
_FOLLOWED = """
WITH followed AS (
    SELECT DISTINCT a.period, f.individual_plan_id
    FROM follow_ups f
    JOIN asked a ON f.followed_up_on <= a.day
        AND f.followed_up_on + to_months($follow_up_months) >= a.day
)
SELECT a.period, p.unit_id, p.target_group,
    count(f.individual_plan_id) AS part, count(*) AS whole
FROM individual_plans p
JOIN asked a ON p.made_on + to_months($follow_up_months) < a.day
    AND (p.ended_on IS NULL OR p.ended_on > a.day)
LEFT JOIN followed f ON f.period = a.period AND f.individual_plan_id = p.individual_plan_id
GROUP BY ALL
"""

_CURRENT = """
WITH touches AS (
    SELECT case_id, made_on AS touched_on, made_on FROM individual_plans
    UNION ALL
    SELECT p.case_id, f.followed_up_on, p.made_on
    FROM follow_ups f JOIN individual_plans p USING (individual_plan_id)
),
touched AS (
    SELECT DISTINCT a.period, t.case_id
    FROM touches t
    JOIN asked a ON t.touched_on <= a.day AND t.touched_on + INTERVAL 6 MONTH >= a.day
        AND t.made_on <= a.day
)
SELECT a.period, c.unit_id, c.target_group, count(t.case_id) AS part, count(*) AS whole
FROM cases c
JOIN asked a ON c.opened_on <= a.day AND (c.closed_on IS NULL OR c.closed_on > a.day)
LEFT JOIN touched t ON t.period = a.period AND t.case_id = c.case_id
GROUP BY ALL
"""

SQL = {"planer": _FOLLOWED, "aktuella_planer": _CURRENT}
