"""Makes the image from the runtime of the last build: `python -m runtime.packed`, into `build/packed/`."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from runtime.compressed import precompress
from runtime.pack import BUILD as RUNTIME
from runtime.pack import COMMANDS, ROOT, content_hash
from runtime.packed.image import write_image
from runtime.packed.training import SETTLED, training
from runtime.packed.wasm import instrumented, reduced

BUILD = ROOT / "build/packed"
TOOLS = ROOT / "runtime/packed"
PROGRAM, MEMORY = "python.wasm", "memory.bin"  # what the page fetches
# What the loader uses of Python; overrides/assets/javascripts/worker/packed.js names them too.
EXPORTS = (
    *("memory", "__indirect_function_table", "malloc", "free", "Py_DecRef"),
    *("PyUnicode_FromStringAndSize", "PyUnicode_AsUTF8AndSize", "PyObject_CallOneArg"),
)


def main() -> None:
    runtime = RUNTIME / str(json.loads((RUNTIME / "current.json").read_text("utf-8"))["folder"])
    work = BUILD / "work"
    shutil.rmtree(BUILD, ignore_errors=True)
    work.mkdir(parents=True)
    made = make(runtime, work)
    precompress(list(made.iterdir()))
    folder = f"packed-{content_hash(made)}"
    made.rename(BUILD / folder)
    shutil.rmtree(work)
    told = {"folder": folder, "made_from": runtime.name}
    (BUILD / "current.json").write_text(json.dumps(told) + "\n", "utf-8")
    sizes = {path.stem: path.stat().st_size for path in sorted((BUILD / folder).glob("*.br"))}
    told_sizes = ", ".join(f"{name} {size:,}" for name, size in sizes.items())
    print(f"build/packed/{folder}: {told_sizes}; {sum(sizes.values()):,} bytes as sent with Brotli")


def make(runtime: Path, work: Path) -> Path:
    """Return the folder with what the page fetches, made from its Python.

    Args:
        work: an empty folder for it, and for what lies in between.
    """
    questions = training()
    (work / "training.json").write_text(json.dumps(questions), "utf-8")
    (work / "questions.json").write_text(json.dumps(questions[:SETTLED]), "utf-8")
    _node("image.mjs", runtime, work / "questions.json", work)
    memory, head = (work / "memory").read_bytes(), json.loads((work / "head.json").read_text("utf-8"))
    print(f"memory: {len(memory):,} bytes; modules kept: {(work / 'kept.txt').read_text('utf-8')}")

    made = work / "made"
    made.mkdir()
    image = write_image(memory, head)
    (made / MEMORY).write_bytes(image)
    print(f"image: {len(image):,} bytes that are not zero, and where they belong")

    stock = (runtime / "pyodide.asm.wasm").read_bytes()
    (work / "counting.wasm").write_bytes(instrumented(stock))
    profile = work / "profile"
    told = _node("profile.mjs", work / "counting.wasm", made / MEMORY, work / "training.json", profile)
    ran = profile.read_bytes()
    _check(json.loads(told))
    program = reduced(stock, ran, EXPORTS)
    (made / PROGRAM).write_bytes(program)
    print(f"program: {sum(ran):,} of {len(ran):,} functions ran, {len(program):,} of {len(stock):,} bytes")
    return made


def _check(profile: dict[str, Any]) -> None:
    """Print how the questions went; what the image itself cannot answer, its profile cannot learn."""
    failed = sum(profile["failed"].values())
    print(f"profile: {profile['asked']:,} questions, {failed} of which the image could not answer")
    if failed * 1000 > profile["asked"]:
        sys.exit(f"too many of them: {profile['failed']}")


def _node(script: str, *arguments: Path) -> str:
    """Return what a script of this folder prints."""
    command = (COMMANDS / "node", TOOLS / script, *arguments)
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{script}\n{done.stdout}{done.stderr[-3000:]}")
    return done.stdout


if __name__ == "__main__":
    main()
