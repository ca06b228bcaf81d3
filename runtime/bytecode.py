"""Runs inside Pyodide: finds which modules the calculator needs and compiles them for the page.

Compiling is four fifths of Python's start in a browser, so the page gets ready-made bytecode. Only the page's
own Python can make it: another version's is refused.
"""

import importlib
import importlib.util
import json
import marshal
import sys
from pathlib import Path
from types import CodeType

from runtime.archives import read_archive, write_archive, write_wheel

_VERSION = sys.version_info
STANDARD_LIBRARY = Path(f"/lib/python{_VERSION.major}{_VERSION.minor}.zip")
SITE_PACKAGES = Path(f"/lib/python{_VERSION.major}.{_VERSION.minor}/site-packages")
# The page never asks for a docstring or an assertion.
_WITHOUT_DOCSTRINGS = 2
_UNCHECKED_HASH = (1).to_bytes(4, "little")


def modules_used(plan: str) -> str:
    """Return, as a JSON list, every module in use once `plan` is carried out.

    Args:
        plan: JSON of `imports`, module names, and `questions`, pairs of question and text for the calculator.
    """
    wanted = json.loads(plan)
    for name in wanted["imports"]:
        try:
            importlib.import_module(name)
        except ImportError:
            continue  # named for another platform
    calculator = importlib.import_module("calculator")
    for question, text in wanted["questions"]:
        calculator.answer(question, text)
    return json.dumps(sorted(sys.modules))


def write_library(modules: str, target: str) -> int:
    """Return how many modules `target` holds: those of the standard library among `modules`, compiled."""
    source = read_archive(STANDARD_LIBRARY)
    kept: dict[str, bytes] = {}
    for module in json.loads(modules):
        for name in _with_parents(module):
            path = next((p for p in (f"{name}/__init__.py", f"{name}.py") if p in source), None)
            if path:
                kept[path + "c"] = _compiled(source[path], STANDARD_LIBRARY / path)
    write_archive(Path(target), kept)
    return len(kept)


def write_compiled_wheel(wheel: str, folder: str) -> str:
    """Return the path of the wheel in `folder` that holds bytecode where `wheel` holds sources."""
    files: dict[str, bytes] = {}
    for name, content in read_archive(Path(wheel)).items():
        if name.endswith(".py"):
            files[name + "c"] = _compiled(content, SITE_PACKAGES / name)
        else:
            files[name] = content
    return str(write_wheel(Path(folder), files, f"py{_VERSION.major}{_VERSION.minor}"))


def _with_parents(module: str) -> list[str]:
    parts = module.split(".")
    return ["/".join(parts[: length + 1]) for length in range(len(parts))]


def _compiled(source: bytes, path: Path) -> bytes:
    """Return a `.pyc` that is never compared with its source, so that no file time matters."""
    code = compile(source, str(path), "exec", dont_inherit=True, optimize=_WITHOUT_DOCSTRINGS)
    header = importlib.util.MAGIC_NUMBER + _UNCHECKED_HASH + importlib.util.source_hash(source)
    return header + marshal.dumps(_without_lines(code))


def _without_lines(code: CodeType) -> CodeType:
    """Return the code without its table of lines, a third of the download: no reader sees a traceback."""
    constants = (_without_lines(one) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=tuple(constants))
