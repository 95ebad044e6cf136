"""The plan of the house as data, and what it says of a file: which modules each room may use.

Whole module names, not first names: `data.reader` lets a room use that module alone, `metrics.*`
the package and all below it. The longest room that a module lies in decides.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOPS = ("data", "metrics", "pages")
FILES = [ROOT / "app.py", *sorted(f for top in TOPS for f in (ROOT / top).rglob("*.py"))]

READS_AND_CHANGES = (
    "data.actions.*",  # every change asks for an engine, and no page has one
    "data.people.rights",  # what a role may do; knows no store
    "data.reader",
    "metrics.*",
)
ON_SCREEN = ("pages.parts.*", "pages.view", "polars", "streamlit")
DRAWING = ("pages.parts.sv", "pages.parts.theme", "pages.parts.words")
PURE = ("metrics.*", "numpy", "polars", "scipy")
KEPT = ("data.models.*", "data.store.*", "polars", "sqlalchemy", "sqlmodel")

MAY_USE: dict[str, tuple[str, ...]] = {
    "metrics": PURE,
    "data": ("data.*", "metrics.*", "polars", "sqlalchemy", "sqlmodel"),
    "data.models": ("data.models.*", "sqlalchemy", "sqlmodel"),
    "data.settings": (
        *("data.people.claims", "pydantic", "pydantic_core", "pydantic_settings", "sqlalchemy"),
    ),
    "data.store": KEPT,
    "data.store.__main__": ("data.command", "data.settings", "data.store.*"),
    "data.store.fetch": ("adbc_driver_manager", "adbc_driver_postgresql", *KEPT),
    "data.store.migration": ("alembic", *KEPT),
    "data.people": ("data.clock", "data.people.*", *KEPT),
    "data.people.rights": (),
    "data.people.claims": ("data.people.rights",),
    "data.migrations": ("alembic", "data.models.*", "sqlalchemy"),
    "data.published": ("data.published.*", "data.people.rights", "metrics.*", *KEPT),
    "data.published.__main__": ("data.command", "data.published", "data.settings", *KEPT),
    "pages": (*READS_AND_CHANGES, *ON_SCREEN),
    "pages.frame": (
        *("data.actions", "data.people.rights", "data.reader", "pages.overview"),
        *("pages.parts.*", "pages.register", "pages.start", "pages.view", "streamlit"),
    ),
    "pages.start": (
        *("data.*", "metrics.*", "pages.parts.*", "pages.register"),
        *("pandas", "polars", "sqlalchemy", "starlette", "streamlit"),
    ),
    "pages.register": ("pages.*",),
    "pages.view": ("data.actions", "data.reader", "metrics.*", "pages.parts.*", *ON_SCREEN),
    "pages.parts.access": ("data.people.access_log", *READS_AND_CHANGES, *ON_SCREEN),
    "pages.parts.frame": (
        *("data.demo.*", "data.people.*", "data.reader", "data.settings", "data.store.snapshot"),
        *ON_SCREEN,
    ),
    "pages.parts.rounding": ("polars",),
    "pages.parts.sv": ("pages.parts.rounding",),
    "pages.parts.words": ("pages.parts.sv",),
    "pages.parts.theme": DRAWING,
    "pages.parts.markup": DRAWING,
    "pages.parts.drawings.bars": ("pages.parts.markup", *DRAWING),
    "pages.parts.drawings.lines": ("pages.parts.markup", *DRAWING),
    "pages.parts.charts": ("altair", "metrics.*", "pages.parts.*", "polars", "vl_convert"),
    "pages.parts.tables": ("xlsxwriter", *READS_AND_CHANGES, *ON_SCREEN),
    "pages.parts.server": ("starlette", "streamlit"),
    "app": ("pages.start", "starlette", "streamlit"),
}
# What of Python itself a page may use: nothing that finds a module, a file or an object by itself.
ORDINARY = {
    *("__future__", "base64", "collections", "contextlib", "dataclasses", "datetime", "decimal"),
    *("enum", "functools", "hashlib", "html", "io", "itertools", "json", "logging", "math"),
    *("operator", "re", "string", "textwrap", "threading", "time", "types", "typing"),
    *("unicodedata", "urllib", "uuid", "zoneinfo", "csv", "abc"),
}
ALSO = {  # and these, each for a reason
    "pages.parts.server.responses": {
        "importlib"
    },  # Streamlit's own page, to say which language it is in
    "pages.parts.server.request_log": {"sys"},  # where its lines go
    "pages.parts.server.files": {"contextvars", "secrets"},  # whom a file is for, and its name
    "pages.parts.server.only_here": {"ipaddress"},
    "pages.parts.theme": {"pathlib"},  # the style sheet beside it
    "pages.parts.charts.picture_file": {"pathlib"},
}
SERVER = ("pages.start", "pages.frame", "app")  # what begins and ends may use all of Python
# Modules that only some may use, whatever else a room may: what holds the store, and the door.
ONLY_FOR = {
    "pages.start": ("app", "pages.frame"),
    "pages.frame": (),
    "pages.parts.frame": ("pages.frame", "pages.parts.frame"),
}
MESSAGES = {"error", "info", "warning", "success", "toast", "caption", "markdown", "write"}
OWN_WORDS = {  # whose choices are words of the house
    *("pages.access", "pages.plans"),
    *("pages.parts.figures.single.single_figure", "pages.parts.figures.single.split"),
}
REACHING = {"eval", "exec", "compile", "__import__", "globals", "locals", "vars", "open", "getattr"}
# brackets and next(), what a class is called, and what the class above begins with
HARMLESS = {"__getitem__", "__next__", "__name__", "__init__"}
MAY_REACH = {
    "pages.parts.kept": {"getattr"},  # of a view, by the names of its filters
    "pages.parts.groups.standings": {"getattr"},  # of itself
}


def name_of(file: Path) -> str:
    """A file's module name: data/store/__init__.py is data.store."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(file): file for file in FILES}


