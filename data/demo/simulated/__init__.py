"""Simulated households, cases and the work with them, so that figures move as they might.

The number of households each month is given. Who comes, who leaves and why, and all that is done in
between, is drawn at random. Each subject has a random generator of its own, so that adding one
changes nothing in the others. No real case has been used as a pattern.
"""

import random

from sqlalchemy import Column, Connection, func, select, update

from data.demo.insert import insert_many
from data.demo.simulated import (
    assessments,
    consents,
    contacts,
    decisions,
    efforts,
    households,
    individual_plans,
    programmes,
    tracks,
    units,
)
from data.demo.simulated.place import ALWAYS, Place, Work, wave
from data.models import SQLModel
from data.models.intake import Delivery
from data.models.people import Case

__all__ = ["ALWAYS", "Place", "Work", "simulate", "wave"]

OF_A_CASE = (efforts, contacts, tracks, consents, programmes)  # each is made from the cases alone
GIVEN_IDS = tuple(
    SQLModel.metadata.tables[table].c[column]
    for table, column in (
        ("persons", "person_id"),
        ("household_months", "household_id"),
        ("cases", "case_id"),
        ("individual_plans", "individual_plan_id"),
        ("assessments", "assessment_id"),
        ("review_rounds", "round_id"),
    )
)


def simulate(connection: Connection, place: Place, delivery_id: int) -> None:
    """Make a place's rows and insert them, as one delivery."""
    person, household, case, plan, assessment, review = (
        _next_id(connection, column) for column in GIVEN_IDS
    )
    dice = random.Random(place.seed)  # noqa: S311 - a demonstration, the same every time
    made = households.make(dice, place, households.Rows(person, household, case), delivery_id)
    cases = made[Case]
    made |= individual_plans.make(dice, place, cases, plan)
    decisions.decide(place, cases)
    for subject in OF_A_CASE:
        made |= subject.make(place, cases)
    made |= assessments.make(place, made[tracks.TrackPeriod], assessment)
    made |= units.make(place, cases, delivery_id, review)
    for table, rows in made.items():
        insert_many(connection, table, rows)
    taken = update(Delivery).where(Delivery.delivery_id == delivery_id)
    connection.execute(taken.values(rows_taken=len(cases)))
    if connection.dialect.name == "postgresql":
        _raise_sequences(connection)


def _next_id(connection: Connection, column: Column) -> int:
    return (connection.scalar(select(func.max(column))) or 0) + 1


def _raise_sequences(connection: Connection) -> None:
    """Let Postgres number new rows from above the ids that were given here."""
    for column in GIVEN_IDS:
        if column.table.name != "household_months":
            sequence = func.pg_get_serial_sequence(column.table.name, column.name)
            connection.execute(select(func.setval(sequence, _next_id(connection, column), False)))
