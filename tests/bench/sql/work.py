"""Figures about what is done with people, what it costs, and how those who are asked judge it."""

from tests.bench.sql.cases import EXITS
from tests.bench.sql.chains import OPEN, SHARE

_AMOUNTS = """
SELECT a.period, s.unit_id, s.target_group,
    sum(s.amount) AS part, count(*) AS whole
FROM household_months s JOIN asked a ON s.month = a.period
WHERE s.amount IS NOT NULL
GROUP BY ALL
"""

_RESULTS = f"""
{SHARE.format(part="s.result IN ('work', 'studies')")}
FROM stays s
JOIN asked a ON s.ends_on >= a.period AND s.ends_on < a.past
JOIN cases c USING (case_id)
WHERE s.ends_on <= $until
GROUP BY ALL
"""
_OVER = f"""
{SHARE.format(part="s.starts_on + to_months(CAST(s.most_months AS INT)) < a.day")}
FROM stays s
JOIN asked a ON s.starts_on <= a.day AND (s.ends_on IS NULL OR s.ends_on > a.day)
JOIN cases c USING (case_id)
WHERE s.most_months IS NOT NULL
GROUP BY ALL
"""

# The latest word of the plans that go on; on the same day a follow-up is later than a plan. Of two
# of the same kind and day either's will do.
_NEXT_STEP = f"""
WITH {OPEN},
words AS (
    SELECT case_id, ended_on, next_step_on, made_on AS said_on, 0 AS kind FROM individual_plans
    UNION ALL
    SELECT p.case_id, p.ended_on, f.next_step_on, f.followed_up_on, 1
    FROM follow_ups f JOIN individual_plans p USING (individual_plan_id)
    WHERE f.followed_up_on >= p.made_on
),
said AS (
    SELECT o.period, o.case_id, coalesce(w.next_step_on >= o.day, false) AS is_known,
        rank() OVER (
            PARTITION BY o.period, o.case_id ORDER BY w.said_on DESC, w.kind DESC
        ) AS place
    FROM open o
    JOIN words w ON w.case_id = o.case_id AND w.said_on <= o.day
        AND (w.ended_on IS NULL OR w.ended_on > o.day)
),
latest AS (
    SELECT period, case_id, bool_or(is_known) AS is_known FROM said WHERE place = 1 GROUP BY ALL
)
{SHARE.format(part="l.is_known")}
FROM open o LEFT JOIN latest l USING (period, case_id)
GROUP BY ALL
"""

_IN_TRACK = f"""
{OPEN},
in_track AS (
    SELECT DISTINCT o.period, o.case_id
    FROM open o
    JOIN tracks t ON t.case_id = o.case_id AND t.starts_on + INTERVAL 6 MONTH <= o.day
        AND (t.ends_on IS NULL OR t.ends_on > o.day)
)
"""
_TRACKED = f"""
WITH {_IN_TRACK}
{SHARE.format(part="t.case_id IS NOT NULL")}
FROM open o LEFT JOIN in_track t USING (period, case_id)
GROUP BY ALL
"""
_ASSESSED = f"""
WITH {_IN_TRACK},
fresh AS (
    SELECT DISTINCT o.period, o.case_id
    FROM open o
    JOIN assessments s ON s.case_id = o.case_id AND s.assessed_on <= o.day
        AND s.assessed_on + INTERVAL 6 MONTH >= o.day
)
{SHARE.format(part="f.case_id IS NOT NULL")}
FROM open o JOIN in_track t USING (period, case_id) LEFT JOIN fresh f USING (period, case_id)
GROUP BY ALL
"""

