"""Lists and removes data about persons whose time is up:  python -m data.retention [--do]

Compilations about persons are kept for five years after the conditions that they describe have
ceased (SoL 2001:453 12 kap. 1 §, succeeded by 17 kap. SoL 2025:400; each steering group may set
another number of years). Municipalities in the counties of Östergötland, Gotland and
Västernorrland, and Göteborg, are exempt for research (SFS 2025:468 13 kap. 1 §): nothing is
removed there. Elsewhere those born on the 5th, 15th and 25th are exempt too; a day of birth is
never stored here, so the source system has to keep their data.

Published figures stay, and an event says how many rows were removed by what rule.
"""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Row,
    Table,
    delete,
    func,
    select,
    union_all,
    update,
)

from data.actions.settings import KNOWN
from data.clock import today
from data.command import Command, run, say
from data.models import SQLModel
from data.models.groups import GroupMember
from data.models.log import Setting
from data.models.organisation import Forum, ForumUnit, Unit
from data.models.people import (
    Case,
    HouseholdMonth,
    IndividualPlan,
    Person,
    PlanFollowUp,
    ServiceEpisode,
    SupportMonth,
)
from data.models.work import (
    Assessment,
    BridgingActivity,
    Consent,
    ContactAfterExit,
    ContactPeriod,
    ProgrammeStay,
    ReviewedCase,
    TrackPeriod,
)
from data.settings import settings
from data.store import check_version, open_store, reading, writing
from data.store.log import record

USAGE = "python -m data.retention [--do]"
EXEMPT_COUNTIES, EXEMPT_MUNICIPALITIES = ("05", "09", "22"), ("1480",)
YEARS, MUNICIPALITY = "retention_years", "municipality"
IN_WORDS = {
    "cases": "ärenden",
    "individual_plans": "individuella planer",
    "support_months": "biståndsmånader",
    "persons": "personer",
}
AT_A_TIME = 500
GOES_ON = (ServiceEpisode, BridgingActivity, ContactPeriod, TrackPeriod, ProgrammeStay)
DAYS_OF_A_CASE = (*(table.ends_on for table in GOES_ON), Assessment.assessed_on)
DAYS_OF_A_CASE += (ContactAfterExit.contacted_on, ReviewedCase.reviewed_on)


@dataclass(frozen=True)
class Past:
    """The persons of one steering group whose time is up, and whether the group is exempt."""

    forum_id: int
    name: str
    years: int
    before: date
    people: tuple[int, ...]
    exempt: bool

    def said(self) -> str:
        """One line for whoever runs the command."""
        if self.exempt:
            return f"{self.name}: undantagen för forskningen, eller så är kommunen inte angiven."
        count = len(self.people)
        who = "1 person" if count == 1 else f"{count} personer"
        return f"{self.name}: {who} utan något sedan {self.before} ({self.years} år)."


def past(engine: Engine, on: date) -> list[Past]:
    """The persons whose time is up on a day, in each steering group by its own rule.

    Someone's time is up when all their cases are closed and everything known about them, whatever
    unit it comes from, lies before the group's limit. Those whom another steering group still has
    to keep are left out.
    """
    with reading(engine) as connection:
        last = _last_known(connection)
        forums = connection.execute(select(Forum.forum_id, Forum.name, Forum.municipality)).all()
        theirs = {forum.forum_id: _people_of(connection, forum.forum_id) for forum in forums}
        listed = [_past_of(connection, f, theirs[f.forum_id], last, on) for f in forums]
    kept = {p for of in listed for p in theirs[of.forum_id] - set(of.people)}
    return [replace(of, people=tuple(p for p in of.people if p not in kept)) for of in listed]


def _past_of(
    connection: Connection, forum: Row, theirs: set[int], last: dict[int, date], on: date
) -> Past:
    years = int(_set_here(connection, forum.forum_id, YEARS) or KNOWN[YEARS].delivered)
    before = _years_before(on, years)
    exempt = is_exempt(_set_here(connection, forum.forum_id, MUNICIPALITY) or forum.municipality)
    past_their_time = (p for p in theirs if p in last and last[p] < before)
    people = () if exempt else tuple(sorted(past_their_time))
    return Past(forum.forum_id, forum.name, years, before, people, exempt)


