"""Every page of the register, with the addresses that the promises are tried at.

What a page expects of them stands in one module named as the page's, tests/pages/expected/<page>.py:

    ADDRESSES  its own addresses by the name that their pictures have: name -> question
    MORE       further questions that are walked without a picture
    EMPTY      how its first line begins in a steering group that nothing was delivered to
    claims     what each of its numbers stands for: claims(place, address) -> tests.pages.numbers.Claim
"""

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from urllib.parse import urlencode

from data.people.rights import RIGHTS, Viewer
from pages import register

USUAL = (
    "utvecklingsledare"  # whom the demonstration shows the pages to, until somebody else is chosen
)


@dataclass(frozen=True)
class Address:
    """One page with one question, as a visitor for whom it is opens it; `name` is its pictures'."""

    module: ModuleType
    asked: tuple[tuple[str, str], ...] = ()
    name: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The question, with whom to be where the usual visitor has no such page."""
        who = visitor(self.module)
        return ({} if who == USUAL else {"som": who}) | dict(self.asked)

    @property
    def page_path(self) -> str:
        """The page's path in the address; the first page has none."""
        return "" if self.module is register.PAGES[0] else self.module.PATH

    def written(self, **more: str) -> str:
        """What stands after the server's name: 'nyckeltal?nyckeltal=hushall'."""
        query = urlencode(self.query | more)
        return f"{self.page_path}?{query}" if query else self.page_path

    def __str__(self) -> str:
        return self.written() or self.module.PATH


def expected(module: ModuleType) -> ModuleType:
    """What is expected of a page; LookupError with what to write for a page without it."""
    page = module.__name__.rsplit(".", 1)[-1]
    try:
        return importlib.import_module(f"tests.pages.expected.{page}")
    except ModuleNotFoundError as lacking:
        raise LookupError(
            f"Write tests/pages/expected/{page}.py for the page {module.TITLE}: its addresses, what "
            "it says when it is empty, and what each of its numbers stands for (tests/pages/walk.py)."
        ) from lacking


def visitor(module: ModuleType) -> str:
    """The first role that a page is for, the usual one before others."""
    roles = [USUAL, *(role for role in RIGHTS if role != USUAL)]
    viewers = {role: Viewer(1, "", 1, frozenset({role}), frozenset()) for role in roles}
    return next(role for role, viewer in viewers.items() if module.is_for(viewer))


def titles_for(role: str) -> list[str]:
    """The menu of a role."""
    viewer = Viewer(1, "", 1, frozenset({role}), frozenset())
    return [module.TITLE for module in register.PAGES if module.is_for(viewer)]


def pictured(module: ModuleType) -> tuple[Address, ...]:
    """A page's own addresses; its bare one where nothing is expected of it yet."""
    try:
        named: Mapping = expected(module).ADDRESSES
    except LookupError:
        named = {module.PATH: {}}
    return tuple(Address(module, tuple(query.items()), name) for name, query in named.items())


def addresses_of(module: ModuleType) -> tuple[Address, ...]:
    """Every address of a page that is walked."""
    try:
        more = expected(module).MORE
    except LookupError:
        more = ()
    return (*pictured(module), *(Address(module, tuple(query.items())) for query in more))


def every_address() -> Iterator[Address]:
    """Every address of every page."""
    for module in register.PAGES:
        yield from addresses_of(module)
