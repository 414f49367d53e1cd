"""All mutants of a module: those of poodle's operators on Python, and those of patterns, f-strings and SQL."""

from __future__ import annotations

import ast
import difflib
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

from poodle.data_types.data import FileMutation
from poodle.mutators import calls, compare, constant, operators, unary_op

from tests.mutation import patterns, sql
from tests.mutation.targets import Target
from tests.mutation.texts import Change, Source

# Decorators are left out: without `@cache` a function is slower and no different.
_OPERATORS = (
    operators.AugAssignMutator,
    operators.BinaryOperationMutator,
    compare.ComparisonMutator,
    calls.DictArrayCallMutator,
    calls.FunctionCallMutator,
    constant.KeywordMutator,
    calls.LambdaReturnMutator,
    constant.NumberMutator,
    calls.ReturnMutator,
    constant.StringMutator,
    unary_op.UnaryOperationMutator,
)


class Mutant(NamedTuple):
    """One changed place of a module, and the module's source with it."""

    target: Target
    operator: str
    line: int
    source: str

    def diff(self) -> str:
        """The change as a unified diff without context."""
        before = self.target.file.read_text(encoding="utf-8").splitlines()
        lines = difflib.unified_diff(
            before, self.source.splitlines(), self.target.path, f"{self.target.path} ({self.operator})", "", "", 0, ""
        )
        return "\n".join(lines)


class _Config:
    mutator_opts: dict[str, Any] = {}  # noqa: RUF012 - poodle's operators read it from their configuration


def mutants(target: Target) -> list[Mutant]:
    """Return the mutants of a module in the order of their lines; no two are the same code, and each compiles."""
    source = Source(target.file.read_text(encoding="utf-8"))
    seen = {ast.dump(source.tree)}
    spans = _function_spans(source, target.functions)
    found = []
    for change in sorted(
        {*_python(source, target.is_sql), *_texts(source, target.is_sql)}, key=lambda c: (c.start, c.end, c.operator, c.text)
    ):
        if target.functions and not _within(change, spans):
            continue
        text = source.applied(change)
        form = _form(text)
        if form is not None and form not in seen:
            seen.add(form)
            found.append(Mutant(target, change.operator, source.line(change.start), text))
    return found


def _form(text: str) -> str | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, "mutant", "exec")
            return ast.dump(ast.parse(text))
        except SyntaxError:
            return None


def _within(change: Change, spans: list[tuple[int, int]]) -> bool:
    return any(start <= change.start and change.end <= end for start, end in spans)


def _function_spans(source: Source, names: tuple[str, ...]) -> list[tuple[int, int]]:
    return [source.span(node) for node in source.tree.body if isinstance(node, ast.FunctionDef) and node.name in names]


# --- Python ---------------------------------------------------------------------------------------------------------


def _python(source: Source, is_sql: bool) -> Iterator[Change]:
    left_out = [source.span(node) for node in _left_out(source.tree)]
    for operator in _OPERATORS:
        if is_sql and operator is constant.StringMutator:  # "XX…XX" in a statement is no statement
            continue
        mutator = operator(config=_Config(), echo=print)  # type: ignore[arg-type]
        for mutation in mutator.create_mutations(parsed_ast=ast.parse(source.text), file_lines=source.text.splitlines()):
            change = _change(source, mutation)
            if not _within(change, left_out):
                yield change


def _change(source: Source, mutation: FileMutation) -> Change:
    start = source.offset(mutation.lineno, mutation.col_offset)
    return Change(mutation.mutator_name, start, source.offset(mutation.end_lineno, mutation.end_col_offset), mutation.text)


def _left_out(tree: ast.Module) -> Iterator[ast.expr | ast.stmt]:
    """Nodes that Python's operators leave alone: annotations, decorators, assertions, patterns, f-strings, SQL, the `__future__`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert | ast.ImportFrom | ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and sql.STATEMENT.search(node.value)
        ):
            yield node
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from node.decorator_list
        elif isinstance(node, ast.Call) and _is_of_re(node.func):
            yield node.args[0]
            if ast.unparse(node.func) == "re.compile":
                yield node
        elif isinstance(node, ast.Assign) and _is_type_alias(node):
            yield node
    yield from (node.value for node in _named_patterns(tree))


def _is_of_re(func: ast.expr) -> bool:
    return isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id == "re"


def _is_type_alias(node: ast.Assign) -> bool:
    """`Values = Mapping[str, Value]`: operators and subscripts of names, nothing computed."""
    parts = list(ast.walk(node.value))
    types = (ast.Name, ast.Subscript, ast.BinOp, ast.BitOr, ast.Tuple, ast.List, ast.Load, ast.Constant)
    is_shaped = all(isinstance(part, types) and (not isinstance(part, ast.Constant) or part.value is None) for part in parts)
    return is_shaped and isinstance(node.value, ast.BinOp | ast.Subscript) and isinstance(node.targets[0], ast.Name)


def _named_patterns(tree: ast.Module) -> Iterator[ast.Assign]:
    """Texts that f-strings build patterns of: `_YEAR = r"…"`, `_SIZES = "tiny|mini"`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.JoinedStr):
            written = ast.unparse(node.value)
            if ("|" in written or "\\\\" in written) and not sql.STATEMENT.search(written):
                yield node


# --- texts ----------------------------------------------------------------------------------------------------------


def _texts(source: Source, is_sql: bool) -> Iterator[Change]:
    of_patterns: set[int] = set()
    for node in _pattern_nodes(source.tree):
        of_patterns.update(id(part) for part in ast.walk(node))
        for start, body in source.pieces(node):
            yield from (Change(c.operator, start + c.start, start + c.end, c.text) for c in patterns.changes(body))
    for call in ast.walk(source.tree):
        if isinstance(call, ast.Attribute) and call.attr == "IGNORECASE":
            yield Change("case", *source.span(call), "0")
    for node in _literals(source.tree):
        if id(node) in of_patterns:
            continue
        if is_sql and sql.FRAGMENT.search(ast.unparse(node)):
            for start, body in source.pieces(node):
                yield from (Change("SQL " + c.operator, start + c.start, start + c.end, c.text) for c in sql.changes(body))
        elif isinstance(node, ast.JoinedStr):
            yield from _parts(source, node)


def _pattern_nodes(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_of_re(node.func):
            yield from _literals(node.args[0])
    yield from (node.value for node in _named_patterns(tree))


def _literals(tree: ast.AST) -> Iterator[ast.expr]:
    """f-strings, and texts that are no part of one; docstrings are left out."""
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if part is not node}
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if isinstance(node, ast.expr) and (is_text or isinstance(node, ast.JoinedStr)) and id(node) not in inner | docs:
            yield node


def _parts(source: Source, node: ast.JoinedStr) -> Iterator[Change]:
    """An f-string without each of its parts."""
    start, end = source.span(node)
    for place in range(len(node.values)):
        kept = [*node.values[:place], ast.Constant("XX"), *node.values[place + 1 :]]
        yield Change("f-string", start, end, ast.unparse(ast.JoinedStr(kept)))
