"""Nyckeltal: the matrix, and one figure of every kind."""

from metrics.catalogue import FIGURES

_KINDS = {(figure.kind, type(figure), figure.cadence.name): figure.key for figure in FIGURES[::-1]}

ADDRESSES = {
    "nyckeltal": {},
    "nyckeltal-hushall": {"nyckeltal": "hushall"},
    "nyckeltal-avslut": {"nyckeltal": "avslut"},
    "nyckeltal-tid": {"nyckeltal": "tid_till_insats"},
}
OWN = {query.get("nyckeltal") for query in ADDRESSES.values()}
MORE = (
    {"nyckeltal": "tid_till_insats", "dela": "Kön"},
    *({"nyckeltal": key} for key in _KINDS.values() if key not in OWN),
)
EMPTY = "Det finns inga nyckeltal att visa: inget underlag har levererats"
