"""Runs in the page's Python before its image is taken: leaves the calculator in memory, and little else.

The page gets these very objects. What is taken away here is missing there; whoever reaches for it ends the
program, on purpose, and the whole Python answers in its place.
"""

import sys
from collections.abc import Callable, Mapping
from typing import NoReturn

answer: Callable[[str, str], str]  # the calculator's
end: Callable[[], NoReturn]  # ends the program
# Python's own needs. C code looks the module `_datetime` up anew when nobody else holds it.
KEPT = {"__main__", "builtins", "sys", "_frozen_importlib", "_frozen_importlib_external", "_datetime"}


class Gone:
    """Stands in for modules that no question needed."""

    def __getattr__(self, name: str) -> NoReturn:
        """End the program: an exception could be caught, and something else be answered."""
        end()


class Watched:
    """Stands in for a module while questions are asked, to see whether one needs it."""

    def __init__(self, name: str) -> None:
        self.module = sys.modules[name]
        self.name = name

    def __getattr__(self, name: str) -> object:
        """Return what the module has under that name, and note that it was needed."""
        KEPT.add(self.name)
        return getattr(self.module, name)


def ask(text: str) -> str:
    """Return the calculator's answer to a question's name and, after a blank, its text."""
    question, _, asked = text.partition(" ")
    return answer(question, asked)


def settle() -> None:
    """Ask everything, then take away what was not needed for it."""
    import gc
    import json

    with open("/questions.json", encoding="utf-8") as file:  # noqa: PTH123  no module is loaded for it
        questions = [" ".join(one) for one in json.load(file)]
    for question in questions:
        ask(question)  # what is loaded late is there now
    forget_library()
    watched = {name: Watched(name) for name in sys.modules if name not in KEPT}
    replace(watched)
    for question in questions:
        ask(question)
    modules = {name: one.module for name, one in watched.items()}
    replace({name: modules[name] if name in KEPT else Gone() for name in modules}, watched)
    let_go()
    del questions, question, watched, modules, file
    for _ in range(3):
        gc.collect()


def replace(others: Mapping[str, object], former: Mapping[str, object] | None = None) -> None:
    """Put `others` in the place of modules of the same names, in Python's table and in other modules."""
    former = former or {name: sys.modules[name] for name in others}
    by_id = {id(former[name]): other for name, other in others.items()}
    modules = [one.module if isinstance(one, Watched) else one for one in sys.modules.values()]
    for module in modules:
        for name, value in list(vars(module).items()):
            if id(value) in by_id:
                vars(module)[name] = by_id[id(value)]
    sys.modules.update(others)  # type: ignore[arg-type]


def let_go() -> None:
    """Give up what finds modules and files, of which there are none any more."""
    for table in (sys.meta_path, sys.path_hooks, sys.path_importer_cache, sys.path):
        table.clear()
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        for attribute in (name, f"__{name}__"):
            setattr(sys, attribute, None)
        stream.detach().detach()  # so that nothing is closed when it goes: each has a buffer of 128 kB


def start() -> None:
    """Load the calculator; its modules are in the library's table, and what these read is in a wheel."""
    import os
    import zipfile

    global answer, end
    rooms = f"/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    zipfile.ZipFile("/calculator.whl").extractall(rooms)
    sys.path.insert(0, rooms)
    import calculator

    answer, end = calculator.answer, os.abort


def forget_library() -> None:
    """Empty the table of bytecode that the library was read from."""
    import zipimport

    customs = vars(sys.modules["sitecustomize"])
    archives = vars(zipimport)["_zip_directory_cache"]
    for table in (customs["modules"], customs["texts"], customs["MISSED"], archives):
        table.clear()
    for module in list(sys.modules.values()):
        spec = getattr(module, "__spec__", None)
        if spec is not None:
            spec.loader = None
        vars(module).pop("__loader__", None)


start()
settle()
with open("/told", "w") as file:  # noqa: PTH123
    file.write(f"{id(ask)} {' '.join(sorted(KEPT))}")
del file