def is_exempt(municipality: str | None) -> bool:
    """Whether a municipality, by Statistics Sweden's four digits, is exempt for research.

    True also when the municipality is not set, since removal can't be undone.
    """
    if municipality is None:
        return True
    return municipality[:2] in EXEMPT_COUNTIES or municipality in EXEMPT_MUNICIPALITIES


def _set_here(connection: Connection, forum_id: int, name: str) -> str | None:
    this = (Setting.forum_id == forum_id, Setting.name == name)
    return connection.scalar(select(Setting.value).where(*this))


def _years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 1 March where that year has no 29 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def _last_known(connection: Connection) -> dict[int, date]:
    """Person -> the last day on which anything is known; no entry while anything is still going."""
    of_case = Case.person_id
    facts = union_all(
        select(of_case.label("person_id"), Case.closed_on.label("on")),
        select(of_case, IndividualPlan.ended_on).join(Case, Case.case_id == IndividualPlan.case_id),
        select(of_case, PlanFollowUp.followed_up_on)
        .join(IndividualPlan, IndividualPlan.individual_plan_id == PlanFollowUp.individual_plan_id)
        .join(Case, Case.case_id == IndividualPlan.case_id),
        select(SupportMonth.person_id, SupportMonth.month),
        *(
            select(of_case, day).join(Case, Case.case_id == day.class_.case_id)
            for day in DAYS_OF_A_CASE
        ),
        select(Consent.person_id, func.coalesce(Consent.withdrawn_on, Consent.given_on)),
    ).subquery()
    plan = IndividualPlan.case_id == Case.case_id
    going_on = union_all(
        select(of_case).where(Case.closed_on.is_(None)),
        select(of_case).join(IndividualPlan, plan).where(IndividualPlan.ended_on.is_(None)),
        *(
            select(of_case)
            .join(table, table.case_id == Case.case_id)
            .where(table.ends_on.is_(None))
            for table in GOES_ON
        ),
    )
    last = (
        select(facts.c.person_id, func.max(facts.c.on))
        .where(facts.c.person_id.not_in(going_on))
        .group_by(facts.c.person_id)
    )
    return {person: _day(on) for person, on in connection.execute(last) if on is not None}


def _day(on: date | str) -> date:
    return date.fromisoformat(on) if isinstance(on, str) else on


def _people_of(connection: Connection, forum_id: int) -> set[int]:
    """Those with a case in, or support from, the steering group's units and units below them."""
    parents = dict(connection.execute(select(Unit.unit_id, Unit.parent_id)).all())
    followed = select(ForumUnit.unit_id).where(ForumUnit.forum_id == forum_id)
    tops = set(connection.scalars(followed))
    below = {unit for unit in parents if _climbs_to(unit, parents, tops)}
    paid = (HouseholdMonth.household_id == SupportMonth.household_id) & (
        HouseholdMonth.month == SupportMonth.month
    )
    of_support = select(SupportMonth.person_id).join(HouseholdMonth, paid)
    return {
        *connection.scalars(select(Case.person_id).where(Case.unit_id.in_(below))),
        *connection.scalars(of_support.where(HouseholdMonth.unit_id.in_(below))),
    }


def _climbs_to(unit: int | None, parents: dict[int, int | None], tops: set[int]) -> bool:
    for _ in range(len(parents) + 1):
        if unit is None or unit in tops:
            break
        unit = parents.get(unit)
    return unit in tops


