"""The faults that are put into a file: each moves an edge, turns a comparison or drops a filter."""

import ast
import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TURNED: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
_PAIRS = (
    ("min", "max"), ("min_horizontal", "max_horizontal"), ("minimum", "maximum"),
    ("all", "any"), ("all_horizontal", "any_horizontal"), ("is_null", "is_not_null"),
)  # fmt: skip
OTHER = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])}
OTHER_WORD = {
    "how": {"left": "inner", "semi": "anti", "anti": "semi"},
    "side": {"right": "left", "left": "right"},
}
DROPPED = ("filter", "fill_null", "drop_nulls")
# what only says how fast, or what is refused
UNTOUCHED = {"maintain_order", "eager", "strict", "frozen", "repr", "is_elementwise", "initial"}
UNTOUCHED |= {"copy", "check_sortedness"}


@dataclass(frozen=True)
class Mutant:
    """One fault: the file, the function and line it is in, and what becomes what."""

    path: str
    function: str
    line: int
    before: str
    after: str
    place: int  # among the faults of the file

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function}: {self.change}"

    @property
    def change(self) -> str:
        """What becomes what, in one line."""
        return f"{self.before} -> {self.after}"


def mutants(path: str) -> list[Mutant]:
    """Every fault that can be put into a file, in the order of the file."""
    return [
        Mutant(path, function, _placed(node).lineno, *_told(within, node, new), place)
        for place, (function, within, node, new) in enumerate(_faults(_tree(path)))
    ]


def mutated(mutant: Mutant):
    """The code of the file with the fault in it."""
    tree = _tree(mutant.path)
    *_, node, new = list(_faults(tree))[mutant.place]
    changed = _Put(node, new).visit(tree)
    return compile(ast.fix_missing_locations(changed), str(ROOT / mutant.path), "exec")


class _Put(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, node: ast.AST, new: ast.AST):
        self.node, self.new = node, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.node else self.generic_visit(node)


def _tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text())


def _short(node: ast.AST) -> str:
    shown = ast.Expr(node.test) if isinstance(node, ast.If) else node
    words = ("if " if shown is not node else "") + " ".join(ast.unparse(shown).split())
    return words if len(words) <= 110 else f"{words[:60]} … {words[-45:]}"


def _told(within: ast.AST, node: ast.AST, new: ast.AST) -> tuple[str, str]:
    """What becomes what, in words; of a number or a name alone what it stands in is told too."""
    if not isinstance(node, ast.Constant | ast.Name) or not isinstance(within, ast.expr):
        return _short(node), _short(new)
    changed = copy(within)
    for field, value in ast.iter_fields(within):
        if isinstance(value, list):
            setattr(changed, field, [new if one is node else one for one in value])
        elif value is node:
            setattr(changed, field, new)
    return _short(within), _short(changed)


def _faults(tree: ast.Module) -> Iterator[tuple[str, ast.AST, ast.AST, ast.AST]]:
    for within, node, function, argument in _walked(tree, "", ""):
        if argument not in UNTOUCHED:
            for new in _others(node):
                yield function, within, node, ast.copy_location(new, _placed(node))


def _placed(node: ast.AST) -> ast.AST:
    """The node, or what of it has a line."""
    return node.target if isinstance(node, ast.comprehension) else node


def _walked(
    node: ast.AST, function: str, argument: str
) -> Iterator[tuple[ast.AST, ast.AST, str, str]]:
    """What each part of a file stands in, and it, its function and the argument it is named by."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST):
                continue
            inside, named = function, argument
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inside = f"{function}.{child.name}".lstrip(".")
            if isinstance(child, ast.keyword):
                named = child.arg or ""
            yield node, child, inside, named
            yield from _walked(child, inside, named)


def _others(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of a node."""
    match node:
        case ast.Compare(left=left, ops=[*ops], comparators=to):
            for i, op in enumerate(ops):
                yield ast.Compare(left, [*ops[:i], TURNED[type(op)](), *ops[i + 1 :]], to)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in TURNED:
            if not any(_is_listed(side) for side in (left, right)):
                yield ast.BinOp(left, TURNED[type(op)](), right)
                if isinstance(right, ast.Name) and right.id == "DAY":
                    yield left
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(TURNED[type(op)](), values)
        case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=operand):
            yield operand
        case ast.Constant(value=value):
            yield from (ast.Constant(other) for other in _other_values(value))
        case ast.keyword(arg="how" | "side" as name, value=ast.Constant(value=word)):
            if word in OTHER_WORD[name]:
                yield ast.keyword(name, ast.Constant(OTHER_WORD[name][word]))
        case ast.Name(id=name) if name in OTHER:
            yield ast.Name(OTHER[name], ast.Load())
        case ast.Call(func=ast.Attribute(value=of, attr=name) as called, args=args, keywords=words):
            yield from _other_calls(called, of, name, args, words)
        case ast.If(test=test, body=body, orelse=rest) if _is_plain(test):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, rest)
        case ast.IfExp(test=test, body=body, orelse=rest) if _is_plain(test):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), test), body, rest)
        case ast.comprehension(target=target, iter=over, ifs=[_, *_]):
            yield ast.comprehension(target, over, [], is_async=0)


def _other_calls(called: ast.Attribute, of, name, args, words) -> Iterator[ast.AST]:
    if name in OTHER:
        yield ast.Call(ast.Attribute(of, OTHER[name], ast.Load()), args, words)
    if name in DROPPED:
        yield of
    if name == "filter" and len(args) > 1:
        for i in range(len(args)):
            yield ast.Call(called, [*args[:i], *args[i + 1 :]], words)
    if name == "is_between" and not words:
        for closed in ("left", "right"):
            yield ast.Call(called, args, [ast.keyword("closed", ast.Constant(closed))])


def _other_values(value: object) -> Iterator[object]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
        if value > 1:
            yield value - 1
    elif isinstance(value, str) and (length := re.fullmatch(r"(-?\d+)([a-z]{1,2})", value)):
        yield f"{int(length[1]) + 1}{length[2]}"


def _is_listed(node: ast.AST) -> bool:
    """Whether it is text, a list or the like, which is put together and not added."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    return isinstance(node, ast.List | ast.Tuple | ast.Dict | ast.JoinedStr | ast.ListComp)


def _is_plain(test: ast.AST) -> bool:
    """Whether a condition has no comparison, `not`, `and` or `or` that is turned already."""
    return not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp)
