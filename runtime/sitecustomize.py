"""Python's own hook for a site's customs: it runs before all else, in the page and in the build.

Two things that Python does again at each start are found done. Modules stand in one table, where Python would
open their archive anew for each. Data classes, named tuples and a catalogue's rule for plurals, which the
library writes as text and compiles whenever they are made, are compiled. That was a quarter of the start.
"""

import builtins
import gc
import marshal
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

READY = "ready.bin"  # in the archive of the standard library
EARLY = sorted(sys.modules)  # what the archive alone can give
# What was compiled from text all the same: `eval` or `exec`, by text. The page's texts are made from it.
MISSED = {}  # type: dict[str, str]


class Table:
    """Finds modules and loads them, as `sys.meta_path` asks.

    Args:
        modules: path, whether it is a package, and bytecode, by name.
    """

    def __init__(self, modules: dict[str, tuple[str, bool, bytes]]) -> None:
        self._modules = modules

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Return where the module is; None where Python has to look elsewhere."""
        if name not in self._modules:
            return None
        origin, is_package, _ = self._modules[name]
        spec = ModuleSpec(name, self, origin=origin, is_package=is_package)  # type: ignore[arg-type]
        spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(origin.rpartition("/")[0])
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's bytecode."""
        _, _, code = self._modules[module.__name__]
        exec(marshal.loads(code), module.__dict__)


class Ready:
    """The builtin `kind`, `eval` or `exec`, given code where it would be given a text that is compiled.

    Args:
        texts: bytecode by text.
    """

    def __init__(self, kind: str, texts: dict[str, bytes]) -> None:
        self._kind = kind
        self._texts = texts

    def __call__(self, text: str, *scope: object) -> object:
        run = getattr(builtins, self._kind)
        if text in self._texts:
            return run(marshal.loads(self._texts[text]), *scope)
        MISSED[text] = self._kind
        return run(text, *scope)


# Imports make what stays. Looked through for garbage as often as by default, they take a fiftieth longer.
gc.set_threshold(100_000)
try:
    modules, texts = marshal.loads(__loader__.get_data(READY))  # type: ignore[name-defined]
except OSError:  # it is being made
    modules, texts = {}, {}
sys.meta_path.insert(2, Table(modules))  # after what is built in and what is frozen, before archive and files

import collections  # noqa: E402  from the table

collections.eval = Ready("eval", texts)  # type: ignore[attr-defined]

import dataclasses  # noqa: E402  its own imports make named tuples

dataclasses.exec = Ready("exec", texts)  # type: ignore[attr-defined]

import gettext  # noqa: E402

gettext.exec = Ready("exec", texts)  # type: ignore[attr-defined]