# The participant's latest of the half-year against the one before it, by the same instrument.
_MOVED = f"""
WITH mine AS (
    SELECT *, lag(assessment_id) OVER (
        PARTITION BY case_id, instrument ORDER BY assessed_on
    ) AS before
    FROM assessments WHERE rater = 'participant' AND assessed_on <= $until
),
latest AS (
    SELECT a.period, m.*
    FROM mine m JOIN asked a ON m.assessed_on >= a.period AND m.assessed_on < a.past
    QUALIFY row_number() OVER (
        PARTITION BY a.period, m.case_id, m.instrument ORDER BY m.assessed_on DESC
    ) = 1
),
again AS (SELECT DISTINCT period, case_id FROM latest WHERE before IS NOT NULL),
risen AS (
    SELECT DISTINCT l.period, l.case_id
    FROM latest l
    JOIN scores n ON n.assessment_id = l.assessment_id
    JOIN scores b ON b.assessment_id = l.before AND b.indicator = n.indicator
    WHERE NOT coalesce(n.is_belief, false) AND n.score - b.score >= 1
)
{SHARE.format(part="r.case_id IS NOT NULL")}
FROM again JOIN cases USING (case_id) LEFT JOIN risen r USING (period, case_id)
GROUP BY ALL
"""
_BELIEVED = f"""
WITH beliefs AS (
    SELECT a.period, s.case_id, s.assessment_id, min(x.score) AS score
    FROM assessments s
    JOIN asked a ON s.assessed_on >= a.period AND s.assessed_on < a.past
    JOIN scores x ON x.assessment_id = s.assessment_id AND x.is_belief
    WHERE s.rater = 'staff' AND s.assessed_on <= $until
    GROUP BY ALL
)
{SHARE.format(part="score >= 4")}
FROM beliefs JOIN cases USING (case_id)
GROUP BY ALL
"""

_ANSWERED = """
SELECT a.period, s.unit_id, CAST(NULL AS VARCHAR) AS target_group,
    sum(s.answered) AS part, sum(s.received) AS whole
FROM samples s JOIN asked a ON s.sampled_on >= a.period AND s.sampled_on < a.past
WHERE s.sampled_on <= $until
GROUP BY a.period, s.unit_id
HAVING sum(s.received) > 0
"""


def _marked(mark: str) -> str:
    """Open cases with a mark, among all of them."""
    return f"WITH {OPEN} {SHARE.format(part=mark)} FROM open GROUP BY ALL"


def _of_open(spells: str, whose: str = "true", by: str = "case_id") -> str:
    """Open cases of some with a row among `spells` that is so on the day: x about o's day."""
    return f"""
WITH {OPEN},
held AS (SELECT DISTINCT o.period, o.case_id FROM open o JOIN {spells} AND x.{by} = o.{by})
{SHARE.format(part="h.case_id IS NOT NULL")}
FROM open o LEFT JOIN held h USING (period, case_id)
WHERE {whose}
GROUP BY ALL
"""


def _supported(state: str) -> str:
    """Exits to a state, and those with a contact up to the ninetieth day."""
    return f"""
WITH {EXITS}
{
        SHARE.format(
            part='''EXISTS (
    SELECT 1 FROM after_exit x
    WHERE x.case_id = e.case_id AND x.contacted_on <= $until
        AND x.contacted_on BETWEEN e.closed_on AND e.closed_on + 90
)'''
        )
    }
FROM exits e
WHERE self_support AND coalesce(leads_to, 'other_income') = '{state}'
GROUP BY ALL
"""


_CONSENT = """consents x ON x.given_on <= o.day
    AND (x.valid_until IS NULL OR x.valid_until > o.day)
    AND (x.withdrawn_on IS NULL OR x.withdrawn_on > o.day)"""
_REVIEW = "reviewed x ON x.reviewed_on <= o.day AND x.reviewed_on + INTERVAL 3 MONTH >= o.day"
_EFFORT = "episodes x ON x.starts_on <= o.day AND (x.ends_on IS NULL OR x.ends_on > o.day)"

SQL = {
    "utbetalt": _AMOUNTS,
    "programresultat": _RESULTS,
    "over_grans": _OVER,
    "nasta_steg": _NEXT_STEP,
    "i_spar": _TRACKED,
    "skattade": _ASSESSED,
    "rorelse": _MOVED,
    "tilltro": _BELIEVED,
    "svar_samma_dag": _ANSWERED,
    "delade": _marked("is_shared"),
    "samtycke": _of_open(_CONSENT, whose="o.is_shared", by="person_id"),
    "genomgangna": _of_open(_REVIEW),
    "stod_arbete": _supported("work"),
    "stod_studier": _supported("studies"),
    "nollplacerade": _marked("is_zero_placed"),
    "nollplacerade_insats": _of_open(_EFFORT, whose="o.is_zero_placed"),
}
