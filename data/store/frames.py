"""The shapes of the frames that are read from the store: column names in order, with types."""

import polars as pl

_ID, _TEXT, _DAY, _YES, _COUNT = pl.Int64, pl.String, pl.Date, pl.Boolean, pl.Int64
_MOMENT = pl.Datetime("us", "UTC")

FORUMS = pl.Schema(
    {"forum_id": _ID, "code": _TEXT, "name": _TEXT, "level": _TEXT, "as_of": _DAY}
    | {"last_met_on": _DAY, "published_version": _COUNT}
)
UNITS = pl.Schema({"unit_id": _ID, "parent_id": _ID, "party_id": _ID, "name": _TEXT})
FORUM_UNITS = pl.Schema({"forum_id": _ID, "unit_id": _ID})
PARTIES = pl.Schema({"party_id": _ID, "name": _TEXT, "is_external": _YES})
FORUM_PARTIES = pl.Schema({"forum_id": _ID, "party_id": _ID})
REPLACED_FORUMS = pl.Schema({"forum_id": _ID, "name": _TEXT})
GRANTS = pl.Schema(
    {"grant_id": _ID, "user_id": _ID, "display_name": _TEXT, "issuer": _TEXT, "forum_id": _ID}
    | {"role": _TEXT, "role_label": _TEXT, "role_rank": _COUNT, "unit_id": _ID}
    | {"valid_from": _DAY, "valid_until": _DAY, "version": _COUNT}
    | {"is_deactivated": _YES, "is_external": _YES}
)
USERS = pl.Schema(
    {"user_id": _ID, "display_name": _TEXT, "email": _TEXT, "issuer": _TEXT, "subject": _TEXT}
    | {"party_id": _ID, "deactivated_at": _MOMENT, "version": _COUNT}
)
LEGAL_BASES = pl.Schema(
    {"code": _TEXT, "short": _TEXT, "label": _TEXT, "valid_from": _DAY, "valid_until": _DAY}
    | {"status": _TEXT, "evidence": _TEXT, "source": _TEXT, "confirmed_on": _DAY}
    | {"confirmed_by": _TEXT, "version": _COUNT}
)
REVIEWS = pl.Schema(
    {"forum_id": _ID, "month": _DAY, "by": _TEXT, "signed_at": _MOMENT, "entries": _COUNT}
    | {"finding": _TEXT}
)
HIDDEN = pl.Schema(
    {"figure": _TEXT, "group_id": _ID, "period": _DAY, "after_months": _COUNT}
    | {
        "unit_id": _ID,
        "target_group": _TEXT,
        "side": _TEXT,
        "time_in_support": _TEXT,
        "band": _TEXT,
        "secret": _YES,
        "loose": _YES,
        "digest": _TEXT,
    }
)
ACCESS = pl.Schema(
    {"access_id": _ID, "at": _MOMENT, "who": _TEXT, "kind": _TEXT, "what": _TEXT}
    | {"unit": _TEXT, "rows": _COUNT}
)
CODES = pl.Schema(
    {"list": _TEXT, "code": _TEXT, "label": _TEXT, "rank": _COUNT}
    | {"valid_from": _DAY, "valid_until": _DAY}
)
SETTINGS = pl.Schema(
    {"forum_id": _ID, "name": _TEXT, "value": _TEXT, "version": _COUNT}
    | {"changed_by": _TEXT, "changed_at": _MOMENT}
)

