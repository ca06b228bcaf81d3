"""Where the full counts leave their results, and of which commit they speak."""

import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "build" / "prove"


def _checked_out() -> str:
    git = ("git", "describe", "--always", "--dirty", "--abbrev=40")
    described = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    return described.stdout.strip() or "not a checkout"


# Asked when a count begins: files may have changed when it ends.
COMMIT = _checked_out()


def write_result(part: str, result: dict[str, Any]) -> None:
    """Write the result of a part, with the commit that it measured first."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"commit": COMMIT} | result, indent=2, ensure_ascii=False)
    (RESULTS / f"{part}.json").write_text(text + "\n", "utf-8")
