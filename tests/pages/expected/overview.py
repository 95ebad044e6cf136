"""Lägesbild."""

ADDRESSES = {"lagesbild": {}}
MORE = ()
EMPTY = "Det finns inget att visa ännu"
