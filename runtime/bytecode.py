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
# What imports these does without where they are missing, as it says itself; the calculator needs none.
_SPARED = ("bz2", "compression", "lzma", "ssl")


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


def write_library(modules: str, wheel: str, target: str) -> int:
    """Return how many modules `target` holds: the standard library's among `modules`, and all of `wheel`.

    The archive has a file for each module that Python imports before `sitecustomize` is there. Others,
    and the texts that are compiled when they are imported, are in one more file, as `sitecustomize` reads it.
    """
    customs = importlib.import_module("sitecustomize")
    library = _sources(read_archive(STANDARD_LIBRARY), STANDARD_LIBRARY)
    files: dict[str, bytes] = {}
    table = _sources(read_archive(Path(wheel)), SITE_PACKAGES)
    for name in filter(_is_needed, _with_packages(json.loads(modules)) & library.keys()):
        path, source = library[name]
        if name in customs.EARLY:
            files[f"{path.relative_to(STANDARD_LIBRARY)}c"] = _header(source) + _compiled(source, path)
        else:
            table[name] = library[name]
    ready = {
        name: (f"{path}c", path.stem == "__init__", _compiled(source, path))
        for name, (path, source) in sorted(table.items())
    }
    texts = {text: _compiled(text, Path("<string>"), kind) for text, kind in sorted(customs.MISSED.items())}
    write_archive(Path(target), files | {customs.READY: marshal.dumps((ready, texts))})
    return len(files) + len(ready)


def write_data_wheel(wheel: str, folder: str) -> str:
    """Return the path of the wheel in `folder` that has no module of `wheel`, but what they read."""
    files = {name: content for name, content in read_archive(Path(wheel)).items() if not name.endswith(".py")}
    return str(write_wheel(Path(folder), files, "py3"))


def _sources(archive: dict[str, bytes], place: Path) -> dict[str, tuple[Path, bytes]]:
    """Return path and source of each module of an archive, by the module's name."""
    return {
        ".".join(Path(name.removesuffix("/__init__.py").removesuffix(".py")).parts): (place / name, content)
        for name, content in archive.items()
        if name.endswith(".py")
    }


def _with_packages(modules: list[str]) -> set[str]:
    """Return the modules and the packages that they are in."""
    parts = [module.split(".") for module in modules]
    return {".".join(names[:length]) for names in parts for length in range(1, len(names) + 1)}


def _is_needed(module: str) -> bool:
    """Return whether Python looks for the module in its library; what is frozen is within the program."""
    spec = sys.modules[module].__spec__
    return module.split(".")[0] not in _SPARED and (spec is None or spec.origin != "frozen")


def _header(source: bytes) -> bytes:
    """Return the head of a `.pyc` that is never compared with its source, so that no file time matters."""
    return importlib.util.MAGIC_NUMBER + _UNCHECKED_HASH + importlib.util.source_hash(source)


def _compiled(source: bytes | str, path: Path, kind: str = "exec") -> bytes:
    """Return bytecode."""
    code = compile(source, str(path), kind, dont_inherit=True, optimize=_WITHOUT_DOCSTRINGS)
    return marshal.dumps(_without_lines(code))


def _without_lines(code: CodeType) -> CodeType:
    """Return the code without its table of lines, a third of the download: no reader sees a traceback."""
    constants = (_without_lines(one) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=tuple(constants))
