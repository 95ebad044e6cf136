"""The one door out of the store: frames, narrowed to a viewer in a steering group."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal

import polars as pl
from sqlalchemy import Engine

from data.clock import today
from data.names import told_apart
from data.people import access_log
from data.people.rights import KEEP_MEMBERS, REVIEW_LOG, NotAllowedError, Viewer
from data.people.viewers import with_units_below
from data.published.facts import Protection, rules_of
from data.published.lists import earlier_of
from data.published.seen import (
    AREAS,
    OF_PLANS,
    PLAN_FIGURES,
    Seen,
    catalogue,
    missing_for,
    seen,
    seen_of_plans,
)
from data.store import frames
from data.store.moment import Moment
from data.store.snapshot import Snapshot
from metrics.catalogue import Figure
from metrics.rules import Rules

MOST_LOG_LINES = access_log.MOST_LINES  # given at a time, except in a file
STORY = "demo/story"  # the issuer of the made-up user behind what a demonstration begins with
# Frames of a steering group that only those who may see its figures are given.
PICTURE = {"deliveries", "plans", "points", "targets", "groups", "published"}
PICTURE |= {"rebases", "figure_notes", "scorecards", "chosen", "inventory"}


@dataclass(frozen=True)
class Forum:
    """A steering group as pages need it. The names of parties and forums are in no order."""

    forum_id: int
    code: str
    name: str
    level: str
    as_of: date | None
    last_met_on: date | None
    parties: tuple[str, ...]
    replaced: tuple[str, ...]


@dataclass(frozen=True)
class Delivered:
    """How fresh the facts are: the last day that they cover, and the number of sources."""

    until: date | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Scorecard:
    """The figures that a steering group has chosen, in its order, and which are its headlines."""

    version: int
    figures: tuple[str, ...]
    headlines: frozenset[str]


class Reader:
    """Reads frames for one viewer, as of the versions that it was made with.

    Every frame is narrowed here to the viewer's steering group, and single cases to the viewer's
    own units, so that no page can forget to do it.
    """

    def __init__(self, snapshot: Snapshot, versions: dict[str, int], viewer: Viewer):
        self.versions = versions
        self.viewer = viewer
        self._moment = Moment.at(snapshot, versions, viewer.forum_id)
        self._narrowed: dict[str, pl.DataFrame] = {}

    @property
    def store_number(self) -> int:
        """The number of the store, among those that this process has opened."""
        return self._moment.snapshot.number

    def roles(self) -> dict[str, str]:
        """The viewer's own roles in the steering group, code -> label."""
        labels = self.labels("roles")
        return {role: labels[role] for role in labels if role in self.viewer.roles}

    def forum(self) -> Forum:
        """The viewer's steering group, with its parties and the forums it replaced."""
        row = self._of_forum("forums").drop("published_version").row(0, named=True)
        return Forum(
            **row,
            parties=tuple(self.parties()["name"]),
            replaced=tuple(self._of_forum("replaced_forums")["name"]),
        )

    def units(self) -> pl.DataFrame:
        """The units that the steering group follows, shaped as frames.UNITS.

        Units of one name are told apart, here and in `every_unit`, by their parties, or else by the
        units that they lie under.
        """
        return self._named_units.join(self._of_forum("forum_units"), on="unit_id", how="semi")

    def every_unit(self) -> pl.DataFrame:
        """Every unit of the parties in the steering group, shaped as frames.UNITS."""
        parties = self._of_forum("forum_parties")
        return self._named_units.join(parties, on="party_id", how="semi")

    @cached_property
    def _named_units(self) -> pl.DataFrame:
        """The units that the steering group follows, or its parties have, by names of their own."""
        units, shape = self._frame("units"), list(frames.UNITS)
        followed, seats = self._of_forum("forum_units"), self._of_forum("forum_parties")
        here = units.filter(
            pl.col("unit_id").is_in(followed["unit_id"].implode())
            | pl.col("party_id").is_in(seats["party_id"].implode())
        )
        parties = self._frame("parties").select("party_id", party="name")
        above = units.select(parent_id="unit_id", above="name")
        of = here.join(parties, on="party_id", how="left", maintain_order="left")
        of = of.join(above, on="parent_id", how="left", maintain_order="left")
        return told_apart(of, "name", ("party", "above", "unit_id")).select(shape)

    def labels(self, codes: str) -> dict[str, str]:
        """A code list as code -> label, in its own order."""
        rows = self._frame("codes").filter(pl.col("list") == codes).sort("rank", "code")
        return dict(rows.select("code", "label").rows())

    def choices(self, codes: str, on: date) -> dict[str, str]:
        """The same, with only the codes that may be chosen on a day."""
        holds = (pl.col("valid_until") > on).fill_null(True)
        rows = self._frame("codes").filter(
            pl.col("list") == codes, pl.col("valid_from") <= on, holds
        )
        return dict(rows.sort("rank", "code").select("code", "label").rows())

    @cached_property
    def rules(self) -> Rules:
        """The rules by which the steering group's figures are counted."""
        return self._set[1]

    @cached_property
    def protection(self) -> Protection:
        """How the steering group's small numbers are protected."""
        return self._set[0]

    @cached_property
    def _set(self) -> tuple[Protection, Rules]:
        return rules_of(dict(self._of_forum("settings").select("name", "value").rows()))

    def delivered(self) -> Delivered:
        """How fresh the steering group's facts are."""
        rows = self._of_forum("deliveries")
        return Delivered(
            rows.select(pl.col("observed_until").max()).item(),
            tuple(rows["source"].unique().sort()),
        )

    @property
    def is_behind(self) -> bool:
        """Whether there are facts that the published figures were not made from."""
        made_from = self._of_forum("forums")["published_version"].item()
        is_older = made_from is None or made_from < self.versions["cases"]
        return is_older and self.delivered().until is not None

    def deliveries(self) -> pl.DataFrame:
        """The files delivered for the steering group, shaped as frames.DELIVERIES."""
        return self._of_forum("deliveries")

    def plans(self) -> pl.DataFrame:
        """The steering group's action plans, shaped as frames.PLANS.

        Plans of one name are told apart by the days they were decided on.
        """
        return told_apart(self._of_forum("plans"), "title", ("decided_on", "plan_id"))

    def outcomes(self) -> pl.DataFrame:
        """The outcomes expected of those plans, shaped as frames.OUTCOMES."""
        return self._frame("outcomes").join(self.plans(), on="plan_id", how="semi")

    def points(self) -> pl.DataFrame:
        """The points of those plans, shaped as frames.POINTS."""
        return self._of_forum("points")

    def point_parties(self) -> pl.DataFrame:
        """Which parties those points concern, shaped as frames.POINT_PARTIES."""
        return self._frame("point_parties").join(self.points(), on="item_id", how="semi")

    def updates(self) -> pl.DataFrame:
        """The status updates of those points, shaped as frames.UPDATES."""
        return self._frame("updates").join(self.points(), on="item_id", how="semi")

    def point_figures(self) -> pl.DataFrame:
        """Which figures those points are meant to move, shaped as frames.POINT_FIGURES."""
        return self._frame("point_figures").join(self.points(), on="item_id", how="semi")

    def targets(self) -> pl.DataFrame:
        """The steering group's targets, shaped as frames.TARGETS."""
        return self._of_forum("targets")

    def rebases(self) -> pl.DataFrame:
        """The recalculations of its figures' limits, also withdrawn ones: frames.REBASES."""
        return self._of_forum("rebases")

    def figure_notes(self, figure: str) -> pl.DataFrame:
        """The notes on how a figure may be turned, latest first: frames.FIGURE_NOTES."""
        notes = self._of_forum("figure_notes").filter(pl.col("figure") == figure)
        return notes.sort("version", descending=True)

    def scorecard(self) -> Scorecard | None:
        """The figures that the steering group has chosen; None while it follows them all."""
        card, chosen = self._of_forum("scorecards"), self._of_forum("chosen").sort("rank")
        if card.is_empty():
            return None
        headlines = chosen.filter(pl.col("headline"))["figure"]
        return Scorecard(card["version"][0], tuple(chosen["figure"]), frozenset(headlines))

    def inventory(self) -> pl.DataFrame:
        """The steering group's inventory of statistics, shaped as frames.INVENTORY."""
        return self._of_forum("inventory")

    def groups(self) -> pl.DataFrame:
        """The steering group's measurement groups, shaped as frames.GROUPS."""
        return self._of_forum("groups")

    def ledger(self, group_id: int) -> pl.DataFrame:
        """One group's protected ledger, shaped as frames.LEDGERS; empty if not this forum's."""
        whole = pl.all_horizontal(pl.col("unit_id", "time_in_support").is_null())
        return self._ledgers(group_id).filter(whole)

    def ledger_by(self, group_id: int, way: Literal["unit_id", "time_in_support"]) -> pl.DataFrame:
        """The same by followed unit or by time in support, at the end of each quarter.

        Shaped as frames.LEDGERS; state is remaining or left, and members for both together.
        Protected for all viewers: heads see how their own members stand among their cases. The
        protection is against somebody who knows one unit: for a viewer who knows several, all units
        are hidden on a day when any of them is.
        """
        ledger = self._ledgers(group_id).filter(pl.col(way).is_not_null())
        if len(self.viewer.case_units & frozenset(self.units()["unit_id"])) < 2:
            return ledger
        secret = ledger.filter(~pl.col("shown"))["on"].unique()
        shown = pl.col("shown") & ~pl.col("on").is_in(secret.implode())
        return ledger.with_columns(pl.when(shown).then("members").alias("members"), shown=shown)

    def _ledgers(self, group_id: int) -> pl.DataFrame:
        this_group = self.groups().filter(pl.col("group_id") == group_id)
        return self._frame("ledgers").join(this_group, on="group_id", how="semi")

    def group_size(self, group_id: int) -> int:
        """How many people are on one group's list: a closed list's size is public."""
        this_group = self.groups().filter(pl.col("group_id") == group_id)
        return self._frame("members").join(this_group, on="group_id", how="semi").height

    def lists_beside(self, group_id: int) -> list[str]:
        """The names of the groups started earlier for whose sake one group's ledger shows less.

        They share people with it, or with another that does (`data.published.lists`).
        """
        groups = self.groups()
        on_lists = self._frame("members").join(groups, on="group_id", how="semi")
        beside = pl.col("group_id").is_in(earlier_of(on_lists).get(group_id, []))
        return groups.filter(beside).sort("group_id")["name"].to_list()

    def figures(self) -> pl.DataFrame:
        """Every figure, shaped as frames.FIGURES: exact for the viewer's own units, else protected.

        A null unit or target group is the margin over all of them. The protection is against
        somebody who knows one unit exactly: for a viewer who knows several, some margins over units
        are hidden too, see `without_margins`.
        """
        return pl.concat([self._seen().everything(), *self._of_plans().values()])

    def figure(self, key: str) -> pl.DataFrame:
        """The same for one figure; no rows where there is nothing to show."""
        if key in PLAN_FIGURES:
            return self._of_plans().get(key, frames.FIGURES.to_frame())
        return self._seen().rows(key)

    def figure_longer(self, key: str, way: str) -> pl.DataFrame:
        """One figure by longer periods, as far as it is published by them (`metrics.longer`)."""
        return self._seen().longer(key, way)

    def figure_by(self, key: str, way: Literal["sex", "age_band"]) -> pl.DataFrame:
        """The same for one figure by sex or age band; no rows if it is not published that way."""
        return self._seen().by_person(key, way)

    def catalogue(self) -> tuple[Figure, ...]:
        """The steering group's key figures: the house's, then those delivered ready made."""
        self._demand_picture()
        return catalogue(self._moment)

    def missing(self) -> frozenset[str]:
        """The deliveries that are missing: the names that figures read and that have no rows."""
        self._demand_picture()
        return missing_for(self._moment)

    def _seen(self) -> Seen:
        self._demand_picture()
        return self._seen_once

    @cached_property
    def _seen_once(self) -> Seen:
        own = self.viewer.case_units & frozenset(self.units()["unit_id"])
        return seen(self._moment.through(AREAS), own, self._on())

    def _of_plans(self) -> dict[str, pl.DataFrame]:
        self._demand_picture()
        return seen_of_plans(self._moment.through(OF_PLANS), self._on())

    def _on(self) -> date:
        """The day of the facts: the steering group's own, or today."""
        own_days = self._of_forum("forums")["as_of"].to_list()  # none where the forum is gone
        return next(iter(own_days), None) or today()

    def cases(self) -> pl.DataFrame:
        """Single cases, shaped as frames.CASES: only those of the viewer's own units.

        Every call is a line in the access log, and so is a refusal.
        """
        followed = frozenset(self.units()["unit_id"])
        own = self.viewer.case_units & with_units_below(self._frame("units"), followed)
        if not self.viewer.case_units:
            self._note(access_log.REFUSED, "ärenden")
            raise NotAllowedError("Din roll ger inte rätt att se enskilda ärenden.")
        cases = self._frame("cases").filter(pl.col("unit_id").is_in(list(own)))
        self._note(access_log.OPENED_CASES, "ärenden", rows=cases.height)
        return cases

    def members(self) -> pl.DataFrame:
        """Every role granted in the steering group, past ones too, with who has it.

        Shaped as frames.GRANTS. Only for those who keep the members.
        """
        self._demand(KEEP_MEMBERS, "styrgruppens medlemmar")
        return self._of_forum("grants")

    def users(self) -> pl.DataFrame:
        """Those with a role in the steering group, now or before, and those without any role yet.

        Shaped as frames.USERS. Only for those who keep the members. The made-up user behind a
        demonstration's first words is left out.
        """
        members = self.members()
        users = self._frame("users").filter(pl.col("issuer") != STORY)
        waiting = users.join(self._frame("grants"), on="user_id", how="anti")
        return pl.concat([users.join(members, on="user_id", how="semi"), waiting])

    def user(self, user_id: int) -> pl.DataFrame:
        """The user with an id, also one with roles elsewhere only: no row or one, as `users`."""
        self._demand(KEEP_MEMBERS, "styrgruppens medlemmar")
        return self._frame("users").filter(pl.col("user_id") == user_id)

    def parties(self) -> pl.DataFrame:
        """The parties in the steering group, shaped as frames.PARTIES."""
        seats = self._of_forum("forum_parties")
        return self._frame("parties").join(seats, on="party_id", how="semi")

    def settings(self) -> pl.DataFrame:
        """What the steering group has set, shaped as frames.SETTINGS; all else has its default."""
        return self._of_forum("settings")

    def legal_bases(self, on: date | None = None) -> pl.DataFrame:
        """The law that held on a day, or (None) all rows; shaped as frames.LEGAL_BASES."""
        rows = self._frame("legal_bases").sort("valid_from", "code")
        if on is None:
            return rows
        holds = (pl.col("valid_until") > on).fill_null(True)
        return rows.filter(pl.col("valid_from") <= on, holds)

    def access_lines(self, since: datetime, until: datetime, **chosen) -> pl.DataFrame:
        """Lines of the access log, as data.people.access_log.lines. Only for reviewers."""
        self._demand(REVIEW_LOG, "åtkomstloggen")
        return access_log.lines(self._engine, self.viewer.forum_id, since, until, **chosen)

    def how_many_lines(self, since: datetime, until: datetime) -> int:
        """How many lines the log has from `since` to before `until`. Only for reviewers."""
        self._demand(REVIEW_LOG, "åtkomstloggen")
        return access_log.how_many(self._engine, self.viewer.forum_id, since, until)

    def reviews(self) -> pl.DataFrame:
        """The signed months of the log, shaped as frames.REVIEWS. Only for reviewers."""
        self._demand(REVIEW_LOG, "åtkomstloggen")
        return self._of_forum("reviews")

    def _demand(self, right: str, what: str) -> None:
        if not self.viewer.may(right):
            self._note(access_log.REFUSED, what)
            raise NotAllowedError(f"Din roll ger inte rätt att se {what}.")

    def _note(self, kind: str, what: str, rows: int | None = None) -> None:
        who = {"user_id": self.viewer.user_id, "forum_id": self.viewer.forum_id}
        access_log.note(self._engine, kind, what, rows=rows, **who)

    def _frame(self, name: str) -> pl.DataFrame:
        return self._moment.frame(name)

    @property
    def _engine(self) -> Engine:
        return self._moment.snapshot.engine

    def _demand_picture(self) -> None:
        if not self.viewer.sees_figures:
            raise NotAllowedError("Din roll ger inte rätt att se styrgruppens siffror och planer.")

    def _of_forum(self, name: str) -> pl.DataFrame:
        if name in PICTURE:
            self._demand_picture()
        if name not in self._narrowed:
            self._narrowed[name] = self._moment.of_forum(name)
        return self._narrowed[name]
