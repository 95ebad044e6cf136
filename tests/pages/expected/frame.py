"""What stands around every page: the filters, how fresh the facts are, what the two dots mean."""

from metrics.catalogue import FIGURES
from tests.pages.numbers import Claim
from tests.pages.truth import Truth

PERIODS = "13 24 36 48"


def claims(place: Truth) -> tuple[Claim, ...]:
    """The numbers of the frame."""
    groups = place.target_groups.values()
    units = place.units.values()
    return (
        Claim(r"option\.malgrupp", "", lambda _, p: p.words if p.words in groups else None),
        Claim(r"option\.enhet", "", lambda _, p: p.words if p.words in units else None),
        Claim(
            r"option\.period",
            r"^\S+ månader$",
            lambda _, p: [f"{months} månader" for months in PERIODS.split()],
        ),
        Claim(r"p\.lb-under", r"^Underlag till och med \S+$", lambda *_: str(place.as_of)),
        Claim(
            ".*", r"dold för att skydda enskilda \(färre än \d+,[^\d]*$", lambda *_: "färre än 5"
        ),
        Claim(r"option\.nyckeltal|option\.visa_i_sin_helhet", "", _title),
    )


def _title(_, piece) -> str | None:
    return piece.words if piece.words in {figure.title for figure in FIGURES} else None
