"""Figures about support paid, and for how long people have had it."""

_MONTH = """
SELECT a.period, s.unit_id, s.target_group, {count} AS part, NULL AS whole
FROM {paid} s JOIN asked a ON s.month = a.period
GROUP BY ALL
"""

# Everybody with support in the year up to a period: where they were paid last, and in how many of
# the months up to it, as far back as is asked.
_PEOPLE = """
WITH people AS (
    SELECT a.period, s.person_id,
        arg_max(s.unit_id, s.month) AS unit_id,
        arg_max(s.target_group, s.month) AS target_group,
        max(s.birth_year) AS birth_year,
        count(DISTINCT s.month) AS months
    FROM support_months s
    JOIN asked a ON s.month > a.period - INTERVAL {months} MONTH AND s.month <= a.period
    GROUP BY a.period, s.person_id
    HAVING max(s.month) > a.period - INTERVAL 12 MONTH
)
SELECT period, unit_id, target_group, count(*) FILTER ({part}) AS part, count(*) AS whole
FROM people
GROUP BY ALL
"""
_TURNS_18_TO_24 = "year(period) - birth_year BETWEEN 18 AND 24"

SQL = {
    "hushall": _MONTH.format(count="count(*)", paid="household_months"),
    "vuxna": _MONTH.format(count="count(DISTINCT s.person_id)", paid="support_months"),
    "langvarigt": _PEOPLE.format(months=12, part="months >= 10"),
    "mycket_langvarigt": _PEOPLE.format(months=36, part="months >= $very_long_months"),
    "unga": _PEOPLE.format(months=12, part=_TURNS_18_TO_24),
}
