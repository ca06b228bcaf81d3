"""Imports go one way, and only the public face is used from outside."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Each room may import the ones before it.
FLOORS = [
    {"money", "period", "policy"},
    {"pricing", "proration", "tax"},
    {"preview"},
    {"schedule", "afford", "reconcile", "compare"},
    {"step"},
    {"explain"},
    {"faults", "controls"},
    {"language", "language.catalogue", "language.formats"},
    {"language.operands"},
    {"language.sentences", "language.answers"},
    {"checks"},
    {"contract_policy", "contract_lines"},
    {"contract", "typed"},
    {"scenarios", "entry", "reply", "timeline"},
    {"form", "questions"},
    {"desk", "desk.asked", "desk.axis", "desk.addresses", "desk.calendar"},
    {"desk.estimate", "desk.budget", "desk.when_to_buy", "desk.scenarios"},
    {"desk.other_amount", "desk.take_away", "desk.reply"},
    {"bridge", "worked_figures", "page_words"},
    {"cli.inputs", "cli.readable"},
    {"cli.options", "cli.table"},
    {"cli"},
    {"__main__"},
]
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}
# What the page downloads: the standard library and Babel, nothing else.
FOREIGN = {"babel"}


def imports(path: Path) -> set[str]:
    """Return every module that a file imports, anywhere in it, by full name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def modules() -> dict[str, Path]:
    """Return the calculator's modules by name inside the package."""
    package = ROOT / "calculator"
    names = {
        path: ".".join(path.relative_to(package).with_suffix("").parts) for path in package.rglob("*.py")
    }
    return {name.removesuffix(".__init__"): path for path, name in names.items() if name != "__init__"}


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_imports_only_the_floors_below(name: str) -> None:
    above = {
        other
        for other in LEVEL
        if f"calculator.{other}" in imports(modules()[name]) and LEVEL[other] > LEVEL[name]
    }

    assert above == set()


def test_every_module_has_its_floor() -> None:
    assert set(modules()) == set(LEVEL)


def test_the_rules_import_nothing_but_the_standard_library_and_babel() -> None:
    import sys

    for name, path in modules().items():
        tops = {module.partition(".")[0] for module in imports(path)} - {"calculator"}
        assert tops - set(sys.stdlib_module_names) <= FOREIGN, name


@pytest.mark.parametrize("room", ["feedback", "overrides", "runtime"])
def test_other_rooms_use_the_public_face(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        inner = {module for module in imports(path) if module.startswith("calculator.")}
        public = {f"calculator.{name}" for name in _public()}
        assert inner <= public, path


def _public() -> list[str]:
    import calculator

    return calculator.__all__
