"""Which commit a measurement speaks of."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@cache
def measured_commit() -> str:
    """Return the commit checked out when this is first asked: a long measurement may outlive it."""
    git = ("git", "describe", "--always", "--dirty", "--abbrev=40")
    described = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    return described.stdout.strip() or "not a checkout"
