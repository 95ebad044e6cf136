"""A demonstration that is filled at once: small places of a few rows."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from data.demo import rows
from data.models.people import Case, Person

BEGUN, UNTIL = date(2026, 1, 1), date(2026, 3, 31)


@dataclass
class Hamlet:
    """A place of one unit with one case, shaped as the modules of data.demo."""

    CODE: str
    NAME: str
    breaks: bool = False
    ids: list[int] = field(default_factory=list)

    def fill(self, connection: Connection) -> int:
        party = rows.add_party(connection, f"Kommunen {self.CODE}", "kommunal_namnd", False)
        forum_id, units = rows.add_forum(
            connection,
            code=self.CODE,
            name=self.NAME,
            as_of=UNTIL,
            parties={"kommunen": party},
            units={f"Enheten i {self.CODE}": ("kommunen", BEGUN)},
            followed=[f"Enheten i {self.CODE}"],
        )
        self.ids.append(forum_id)
        delivery = rows.add_delivery(connection, forum_id, self.CODE, (BEGUN, UNTIL))
        rows.add(
            connection,
            Case,
            source="demo",
            source_key=self.CODE,
            person_id=rows.add(connection, Person, pseudonym=self.CODE),
            unit_id=next(iter(units.values())),
            target_group="unga",
            opened_on=BEGUN,
            delivery_id=delivery,
        )
        if self.breaks:
            raise RuntimeError(self.CODE)
        return forum_id


def hamlets() -> tuple[Hamlet, ...]:
    """Three places, in order."""
    names = {"ett": "Byn Ett", "tva": "Byn Två", "tre": "Byn Tre"}
    return tuple(Hamlet(code, name) for code, name in names.items())
