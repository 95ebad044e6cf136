"""The functions and values that outside checks call, with the names of their arguments.

Nothing else here calls some of them: they are the contract, not dead code. Arguments and columns
may be added, never renamed or removed.
"""

CONTRACT: dict[str, tuple[str, ...]] = {
    "metrics.change.since": ("then", "now"),
    "metrics.cohort.Pace": ("expected", "probability", "needed_per_month"),
    "metrics.cohort.curve": ("states", "days"),
    "metrics.cohort.lasting": ("exits", "returns", "on", "months", "exit_gap_months"),
    "metrics.cohort.ledger": ("states", "on"),
    "metrics.cohort.pace": ("members", "reached", "months_gone", "months_left", "goal", "lost"),
    "metrics.disclosure.protect": (
        *("table", "by", "count", "k", "apart", "knows", "hold", "keep"),
    ),
    "metrics.disclosure.protect_flows": ("units", "months", "unit", "before", "k", "knows", "hold"),
    "metrics.flow.exits": ("cases", "until", "gap_months"),
    "metrics.flow.gaps": ("episodes", "cases", "until", "min_days"),
    "metrics.flow.monthly": ("spells", "first", "last", "by"),
    "metrics.flow.parallel": ("episodes", "until", "parties"),
    "metrics.flow.stock": ("spells", "days", "by"),
    "metrics.flow.time_to_first": ("cases", "episodes", "on"),
    "metrics.flow.waits_by_month": ("waits", "on", "by"),
    "metrics.intervals.gaps": ("episodes", "cases", "until", "min_days"),
    "metrics.intervals.monthly": ("spells", "first", "last", "by"),
    "metrics.intervals.parallel": ("episodes", "until", "parties"),
    "metrics.intervals.stock": ("spells", "days", "by"),
    "metrics.intervals.time_to_first": ("cases", "episodes", "on"),
    "metrics.intervals.waits_by_month": ("waits", "on", "by"),
    "metrics.periods.iso_week": ("year", "week"),
    "metrics.plans.burnup": ("items", "updates", "days"),
    "metrics.plans.progress": ("items", "updates", "on", "stale_after"),
    "metrics.share.Ratio": ("numerator", "denominator"),
    "metrics.share.Share": ("part", "whole"),
    "metrics.share.interval": ("part", "whole"),
    "metrics.spc.Judgement": ("variation", "assurance"),
    "metrics.spc.judge": ("chart", "better", "target"),
    "metrics.spc.p_chart": ("points",),
    "metrics.spc.xmr": ("points", "better", "target", "rebase", "fix_after", "screen"),
    "metrics.survival.exits_by_cause": ("spells", "by"),
    "metrics.survival.kaplan_meier": ("spells", "by", "level"),
    "metrics.survival.median_days": ("curve",),
}
