"""The packed runtime, as the page downloads it."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def runtime_folder() -> Path:
    """Return the folder that holds it, of the last build."""
    current = ROOT / "build/runtime/current.json"
    return current.parent / str(json.loads(current.read_text("utf-8"))["folder"])