def room_of(module: str) -> str:
    """The room of MAY_USE that a module lies in: the longest that its name begins with."""
    return max((room for room in MAY_USE if f"{module}.".startswith(f"{room}.")), key=len)


def broken_rules(module: str, source: str) -> list[str]:
    """What a file does that its room may not, one sentence each; nothing for one that keeps to it."""
    tree = ast.parse(source)
    broken = [*_uses(module, tree), *_borrowed(module, tree)]
    if module.startswith("pages.") and module not in SERVER:
        broken += [*_reaches(module, tree), *_marks_up(module, tree)]
    return broken


def _uses(module: str, tree: ast.AST) -> Iterator[str]:
    """Modules that the room may not use, of the house, of others and (on pages) of Python itself."""
    room = room_of(module)
    for used in _imported(tree):
        top = used.split(".")[0]
        if top in sys.stdlib_module_names:
            on_screen = module.startswith("pages.") and module not in SERVER
            if on_screen and top not in ORDINARY | ALSO.get(module, set()):
                yield f"{module} uses Python's {used}"
        elif not _is_own(used, module, room) and not any(_allows(r, used) for r in MAY_USE[room]):
            yield f"{module} uses {used}, which {room} may not"
        for kept, users in ONLY_FOR.items():
            if _is_below(used, kept) and not any(_is_below(module, user) for user in users):
                yield f"{module} uses {used}, which only {', '.join(users) or 'the server'} may"


def _imported(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported: of `from data import reader` data.reader."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            inside = [f"{base}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else base for name in inside)


def _is_own(used: str, module: str, room: str) -> bool:
    """Whether it is the file's own, its own room's, or a bare top that says nothing yet."""
    return used == module or used in TOPS or (room not in TOPS and _is_below(used, room))


def _allows(rule: str, used: str) -> bool:
    if rule.endswith(".*"):
        return f"{used}.".startswith(rule[:-1])
    return used == rule or (used not in MODULES and _is_below(used, rule))


def _is_below(used: str, room: str) -> bool:
    return f"{used}.".startswith(f"{room}.")


def _borrowed(module: str, tree: ast.AST) -> Iterator[str]:
    """Names taken from a module that has them from another: they would pass every rule unseen."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in MODULES:
            own = _defined_in(node.module)
            for alias in node.names:
                if alias.name not in own and f"{node.module}.{alias.name}" not in MODULES:
                    yield f"{module} takes {alias.name} from {node.module}, which only borrows it"


def _defined_in(module: str) -> set[str]:
    """What a module defines at its top, and what it says in __all__ that it hands on."""
    names: set[str] = set()
    for node in ast.parse(MODULES[module].read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            assigned = {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
            names |= assigned
            if "__all__" in assigned and node.value:
                names |= set(ast.literal_eval(node.value))
    return names


def _marks_up(module: str, tree: ast.AST) -> Iterator[str]:
    """Words from elsewhere that Streamlit would read as Markdown: messages, and choices to press."""
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and not module.startswith("pages.parts.server")
        ):
            continue
        kind, named = node.func.attr, {word.arg: word.value for word in node.keywords}
        if kind in MESSAGES and not (node.args and _is_plain(node.args[0])):
            yield f"{module} gives {kind} words that are not made plain"
        if kind in ("pills", "radio") or (
            kind == "segmented_control" and "format_func" not in named and module not in OWN_WORDS
        ):
            yield f"{module} gives {kind} choices that are not made plain"


def _is_plain(said: ast.expr) -> bool:
    """Whether it is written here, or made plain by sv.plain."""
    if isinstance(said, ast.Call):
        return isinstance(said.func, ast.Attribute) and said.func.attr == "plain"
    return isinstance(said, ast.Constant)


def _reaches(module: str, tree: ast.AST) -> Iterator[str]:
    """Ways around an import: what is private to another, and functions that find things by name."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr.startswith("_")
            and (node.attr not in HARMLESS)
        ):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if owner not in ("self", "cls"):
                yield f"{module} takes {node.attr}, which is private to another"
        elif isinstance(node, ast.Name) and node.id in REACHING - MAY_REACH.get(module, set()):
            yield f"{module} uses {node.id}"
