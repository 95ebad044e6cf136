"""Made-up facts into a store: the frames of tests.bench.facts in the app's own tables, all at once.

Not as a delivery is taken in, which checks every row, but as fast as each store takes rows.
"""

from collections.abc import Mapping, Sequence

import polars as pl
from sqlalchemy import Connection, text

CHUNK = 100_000  # rows handed over at a time
SERIAL = {  # tables whose rows are numbered here, and by what
    "persons": "person_id",
    "cases": "case_id",
    "individual_plans": "individual_plan_id",
    "service_episodes": "episode_id",
    "bridging_activities": "activity_id",
    "contact_periods": "contact_id",
    "track_periods": "track_id",
    "assessments": "assessment_id",
    "consents": "consent_id",
    "programme_stays": "stay_id",
    "review_rounds": "round_id",
}


def fill(
    connection: Connection,
    made: Mapping[str, pl.DataFrame],
    *,
    forum_id: int,
    delivery_id: int,
    units: Sequence[int],
    parties: Sequence[int],
) -> None:
    """Put frames out of `facts.frames` into a store that has no people yet.

    `units` and `parties` are the ids in the store of those that are 1, 2 … in the frames.
    """
    for table, rows in _tables(made, forum_id, delivery_id, units, parties).items():
        for chunk in rows.iter_slices(CHUNK):
            _insert(connection, table, chunk)
        if table in SERIAL and connection.dialect.name == "postgresql":
            _number_from(connection, table, SERIAL[table])


def _tables(
    made: Mapping[str, pl.DataFrame],
    forum_id: int,
    delivery_id: int,
    units: Sequence[int],
    parties: Sequence[int],
) -> dict[str, pl.DataFrame]:
    """The rows of each table, what others refer to first."""
    unit = pl.Series(units).gather
    delivered = {"delivery_id": pl.lit(delivery_id)}

    def in_units(name: str) -> pl.DataFrame:
        return made[name].with_columns(unit_id=unit(made[name]["unit_id"] - 1))

    def numbered(name: str, key: str, *without: str) -> pl.DataFrame:
        return made[name].drop(without).with_row_index(key, 1)

    persons, cases, episodes = made["persons"], in_units("cases"), made["episodes"]
    of_case = {"source": pl.lit("bench"), "source_key": pl.col("case_id").cast(pl.String)}
    by_party = episodes.with_columns(party_id=pl.Series(parties).gather(episodes["party"] - 1))
    return {
        "persons": persons.with_columns(pseudonym=pl.format("bench/{}", "person_id")),
        "cases": cases.drop("self_support", "leads_to", "birth_year", "sex").with_columns(
            **of_case, **delivered
        ),
        "household_months": in_units("household_months").with_columns(**delivered),
        "support_months": made["support_months"].select("household_id", "person_id", "month"),
        "individual_plans": made["individual_plans"].drop("unit_id", "target_group"),
        "plan_follow_ups": made["follow_ups"],
        "service_episodes": by_party.drop("party").with_row_index("episode_id", 1),
        "bridging_activities": numbered("activities", "activity_id"),
        "contact_periods": numbered("contacts", "contact_id"),
        "track_periods": numbered("tracks", "track_id"),
        "assessments": made["assessments"],
        "assessment_scores": made["scores"].drop("is_belief"),
        "consents": numbered("consents", "consent_id"),
        "programme_stays": numbered("stays", "stay_id"),
        "contacts_after_exit": made["after_exit"],
        "review_rounds": in_units("rounds").with_columns(**delivered),
        "reviewed_cases": made["reviewed"],
        "response_samples": in_units("samples").rename({"answered": "answered_same_day"}),
        "population": made["population"].with_columns(forum_id=pl.lit(forum_id)),
    }


def _insert(connection: Connection, table: str, rows: pl.DataFrame) -> None:
    names = ", ".join(rows.columns)
    if connection.dialect.name == "sqlite":
        places = ", ".join("?" * rows.width)
        written = rows.with_columns(pl.col(pl.Date).cast(pl.String)).rows()
        connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({places})", written)
        return
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT csv)") as copy:
        copy.write(rows.write_csv(include_header=False).encode())


def _number_from(connection: Connection, table: str, key: str) -> None:
    """So that the next row that the store numbers itself comes after those."""
    sequence = f"pg_get_serial_sequence('{table}', '{key}')"
    connection.execute(text(f"SELECT setval({sequence}, (SELECT max({key}) FROM {table}))"))
