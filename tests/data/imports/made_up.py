"""A made-up file as a case system lays one out, and the profile that reads it."""

from dataclasses import replace
from datetime import date

from data.imports.cases import DeliveredCase, read_cases
from data.imports.profile import Profile, load_profile
from data.imports.table import read_table

PROFILE = replace(
    load_profile("spells_sv"), name="prov", observed_from=None, observed_until=date(2026, 6, 30)
)
HEADINGS = (
    "Ärende-id",
    "Person",
    "Enhet",
    "Kön",
    "Startdatum",
    "Slutdatum",
    "Avslutsorsak",
    "Anteckning",
)
ROW = {
    "Ärende-id": "M0001-1",
    "Person": "M0001",
    "Enhet": "Söder",
    "Kön": "Kvinna",
    "Startdatum": "2026-01-15",
    "Slutdatum": "",
    "Avslutsorsak": "",
    "Anteckning": "läses aldrig",
}


def a_file(*rows: dict[str, str], code_page: str = "windows-1252", separator: str = ";") -> bytes:
    """A file of rows, each as ROW apart from what it says."""
    lines = [HEADINGS, *[[(ROW | row)[heading] for heading in HEADINGS] for row in rows]]
    return "".join(separator.join(line) + "\r\n" for line in lines).encode(code_page)


def cases_of(
    content: bytes, profile: Profile = PROFILE, key: str = "nyckel"
) -> list[DeliveredCase]:
    """The cases of a file."""
    return read_cases(read_table(content, profile.columns), profile, key, lambda read: None)
