"""`make bench`: the calculator, side by side with what its user would write or do instead, in one run.

Times are only good for ratios within one run. Nothing here passes or fails: goals are printed beside figures.
"""

import json
import platform
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict

from bench import command_line, engine, imports, page, questions
from bench.measure import Figure

ROOMS: dict[str, Callable[[], list[Figure]]] = {
    "A naive sum, and ours": engine.against_naive,
    "More lines": engine.growth_with_lines,
    "Longer periods": engine.growth_with_term,
    "Every day of three years": questions.schedule_against_previews,
    "More days": questions.growth_with_days,
    "Every convention": questions.reconcile_against_preview,
    "CSV through the command line": command_line.csv_rows,
    "An edit in the page": page.edits,
}


def main() -> None:
    """Measure, print, and write build/bench/result.json."""
    started = time.monotonic()
    commit, machine = (
        _commit(),
        f"{platform.python_implementation()} {platform.python_version()}, {platform.platform()}",
    )
    print(f"{commit}\n{machine}\nmeasured: {engine.described_answer()}")
    measured = {}
    for title, measure in ROOMS.items():
        print(f"\n{title}", flush=True)
        measured[title] = measure()
        print("\n".join(figure.line for figure in measured[title]), flush=True)
    modules = imports.loaded_modules()
    print(f"\nWhat an answer loads\n{modules}")
    result = {
        "commit": commit,
        "machine": machine,
        "figures": {title: [asdict(figure) for figure in figures] for title, figures in measured.items()},
        "modules": modules.splitlines(),
    }
    folder = command_line.ROOT / "build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "result.json").write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(f"\n{time.monotonic() - started:.0f} seconds; build/bench/result.json has the same figures")


def _commit() -> str:
    git = ("git", "describe", "--always", "--dirty", "--abbrev=40")
    described = subprocess.run(git, cwd=command_line.ROOT, capture_output=True, text=True, check=False)
    return described.stdout.strip() or "not a checkout"


if __name__ == "__main__":
    main()
