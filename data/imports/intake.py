"""Storing the cases of a file: all of them in one transaction, or none."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine, bindparam, insert, select, update

from data.actions.groups import follow_groups
from data.imports.cases import DeliveredCase, days_known
from data.imports.profile import Profile
from data.imports.refusal import FileRefusedError, Refusal
from data.imports.units import followed_units
from data.models.intake import Delivery
from data.models.organisation import Forum, ForumParty, ForumUnit, Party, Unit
from data.models.people import Case, Person
from data.store import new_id, reading, writing
from data.store.log import record

AT_A_TIME = 5_000  # rows in one statement
MOST_NEW_UNITS = 40  # that one file can add: more is another column, taken for the units


def already_in(engine: Engine, profile: Profile, file_hash: str) -> bool:
    """Whether an identical file has been taken in before, with the same profile."""
    same = (Delivery.profile == profile.name, Delivery.file_hash == file_hash)
    with reading(engine) as connection:
        return connection.scalar(select(Delivery.delivery_id).where(*same)) is not None


def take_in(
    engine: Engine,
    profile: Profile,
    cases: list[DeliveredCase],
    file_hash: str,
    headings: Mapping[str, str],
) -> tuple[int, int]:
    """Store the cases and the delivery; return the forum's id and the number of new cases.

    A case already stored, by its key in the source, is brought up to date, and so are the members
    of measurement groups. `headings`: our column name -> the file's own heading. FileRefusedError
    for a unit that the profile may not add, a case that now belongs to another person, or a person
    of two sexes.
    """
    with writing(engine) as connection:
        forum_id = _forum(connection, profile)
        names = {case.unit.casefold(): case.unit for case in reversed(cases)}
        units = _units(connection, profile, forum_id, names, headings["unit"])
        _demand_known_units(cases, units, headings["unit"])
        _demand_one_sex(cases, headings["sex"])
        people = _people(connection, {case.pseudonym for case in cases})
        _keep_sex(connection, {people[case.pseudonym]: case.sex for case in cases if case.sex})
        delivery_id = _delivery(connection, profile, forum_id, cases, file_hash)
        rows = [_row(case, profile, units, people, delivery_id) for case in cases]
        new = _keep_cases(connection, profile, cases, rows, headings["person"])
        follow_groups(connection, forum_id)
        record(
            connection,
            by=None,
            action="läste in en leverans",
            what="deliveries",
            areas=("cases", "organisation", "groups"),
            forum_id=forum_id,
            which=delivery_id,
            after={"rows": len(cases), "new": new, "profile": profile.name},
        )
    return forum_id, new


def _forum(connection: Connection, profile: Profile) -> int:
    """The id of the profile's steering group, which is added if it is not there."""
    forum_id = connection.scalar(select(Forum.forum_id).where(Forum.code == profile.forum_code))
    if forum_id is not None:
        return forum_id
    made = connection.execute(
        insert(Forum).values(
            code=profile.forum_code,
            name=profile.forum_name,
            level="operativ",
            as_of=profile.observed_until,
        )
    )
    forum_id = new_id(made)
    party_id = _party(connection, profile)
    connection.execute(insert(ForumParty).values(forum_id=forum_id, party_id=party_id))
    return forum_id


def _party(connection: Connection, profile: Profile) -> int:
    party_id = connection.scalar(select(Party.party_id).where(Party.name == profile.party))
    if party_id is not None:
        return party_id
    row = {"name": profile.party, "kind": "forvaltning", "is_external": False}
    return new_id(connection.execute(insert(Party).values(**row)))


def _units(
    connection: Connection, profile: Profile, forum_id: int, named: Mapping[str, str], heading: str
) -> dict[str, int]:
    """Name -> id of the forum's units; missing ones are added if the profile allows it.

    Names are compared in small letters, as the keys of `named` are. Where several followed units
    share one, it means that of the profile's own party.
    """
    units = dict(followed_units(connection, forum_id))
    missing = sorted(name for name in named if name not in units)
    if not profile.new_units:
        return units
    if len(missing) > MOST_NEW_UNITS:
        what = (
            f"filen nämner {len(missing)} enheter som inte finns i styrgruppen, och högst "
            f"{MOST_NEW_UNITS} nya tas emot på en gång. Se efter att rubriken står över enheterna"
        )
        raise FileRefusedError([Refusal(what, column=heading)])
    party_id = _party(connection, profile)
    begun = profile.observed_from or date(1900, 1, 1)
    of_party = select(Unit.name, Unit.unit_id).where(Unit.party_id == party_id)
    there = {name.casefold(): unit_id for name, unit_id in connection.execute(of_party)}
    for name in missing:
        unit_id = there.get(name)
        if unit_id is None:
            row = {"name": named[name], "party_id": party_id, "valid_from": begun}
            unit_id = new_id(connection.execute(insert(Unit).values(**row)))
        if unit_id not in units.values():
            connection.execute(insert(ForumUnit).values(forum_id=forum_id, unit_id=unit_id))
        units[name] = unit_id
    return units


