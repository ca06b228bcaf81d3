"""Packs Python and the calculator for the page into `build/runtime/`: `python -m runtime.pack`.

README.md says what each file is and why.
"""

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from pyodide_lock import PyodideLockSpec

from runtime import pruned_babel
from runtime.archives import read_archive, write_archive, write_wheel
from runtime.compressed import precompress

ROOT = Path(__file__).resolve().parent.parent
STOCK = ROOT / "node_modules/pyodide"
BUILD = ROOT / "build/runtime"
COMMANDS = Path(sys.prefix) / "bin"

CUSTOMS = ROOT / "runtime/sitecustomize.py"
LIBRARY = "python_stdlib.zip"
TAKEN_AS_IS = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
# The command line's door, and what only the build asks for.
NOT_FOR_THE_PAGE = (
    *("calculator/__main__.py", "calculator/cli/"),
    *("calculator/page_words.py", "calculator/worked_figures.py"),
)
# Needed when something goes wrong, which no question of the trace makes happen.
SAFETY_MODULES = ("traceback", "linecache", "tokenize", "warnings", "textwrap", "pyodide.code", "pyodide.ffi")


def main() -> None:
    staged, packed = _empty(BUILD / "staged"), _empty(BUILD / "packed")
    assemble(staged, packed)
    folder = f"{_stock_version()}-{content_hash(packed)}"
    precompress(list(packed.iterdir()))
    publish(packed, folder)
    shutil.rmtree(staged)
    print(f"build/runtime/{folder}: {report(BUILD / folder)}")


def assemble(staged: Path, packed: Path, stock: Path = STOCK) -> None:
    """Fill the empty folder `packed` with what the page downloads; `staged` is for the work in between.

    Args:
        stock: the Pyodide release to pack, as it comes from npm.
    """
    stage(staged, stock)
    _run(COMMANDS / "node", ROOT / "runtime/compile.mjs", stock, staged, packed)
    for name in TAKEN_AS_IS:
        shutil.copyfile(stock / name, packed / name)
    write_lock(packed, stock)


def stage(folder: Path, stock: Path = STOCK) -> None:
    """Fill `folder` with what Pyodide compiles: our wheel and its library, a lock file, the trace's plan."""
    wheels = _empty(folder / "wheels")
    undated = {**os.environ, "SOURCE_DATE_EPOCH": "315532800"}
    build = ("-m", "build", "--wheel", "--no-isolation")
    _run(sys.executable, *build, "--outdir", wheels, ROOT, environment=undated)
    calculator = read_archive(next(wheels.glob("*.whl")))
    shutil.rmtree(wheels)
    kept = {name: text for name, text in calculator.items() if not name.startswith(NOT_FOR_THE_PAGE)}
    files = _requiring_nothing(kept) | pruned_babel.files()  # one archive, one checksum, one request
    write_wheel(folder, files, "py3")
    write_lock(folder, stock)
    sources = [files[name] for name in files if name.endswith(".py")]
    plan = {
        "imports": sorted(standard_modules(sources) | set(SAFETY_MODULES)),
        "questions": read_questions(),
    }
    (folder / "plan.json").write_text(json.dumps(plan), "utf-8")
    library = read_archive(stock / LIBRARY) | {"sitecustomize.py": CUSTOMS.read_bytes()}
    write_archive(folder / LIBRARY, library)


def _requiring_nothing(wheel: dict[str, bytes]) -> dict[str, bytes]:
    """Return the wheel's files without what it requires, which comes in the same archive."""

    def without(metadata: bytes) -> bytes:
        lines = metadata.splitlines(keepends=True)
        return b"".join(line for line in lines if not line.startswith(b"Requires-Dist:"))

    return {
        name: without(text) if name.endswith(".dist-info/METADATA") else text for name, text in wheel.items()
    }


def read_questions() -> list[tuple[str, str]]:
    """Return what the trace asks, as (question, JSON text): good and faulty requests, in both languages."""
    asked = json.loads((ROOT / "runtime/questions.json").read_text("utf-8"))
    return [(one["question"], one.get("text") or json.dumps(one["request"])) for one in asked]


def standard_modules(sources: Iterable[bytes]) -> set[str]:
    """Return each module of the standard library that is imported anywhere in `sources`, in functions too."""
    named: set[str] = set()
    for node in (node for source in sources for node in ast.walk(ast.parse(source))):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            named.add(node.module)
    return {name for name in named if name.split(".")[0] in sys.stdlib_module_names}


def write_lock(folder: Path, stock: Path) -> None:
    """Write the lock file of the wheel in `folder`: nothing else can then be loaded."""
    base = PyodideLockSpec.from_json(stock / "pyodide-lock.json")
    base.packages = {}
    empty = folder / "empty-lock.json"
    base.to_json(empty)
    wheels = sorted(path.name for path in folder.glob("*.whl"))
    add_wheels = ("lockfile", "add-wheels", "--input", empty.name, "--output", "pyodide-lock.json")
    _run(COMMANDS / "pyodide", *add_wheels, *wheels, folder=folder)
    empty.unlink()


def content_hash(folder: Path) -> str:
    """Return 16 hexadecimal digits that change whenever a file of `folder` does."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def publish(packed: Path, folder: str) -> None:
    """Make `packed` the current runtime under the name `folder`, in the place of every older one."""
    for older in BUILD.glob("*-*/"):
        shutil.rmtree(older)
    packed.rename(BUILD / folder)
    (BUILD / "current.json").write_text(json.dumps({"folder": folder}) + "\n", "utf-8")


def report(folder: Path) -> str:
    """Return the size of the download, raw and with Brotli."""
    raw = sum(path.stat().st_size for path in folder.iterdir() if path.suffix not in (".br", ".gz"))
    sent = sum(path.stat().st_size for path in folder.glob("*.br"))
    return f"{raw:,} bytes, {sent:,} as sent with Brotli"


def _stock_version() -> str:
    return str(json.loads((STOCK / "package.json").read_text("utf-8"))["version"])


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _run(*command: Path | str, folder: Path = ROOT, environment: dict[str, str] | None = None) -> None:
    """Run a pinned tool; what it prints shows only when it fails."""
    done = subprocess.run(command, cwd=folder, env=environment, text=True, capture_output=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
