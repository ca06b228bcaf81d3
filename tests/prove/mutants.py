"""Mutants of a module: the same source with one small change, which some test should notice.

The changes are mutmut's own, and three that it lacks. mutmut itself leaves out properties and constants,
which are half of the ground floor; hence its mutations only, applied here to every statement.
"""

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, ParentNodeProvider
from mutmut.mutation.mutators import mutation_operators


@dataclass(frozen=True)
class Mutant:
    """One change of one module. `where` is the function or class that holds it, empty at module level."""

    path: Path
    where: str
    tree: cst.Module
    node: cst.CSTNode
    replacement: cst.CSTNode

    @property
    def source(self) -> str:
        """The changed module."""
        changed = self.tree.deep_replace(self.node, self.replacement)
        assert isinstance(changed, cst.Module)
        code: str = changed.code
        return code

    @property
    def name(self) -> str:
        """Where the change is, and the changed lines before and after, as one line of text."""
        before, after = self.tree.code.splitlines(), self.source.splitlines()
        lines = [line for line in difflib.ndiff(before, after) if line[0] in "-+"]
        old, new = (" ".join(line[2:].strip() for line in lines if line[0] == mark) for mark in "-+")
        return f"{self.where or 'module'}: {old} -> {new}"

    def is_sound(self) -> bool:
        """Whether the changed module is Python, and another program than the module."""
        try:
            return ast.dump(ast.parse(self.source)) != ast.dump(ast.parse(self.tree.code))
        except SyntaxError:
            return False


def mutants_of(path: Path) -> list[Mutant]:
    """Return every mutant of a module, in the order of its source."""
    wrapper = MetadataWrapper(cst.parse_module(path.read_text("utf-8")), unsafe_skip_copy=False)
    parents = wrapper.resolve(ParentNodeProvider)
    found = []
    for node in _mutable(wrapper.module):
        where = _where(node, parents)
        found += [Mutant(path, where, wrapper.module, node, new) for new in _replacements(node)]
    return found


def _mutable(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield a node and those below it, but for what a test can't notice: imports, types and decorators."""
    if isinstance(node, cst.Import | cst.ImportFrom | cst.Annotation | cst.Decorator | cst.TypeAlias):
        return
    yield node
    for child in node.children:
        yield from _mutable(child)


def _replacements(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from operator(node)
    match node:
        case cst.Return(value=cst.BaseExpression() as value) if not _is_none(value):
            yield node.with_changes(value=cst.Name("None"))
        case cst.If() | cst.While() | cst.IfExp():
            opposite = cst.UnaryOperation(cst.Not(), _in_parentheses(node.test))
            yield node.with_changes(test=opposite)
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.Call()) | cst.Raise()]):
            yield node.with_changes(body=[cst.Pass()])


def _is_none(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value == "None"


def _in_parentheses(node: cst.BaseExpression) -> cst.BaseExpression:
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _where(node: cst.CSTNode, parents: object) -> str:
    names = []
    at: cst.CSTNode | None = node
    while at is not None:
        if isinstance(at, cst.FunctionDef | cst.ClassDef):
            names.append(at.name.value)
        at = parents.get(at)  # type: ignore[attr-defined]
    return ".".join(reversed(names))
