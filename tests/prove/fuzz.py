"""Fuzzing guided by coverage: whatever text comes, `preview` and `form` answer as the contract says.

`python -m tests.prove.fuzz [seconds]` gives each question that long, 600 by default. What it found
interesting stays in build/prove/fuzz, and the next run goes on from there; a crash leaves its input there.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

from tests.calculator.test_hostile import FORMS, REQUESTS, entry_of, request_of
from tests.prove.results import RESULTS, ROOT, write_result
from tests.worked_example import FIFTY_TO_EIGHTY

SECONDS = 600
_MAX_BYTES = 8192
_MAX_WORD = 30  # characters
_TYPED = [
    FIFTY_TO_EIGHTY,
    FIFTY_TO_EIGHTY | {"unit_price": "1 234,50 €", "period_end": "10/03/2027", "change_at": "8 août 2026"},
    FIFTY_TO_EIGHTY
    | {"unit_price": "$1,234.50", "period_end": "March 10, 2027", "change_at": "Aug. 8, 2026"},
    FIFTY_TO_EIGHTY | {"unit_price": "1.234", "quantity_after": "1\u202f000", "term_months": "12 mois"},
    FIFTY_TO_EIGHTY | {"quantity_after": "", "quantity_added": "30", "currency": "chf"},
    FIFTY_TO_EIGHTY | {"term_months": "", "period_start": "10/03/2026", "change_at": "samedi 8 août 2026"},
    FIFTY_TO_EIGHTY | {"unit_price_after": "26", "renewal_unit_price": "28,50", "tax_rate": "20 %"},
    FIFTY_TO_EIGHTY | {"tax_rate": "8.875", "tax_included": "true", "convention": "to-the-second"},
]
_VALUES = (
    "0",
    "1",
    "-1",
    "null",
    "true",
    "NaN",
    "Infinity",
    "1e999",
    "10000001",
    '"0.000000001"',
    "9999-12-31",
)


def main(seconds: int) -> int:
    """Fuzz both questions, write the result, and return 0 where no input broke a promise."""
    if find_spec("atheris") is None:
        print("Skipped: atheris has no wheel for this machine and Python.")
        write_result("fuzz", {"skipped": "atheris is not installed"})
        return 0
    results = {question: _fuzz(question, seeds, seconds) for question, seeds in _seeds().items()}
    for question, result in results.items():
        print(question, json.dumps(result))
    write_result("fuzz", {"targets": results})
    return 1 if any(result["crashes"] for result in results.values()) else 0


def _seeds() -> dict[str, list[dict[str, Any]]]:
    cases = json.loads((ROOT / "tests" / "calculator" / "cases" / "published.json").read_text("utf-8"))[
        "cases"
    ]
    requests = [case["request"] for case in cases] + [request_of(row) for row in REQUESTS]
    typed = [{"form": form, "language": language} for form in _TYPED for language in ("fr", "en")]
    forms = typed + [asked | {"written_in": "fr", "today": "2026-08-08"} for asked in typed]
    forms += [entry_of(row) for row in FORMS]
    return {"preview": requests, "form": forms}


def _fuzz(question: str, seeds: list[dict[str, Any]], seconds: int) -> dict[str, Any]:
    """Return what one question's run found, in numbers."""
    folder = RESULTS / "fuzz" / question
    corpus, crashes = folder / "corpus", folder / "crashes"
    for path in (corpus, crashes):
        path.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        if len(text := json.dumps(seed)) <= _MAX_BYTES:
            (corpus / f"seed-{number:03d}.json").write_text(text, "utf-8")
    words = sorted({word for word in _words(seeds) if len(word) <= _MAX_WORD} | set(_VALUES))
    (folder / "dictionary").write_text("\n".join(f'"{_escaped(word)}"' for word in words), "utf-8")
    before = set(crashes.iterdir())
    options = [
        f"-max_total_time={seconds}",
        f"-dict={folder / 'dictionary'}",
        f"-artifact_prefix={crashes}/",
        f"-max_len={_MAX_BYTES}",
        "-timeout=20",  # seconds for one answer
        "-print_final_stats=1",
    ]
    command = [sys.executable, "-m", "tests.prove.fuzz_target", question, *options, str(corpus)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    (folder / "log").write_text(run.stdout + run.stderr, "utf-8")
    found = sorted(path.name for path in set(crashes.iterdir()) - before)
    if run.returncode and not found:
        found = [f"exit {run.returncode}: see {folder / 'log'}"]
    return _numbers(run.stderr) | {"seconds": seconds, "crashes": found}


def _numbers(log: str) -> dict[str, int]:
    """Return what libFuzzer tells of a run: executions, branches and features reached, size of the corpus."""
    executions = re.search(r"number_of_executed_units:\s*(\d+)", log)
    progress = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)/", log)
    cov, features, corpus = progress[-1] if progress else (0, 0, 0)
    return {
        "executions": int(executions[1]) if executions else 0,
        "edges": int(cov),
        "features": int(features),
        "corpus": int(corpus),
    }


def _words(value: Any) -> Iterable[str]:
    """Yield every name and every text of the seeds."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield json.dumps(key)
            yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)
    elif isinstance(value, str) and value:
        yield value


def _escaped(word: str) -> str:
    """Return a word as libFuzzer's dictionaries write it: plain ASCII, the rest in hexadecimal."""
    return "".join(
        chr(b) if chr(b).isalnum() and b < 128 else f"\\x{b:02x}" for b in word.encode("utf-8", "replace")
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