CASES = pl.Schema(
    {"case_id": _ID, "person_id": _ID, "unit_id": _ID, "target_group": _TEXT}
    | {"opened_on": _DAY, "closed_on": _DAY, "exit_reason": _TEXT, "self_support": _YES}
    | {"leads_to": _TEXT, "birth_year": _COUNT, "sex": _TEXT, "first_decided_on": _DAY}
    | {"is_zero_placed": _YES, "is_shared": _YES, "needs_parallel": _YES}
)
HOUSEHOLD_MONTHS = pl.Schema(
    {"household_id": _ID, "month": _DAY, "unit_id": _ID, "target_group": _TEXT, "amount": _COUNT}
)
SUPPORT_MONTHS = pl.Schema(
    {"person_id": _ID, "month": _DAY, "unit_id": _ID, "target_group": _TEXT}
    | {"birth_year": _COUNT, "sex": _TEXT}
)
INDIVIDUAL_PLANS = pl.Schema(
    {"individual_plan_id": _ID, "case_id": _ID, "unit_id": _ID, "target_group": _TEXT}
    | {"made_on": _DAY, "ended_on": _DAY, "next_step_on": _DAY}
)
FOLLOW_UPS = pl.Schema({"individual_plan_id": _ID, "followed_up_on": _DAY, "next_step_on": _DAY})
EPISODES = pl.Schema(
    {"case_id": _ID, "party": _ID, "service": _TEXT, "starts_on": _DAY, "ends_on": _DAY}
)
ACTIVITIES = pl.Schema({"case_id": _ID, "starts_on": _DAY, "ends_on": _DAY})
CONTACTS = pl.Schema(
    {"case_id": _ID, "function": _TEXT, "staff": _TEXT, "starts_on": _DAY, "ends_on": _DAY}
)
TRACKS = pl.Schema({"case_id": _ID, "track": _TEXT, "starts_on": _DAY, "ends_on": _DAY})
ASSESSMENTS = pl.Schema(
    {"assessment_id": _ID, "case_id": _ID, "instrument": _TEXT, "assessed_on": _DAY}
    | {"rater": _TEXT}
)
SCORES = pl.Schema({"assessment_id": _ID, "indicator": _TEXT, "score": _COUNT, "is_belief": _YES})
CONSENTS = pl.Schema(
    {"person_id": _ID, "given_on": _DAY, "valid_until": _DAY, "withdrawn_on": _DAY}
)
STAYS = pl.Schema(
    {"case_id": _ID, "programme": _TEXT, "starts_on": _DAY, "ends_on": _DAY}
    | {"most_months": _COUNT, "result": _TEXT}
)
AFTER_EXIT = pl.Schema({"case_id": _ID, "contacted_on": _DAY})
ROUNDS = pl.Schema({"round_id": _ID, "unit_id": _ID, "starts_on": _DAY, "ends_on": _DAY})
REVIEWED = pl.Schema({"round_id": _ID, "case_id": _ID, "reviewed_on": _DAY})
SAMPLES = pl.Schema({"unit_id": _ID, "sampled_on": _DAY, "received": _COUNT, "answered": _COUNT})
POPULATION = pl.Schema(
    {"forum_id": _ID, "year": _COUNT, "from_age": _COUNT, "until_age": _COUNT, "people": _COUNT}
)
PRESENT = pl.Schema({"forum_id": _ID, "name": _TEXT})
DELIVERIES = pl.Schema(
    {"delivery_id": _ID, "forum_id": _ID, "source": _TEXT, "profile": _TEXT}
    | {"observed_from": _DAY, "observed_until": _DAY}
    | {"rows_taken": _COUNT, "rows_refused": _COUNT, "taken_in_at": _MOMENT}
)

GROUPS = pl.Schema(
    {"group_id": _ID, "forum_id": _ID, "name": _TEXT, "criterion": _TEXT, "baseline_on": _DAY}
    | {"goal_count": _COUNT, "goal_on": _DAY, "is_example": _YES, "follows_cases": _YES}
    | {"source": _TEXT}
)
MEMBERS = pl.Schema(
    {"member_id": _ID, "group_id": _ID, "person_id": _ID, "started_on": _DAY, "unit_id": _ID}
)
STATES = pl.Schema(
    {"member_id": _ID, "group_id": _ID, "state": _TEXT, "since_on": _DAY, "seq": _ID}
)