def remove(engine: Engine, past_time: Past) -> dict[str, int]:
    """Remove what has been listed for one steering group; return table -> number of rows removed.

    A member of a closed list stays on it as a number: the pseudonym is removed, the states stay.
    """
    removed = dict.fromkeys(IN_WORDS, 0)
    if past_time.exempt or not past_time.people:
        return removed
    with writing(engine) as connection:
        last = _last_known(connection)  # something may have come in since they were listed
        people = [p for p in past_time.people if p in last and last[p] < past_time.before]
        for start in range(0, len(people), AT_A_TIME):
            rows = _remove(connection, people[start : start + AT_A_TIME])
            removed = {what: count + rows[what] for what, count in removed.items()}
        record(
            connection,
            by=None,
            action="gallrade uppgifter om personer",
            what="persons",
            areas=("cases", "groups"),
            forum_id=past_time.forum_id,
            after={**removed, "before": past_time.before, "years": past_time.years},
        )
    return removed


def _remove(connection: Connection, people: Sequence[int]) -> Counter[str]:
    """Remove persons and all rows that point at them; return table -> number of rows removed.

    Somebody on a list stays there, without a pseudonym. Months of households with nobody left in
    them are removed too.
    """
    on_lists = set(
        connection.scalars(select(GroupMember.person_id).where(GroupMember.person_id.in_(people)))
    )
    paid = select(SupportMonth.household_id).where(SupportMonth.person_id.in_(people))
    households = set(connection.scalars(paid))
    removed: Counter[str] = Counter()
    persons = Person.__table__
    for table, column, _ in pointing_at(persons):
        if table is not GroupMember.__table__:
            removed += _delete(connection, table, column.in_(people))
    _delete_unpaid(connection, households)
    for person_id in on_lists:
        this = Person.person_id == person_id
        connection.execute(update(Person).where(this).values(pseudonym=f"gallrad-{person_id}"))
    gone = [person_id for person_id in people if person_id not in on_lists]
    return removed + _delete(connection, persons, persons.c.person_id.in_(gone))


def pointing_at(table: Table) -> list[tuple[Table, Column, Column]]:
    """Each foreign key to a table: the table it is in, its column, and the column it points at."""
    return [
        (other, key.parent, key.column)
        for other in SQLModel.metadata.sorted_tables
        for key in other.foreign_keys
        if key.column.table is table
    ]


def _delete(connection: Connection, table: Table, chosen: ColumnElement[bool]) -> Counter[str]:
    """Delete rows, after those in other tables that point at them; return table -> rows deleted."""
    removed: Counter[str] = Counter()
    for other, column, key in pointing_at(table):
        removed += _delete(connection, other, column.in_(select(key).where(chosen)))
    removed[table.name] += connection.execute(delete(table).where(chosen)).rowcount
    return removed


def _delete_unpaid(connection: Connection, households: Collection[int]) -> None:
    """Delete the months of some households in which nobody supported is left."""
    somebody = select(SupportMonth.person_id).where(
        SupportMonth.household_id == HouseholdMonth.household_id,
        SupportMonth.month == HouseholdMonth.month,
    )
    theirs = HouseholdMonth.household_id.in_(households)
    connection.execute(delete(HouseholdMonth).where(theirs, ~somebody.exists()))


def main(words: Sequence[str]) -> int:
    """List, or with --do remove; 0 done, 1 refused, 2 used wrongly."""
    parser = Command(USAGE, "Lista det som är äldre än det får vara, och ta bort det.")
    parser.add_argument("--do", action="store_true", help="ta bort det; annars listas det bara")
    return run(parser, words, _retain)


def _retain(chosen: Namespace) -> int:
    engine = open_store(settings().database_url)
    check_version(engine)
    for forum in past(engine, today()):
        say(forum.said(), done=True)
        if chosen.do:
            _say_removed(remove(engine, forum))
    if not chosen.do:
        say("Ingenting togs bort. Lägg till --do för att ta bort det.", done=True)
    return 0


def _say_removed(removed: Mapping[str, int]) -> None:
    if any(removed.values()):
        counts = ", ".join(f"{count} {IN_WORDS[what]}" for what, count in removed.items())
        say(f"  Borttaget: {counts}.", done=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
