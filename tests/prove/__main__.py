"""The full counts, part by part: `python -m tests.prove [part…]`, all of them by default.

Each part takes an hour at most and leaves its result in build/prove/, with the commit that it measured.
"""

import subprocess
import sys
import time
from collections.abc import Sequence

from tests.prove.results import COMMIT, RESULTS, ROOT, write_result

_PYTHON = (sys.executable, "-m")


def _counts(room: str) -> list[Sequence[str]]:
    result = RESULTS / f"{room}.xml"
    options = ("-m", "prove", "--hypothesis-profile=prove", f"--junit-xml={result}")
    return [(*_PYTHON, "pytest", f"tests/{room}", *options)]


def _browsers() -> list[Sequence[str]]:
    """Return every test of the page, in every language, theme and width, then the journeys in Firefox."""
    pytest = (*_PYTHON, "pytest", "tests/browser", "--numprocesses=auto")
    return [
        (*pytest, "-m", "prove or not prove", f"--junit-xml={RESULTS / 'browser.xml'}"),
        (*pytest, "-m", "journey", "--browser=firefox", f"--junit-xml={RESULTS / 'browser-firefox.xml'}"),
    ]


def _faults() -> list[Sequence[str]]:
    """Return the full counts of the feedback service, on each kind of store."""
    pytest = (*_PYTHON, "pytest", "tests/feedback", "-m", "prove")
    return [
        (*pytest, f"--store={store}", f"--junit-xml={RESULTS / f'feedback-{store}.xml'}")
        for store in ("sqlite", "postgresql")
    ]


PARTS: dict[str, list[Sequence[str]]] = {
    "calculator": _counts("calculator"),
    "runtime": _counts("runtime"),
    "browser": _browsers(),
    "feedback": _faults(),
    "soak": [(*_PYTHON, "tests.prove.soak")],
    "mutation": [(*_PYTHON, "tests.prove.mutation")],
    "fuzz": [(*_PYTHON, "tests.prove.fuzz")],
    "coverage": [(*_PYTHON, "tests.prove.branches")],
}


def main(parts: Sequence[str]) -> int:
    """Run the parts one after another, print a summary, and return 0 where all of them hold."""
    unknown = set(parts) - set(PARTS)
    if unknown:
        print(f"No part {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}.")
        return 2
    summary = [_run(part) for part in parts or PARTS]
    print(f"\n{COMMIT}")
    for part, holds, minutes in summary:
        print(f"{part:12} {'holds' if holds else 'FAILS':6} {minutes:5.1f} minutes")
        write_result(f"{part}-summary", {"holds": holds, "minutes": round(minutes, 1)})
    return 0 if all(holds for _, holds, _ in summary) else 1


def _run(part: str) -> tuple[str, bool, float]:
    print(f"\n== {part}", flush=True)
    started = time.monotonic()
    holds = all(subprocess.run(command, cwd=ROOT, check=False).returncode == 0 for command in PARTS[part])
    return part, holds, (time.monotonic() - started) / 60


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