PLANS = pl.Schema(
    {"plan_id": _ID, "forum_id": _ID, "title": _TEXT, "decided_on": _DAY, "source": _TEXT}
)
OUTCOMES = pl.Schema({"plan_id": _ID, "level": _TEXT, "text": _TEXT, "rank": _COUNT})
POINTS = pl.Schema(
    {"item_id": _ID, "plan_id": _ID, "forum_id": _ID, "number": _COUNT, "title": _TEXT}
    | {"responsible_function": _TEXT, "responsible_unit_id": _ID, "responsible_person": _TEXT}
    | {"starts_on": _DAY, "due_on": _DAY, "decided_on": _DAY, "version": _COUNT}
)
POINT_PARTIES = pl.Schema({"item_id": _ID, "party": _TEXT})
UPDATES = pl.Schema(
    {"item_id": _ID, "seq": _ID, "at": _MOMENT, "by": _TEXT, "status": _TEXT, "judgement": _TEXT}
    | {"needs": _TEXT, "next_step": _TEXT, "note": _TEXT, "done_on": _DAY, "evidence": _TEXT}
    | {"by_user_id": _ID, "undoes": _ID}
)

TARGETS = pl.Schema(
    {"forum_id": _ID, "figure": _TEXT, "unit_id": _ID, "value": pl.Float64, "valid_from": _DAY}
    | {"decision": _TEXT, "target_id": _ID, "valid_until": _DAY, "set_by": _TEXT}
    | {"version": _COUNT}
)
REBASES = pl.Schema(
    {"rebase_id": _ID, "forum_id": _ID, "figure": _TEXT, "unit_id": _ID, "period": _DAY}
    | {"reason": _TEXT, "by": _TEXT, "at": _MOMENT, "withdrawn_at": _MOMENT, "version": _COUNT}
)
FIGURE_NOTES = pl.Schema(
    {"note_id": _ID, "forum_id": _ID, "figure": _TEXT, "causes": _TEXT, "partners": _TEXT}
    | {"works": _TEXT, "action": _TEXT, "by": _TEXT, "at": _MOMENT, "version": _COUNT}
)
SCORECARDS = pl.Schema({"forum_id": _ID, "version": _COUNT})
CHOSEN = pl.Schema({"forum_id": _ID, "figure": _TEXT, "rank": _COUNT, "headline": _YES})
INVENTORY = pl.Schema(
    {"entry_id": _ID, "forum_id": _ID, "figure": _TEXT, "standing": _TEXT, "owner": _TEXT}
    | {"due_on": _DAY, "note": _TEXT, "by": _TEXT, "version": _COUNT}
)
DELIVERED_FIGURES = pl.Schema(
    {"delivered_figure_id": _ID, "forum_id": _ID, "key": _TEXT, "title": _TEXT}
    | {"question": _TEXT, "part_in_words": _TEXT, "whole_in_words": _TEXT, "unit": _TEXT}
    | {"better": _TEXT, "cadence": _TEXT, "source": _TEXT, "owner": _TEXT}
)
DELIVERED_VALUES = pl.Schema(
    {"forum_id": _ID, "key": _TEXT, "period": _DAY, "unit_id": _ID, "part": pl.Float64}
    | {"whole": pl.Float64, "provisional": _YES}
)
POINT_FIGURES = pl.Schema({"item_id": _ID, "figure": _TEXT})
FIGURES = pl.Schema(
    {"figure": _TEXT, "period": _DAY, "unit_id": _ID, "target_group": _TEXT}
    | {"part": _COUNT, "whole": _COUNT, "shown": _YES, "provisional": _YES}
    | {"value": pl.Float64, "value_90": pl.Float64, "value_all": pl.Float64}
    | {"people": _COUNT}
    | {"sex": _TEXT, "age_band": _TEXT}
)
PUBLISHED = pl.Schema({"forum_id": _ID, **FIGURES, "version": _COUNT})
LEDGERS = pl.Schema(
    {"group_id": _ID, "on": _DAY, "after_months": _COUNT, "state": _TEXT, "members": _COUNT}
    | {"shown": _YES, "unit_id": _ID, "time_in_support": _TEXT}
)


def shaped_as(shape: pl.Schema, frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with a shape's columns, in its order and types; columns that it lacks are null."""
    lacking = [pl.lit(None, kind).alias(n) for n, kind in shape.items() if n not in frame.columns]
    whole = frame.with_columns(lacking)
    return whole.select(pl.col(name).cast(kind) for name, kind in shape.items())
