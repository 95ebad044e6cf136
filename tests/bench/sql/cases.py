"""Figures about cases: how many are open, how they end, and whether it holds."""

_OPEN = """
SELECT a.period, c.unit_id, c.target_group, count(*) AS part, NULL AS whole
FROM asked a
JOIN cases c ON c.opened_on <= a.day AND (c.closed_on IS NULL OR c.closed_on > a.day)
GROUP BY ALL
"""

# A closing is no exit when the person has another case then, or gets one before the gap is over.
# Nothing is known after the last day known of.
EXITS = """
exits AS (
    SELECT a.period, c.*
    FROM cases c
    JOIN asked a ON c.closed_on >= a.period AND c.closed_on < a.past
    WHERE c.closed_on <= $until AND NOT EXISTS (
        SELECT 1 FROM cases o
        WHERE o.person_id = c.person_id AND o.case_id <> c.case_id
            AND o.opened_on <= $until
            AND o.opened_on < c.closed_on + to_months($exit_gap_months)
            AND (o.opened_on >= c.closed_on OR o.closed_on IS NULL OR o.closed_on > c.closed_on)
    )
)
"""
_AMONG_EXITS = f"""
WITH {EXITS}
SELECT period, unit_id, target_group, count(*) FILTER ({{part}}) AS part, count(*) AS whole
FROM exits
GROUP BY ALL
"""

_HELD = f"""
WITH {EXITS},
told AS (
    SELECT e.period, e.unit_id, e.target_group, (
        SELECT min(o.opened_on) FROM cases o
        WHERE o.person_id = e.person_id AND o.case_id <> e.case_id AND o.opened_on >= e.closed_on
    ) AS again_on,
    closed_on
    FROM exits e
    WHERE {{wanted}}
)
SELECT period, unit_id, target_group,
    count(*) FILTER (again_on IS NULL OR again_on > closed_on + INTERVAL {{months}} MONTH) AS part,
    count(*) AS whole
FROM told
WHERE again_on IS NULL OR again_on > closed_on + INTERVAL {{since}} MONTH OR {{since}} = 0
GROUP BY ALL
"""


def _led_to(state: str) -> str:
    """To self-support that leads to the state; where that is not said it is other income."""
    return _AMONG_EXITS.format(
        part=f"self_support AND coalesce(leads_to, 'other_income') = '{state}'"
    )


SQL = {
    "oppna": _OPEN,
    "avslut": _AMONG_EXITS.format(part="self_support"),
    "avslut_arbete": _led_to("work"),
    "avslut_studier": _led_to("studies"),
    "avslut_inkomst": _led_to("other_income"),
    "hallbart": _HELD.format(wanted="self_support", months=6, since=0),
    "hallbart_12_av_6": _HELD.format(wanted="self_support", months=12, since=6),
    "annat": _HELD.format(wanted="NOT self_support", months=6, since=0),
    "annat_12_av_6": _HELD.format(wanted="NOT self_support", months=12, since=6),
}