def _demand_known_units(
    cases: Iterable[DeliveredCase], units: dict[str, int], heading: str
) -> None:
    unknown = [case.line for case in cases if case.unit.casefold() not in units]
    if unknown:
        what = (
            "enheten finns inte i styrgruppen. Lägg upp den först, eller rätta namnet; heter flera "
            "så, skriv också parten, som i »Unga vuxna, Jobbtorget«"
        )
        raise FileRefusedError([Refusal(what, line, heading) for line in unknown])


def _people(connection: Connection, pseudonyms: set[str]) -> dict[str, int]:
    """Pseudonym -> person id; new ones are added."""
    ids = select(Person.pseudonym, Person.person_id)
    met_before = set(connection.scalars(select(Person.pseudonym)))
    new = [{"pseudonym": pseudonym} for pseudonym in sorted(pseudonyms - met_before)]
    if new:
        connection.execute(insert(Person), new)
    return {name: id_ for name, id_ in connection.execute(ids) if name in pseudonyms}


def _demand_one_sex(cases: Iterable[DeliveredCase], heading: str) -> None:
    stated: dict[str, str] = {}
    differing = [
        case.line
        for case in cases
        if case.sex and stated.setdefault(case.pseudonym, case.sex) != case.sex
    ]
    if differing:
        what = "personen har ett annat kön på en tidigare rad. Rätta den ena raden i källan"
        raise FileRefusedError([Refusal(what, line, heading) for line in differing])


def _keep_sex(connection: Connection, stated: dict[int, str]) -> None:
    """Write what the file states, person id -> sex; where it states none, it stays as it was."""
    people = [{"known_id": person_id, "stated": sex} for person_id, sex in stated.items()]
    change = (
        update(Person.__table__)
        .where(Person.person_id == bindparam("known_id"))
        .values(sex=bindparam("stated"))
    )
    for start in range(0, len(people), AT_A_TIME):
        connection.execute(change, people[start : start + AT_A_TIME])


def _delivery(
    connection: Connection,
    profile: Profile,
    forum_id: int,
    cases: list[DeliveredCase],
    file_hash: str,
) -> int:
    made = connection.execute(
        insert(Delivery).values(
            forum_id=forum_id,
            source=profile.source,
            profile=profile.name,
            file_hash=file_hash,
            observed_from=profile.observed_from or min(days_known(cases)),
            observed_until=profile.observed_until or max(days_known(cases)),
            rows_taken=len(cases),
            rows_refused=0,
            taken_in_at=datetime.now(UTC),
        )
    )
    return new_id(made)


def _row(
    case: DeliveredCase,
    profile: Profile,
    units: dict[str, int],
    people: dict[str, int],
    delivery_id: int,
) -> dict:
    return {
        "source": profile.source,
        "source_key": case.source_key,
        "person_id": people[case.pseudonym],
        "unit_id": units[case.unit.casefold()],
        "target_group": profile.target_group,
        "opened_on": case.opened_on,
        "closed_on": case.closed_on,
        "exit_reason": case.exit_reason,
        "delivery_id": delivery_id,
    }


def _keep_cases(
    connection: Connection,
    profile: Profile,
    cases: list[DeliveredCase],
    rows: list[dict],
    heading: str,
) -> int:
    """Insert the new cases and bring the others up to date; return how many were new."""
    rows_there = connection.execute(
        select(Case.source_key, Case.case_id, Case.person_id).where(Case.source == profile.source)
    )
    cases_there = {key: (case_id, person_id) for key, case_id, person_id in rows_there}
    _demand_same_person(cases, rows, cases_there, heading)
    new = [row for row in rows if row["source_key"] not in cases_there]
    again = [
        row | {"known_id": cases_there[row["source_key"]][0]}
        for row in rows
        if row["source_key"] in cases_there
    ]
    if new:
        connection.execute(insert(Case), new)
    _bring_up_to_date(connection, again)
    return len(new)


def _bring_up_to_date(connection: Connection, rows: list[dict]) -> None:
    """Overwrite cases already stored, in bulk, since all others must wait to write meanwhile."""
    if not rows:
        return
    columns = {name: bindparam(name) for name in rows[0] if name != "known_id"}
    change = update(Case.__table__).where(Case.case_id == bindparam("known_id")).values(columns)
    for start in range(0, len(rows), AT_A_TIME):
        connection.execute(change, rows[start : start + AT_A_TIME])


def _demand_same_person(
    cases: list[DeliveredCase],
    rows: list[dict],
    cases_there: dict[str, tuple[int, int]],
    heading: str,
) -> None:
    changed = [
        case.line
        for case, row in zip(cases, rows, strict=True)
        if case.source_key in cases_there and cases_there[case.source_key][1] != row["person_id"]
    ]
    if changed:
        what = "ärendet hörde till en annan person förut. Rätta ärendets nummer i källan"
        raise FileRefusedError([Refusal(what, line, heading) for line in changed])
