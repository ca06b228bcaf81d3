"""What `import calculator` and one answer load, and which of it the answer never enters."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bench.commit import ROOT
from bench.requests import as_json

# Runs in a bare process. Notes the modules that are new, and those of which the answer calls a function.
_PROBE = """
import sys
already = set(sys.modules)
entered = set()
def note(frame, event, argument):
    if event == "call":
        entered.add(frame.f_globals.get("__name__"))
import calculator
sys.setprofile(note)
answer = calculator.answer("preview", sys.argv[1])
sys.setprofile(None)
loaded = set(sys.modules) - already
import json
assert json.loads(answer)["ok"]
print(json.dumps({"loaded": sorted(loaded), "entered": sorted(entered & loaded)}))
"""


def loaded_modules() -> str:
    """Return, as text, what an answer loads as readers get it, with compiled catalogues."""
    with TemporaryDirectory() as folder:
        _packed(Path(folder))
        command = (sys.executable, "-c", _PROBE, as_json())
        probe = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    found = json.loads(probe.stdout)
    not_entered = [name for name in found["loaded"] if name not in found["entered"]]
    ours = [name for name in not_entered if _top(name) == "calculator"]
    others = [name for name in not_entered if _top(name) not in ("calculator", *sys.builtin_module_names)]
    python = [name for name in others if _is_written_in_python(name)]
    counts = Counter(
        "ours" if _top(n) == "calculator" else "Babel" if _top(n) == "babel" else "Python's"
        for n in found["loaded"]
    )
    return "\n".join(
        [
            f"  {len(found['loaded'])} modules: "
            + ", ".join(f"{count} {whose}" for whose, count in counts.items()),
            *_listed("all", found["loaded"]),
            *_listed("ours of which the answer calls no function", ours),
            *_listed("others written in Python, the same", python),
        ]
    )


def _packed(folder: Path) -> None:
    """Copy the calculator as its wheel has it: with compiled catalogues instead of the written ones."""
    shutil.copytree(ROOT / "calculator", folder / "calculator", ignore=shutil.ignore_patterns("__pycache__"))
    for written in folder.glob("calculator/**/*.po"):
        with written.open("rb") as source, written.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(source, locale=written.stem))
        written.unlink()


def _listed(title: str, names: Sequence[str]) -> list[str]:
    return [
        f"  {title} ({len(names)}):",
        *(f"    {', '.join(names[at : at + 8])}" for at in range(0, len(names), 8)),
    ]


def _top(name: str) -> str:
    return name.partition(".")[0]


def _is_written_in_python(name: str) -> bool:
    spec = sys.modules[name].__spec__ if name in sys.modules else None
    return bool(spec and spec.origin and spec.origin.endswith(".py"))
