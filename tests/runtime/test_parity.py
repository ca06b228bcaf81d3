"""The same questions, answered to the byte by this Python, the packed one, a shell, every other CPython."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from shutil import which

import babel
import pytest

import calculator
from tests.calculator.requests import PRESETS, legal_request
from tests.runtime.test_packed_runtime import ask
from tests.worked_example import FIFTY_TO_EIGHTY

ROOT = Path(__file__).resolve().parents[2]
SAMPLE, PROVED = 200, 10_000
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
OTHERS = [version for version in ("3.12", "3.13", "3.14") if version != RUNNING]
# Prints the answer to each question, one JSON text a line.
ANSWER = """
import json, sys
import calculator
for line in sys.stdin:
    print(json.dumps(calculator.answer(*json.loads(line))))
"""
type Question = tuple[str, str]


def questions(count: int, seed: str) -> list[Question]:
    """Return requests of all policies, and entries of the form, in turns of two to one."""
    return [
        entry(random.Random(f"{seed} {number}"))
        if number % 3 == 2
        else request(random.Random(f"{seed} {number}"))
        for number in range(count)
    ]


def request(chance: random.Random) -> Question:
    """Return a request, sound but for one in twenty."""
    asked = legal_request(chance)
    if chance.random() < 0.05:
        asked[chance.choice(("currency", "change_at", "policy", "vat"))] = "œuf"
    return "preview", json.dumps(asked, ensure_ascii=chance.random() < 0.5)


def entry(chance: random.Random) -> Question:
    """Return an entry whose controls are mostly well filled in, in one of the ways people write."""
    end = date(2026, 1, 1) + timedelta(chance.randrange(1200))
    change = end - timedelta(chance.randrange(-3, 400))
    price = f"{chance.randrange(10 ** chance.randrange(1, 7))}.{chance.randrange(100):02}"
    form = FIFTY_TO_EIGHTY | {
        "currency": chance.choice(["EUR", "USD", "CHF", "JPY", "KWD", "XXX", "eur", ""]),
        "unit_price": chance.choice([price, price.replace(".", ","), f"{price} €", f"${price}", price + "5"]),
        "quantity_before": str(chance.randrange(1, 3000)),
        "quantity_after": str(chance.randrange(1, 12_000)),
        "term_months": chance.choice(["1", "12", "24", "36", "120", "121", "1,5"]),
        "period_end": chance.choice([f"{end}", f"{end:%d/%m/%Y}", f"{end:%B} {end.day}, {end.year}"]),
        "change_at": chance.choice([f"{change}", f"{change}", ""]),
    }
    options = {
        "unit_price_after": price,
        "renewal_unit_price": price,
        "tax_rate": chance.choice(["20", "5,5 %", "7.7%", "20 %"]),
        "tax_included": chance.choice(["oui", "non", "true"]),
        "convention": chance.choice(PRESETS),
    }
    form |= {control: text for control, text in options.items() if chance.random() < 0.2}
    return "form", json.dumps(
        {"form": form, "language": chance.choice(calculator.LANGUAGES), "today": f"{end}"}
    )


def interpreter(version: str) -> str | None:
    """Return the path of a CPython of that version that runs, or None where there is none."""
    installed = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python3"), reverse=True)
    found = (str(path) for path in [*installed, which(f"python{version}")] if path)
    return next((path for path in found if runs(path)), None)


def runs(path: str) -> bool:
    """Whether a program starts: a name on the PATH may lead nowhere, as that of a version not chosen."""
    return subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0


def answers_of(command: list[str], lines: list[str], **environment: str) -> list[str]:
    """Return what a program prints to the lines it is given."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 2), done.stderr[-2000:]
    return done.stdout.split("\n")[:-1]


def other_python(version: str, asked: list[Question], folder: Path) -> list[str]:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")  # set-up needs one Python, not three
    (folder / "babel").symlink_to(Path(babel.__file__).parent)
    path = os.pathsep.join((str(ROOT), str(folder)))
    lines = answers_of(
        [python, "-B", "-c", ANSWER], [json.dumps(question) for question in asked], PYTHONPATH=path
    )
    return [json.loads(line) for line in lines]


def by_command(asked: list[Question]) -> list[str]:
    """Return the answers of the command line, in the order of the questions."""
    answers: dict[Question, str] = {}
    for question in ("preview", "form"):
        lines = [text for name, text in asked if name == question]
        command = [sys.executable, "-m", "calculator", question, "--json-lines"]
        told = answers_of(command, lines)
        answers |= {(question, text): answer for text, answer in zip(lines, told, strict=True)}
    return [answers[question] for question in asked]


@cache
def ours(count: int, seed: str) -> tuple[list[Question], list[str]]:
    """Return questions, most of them sound, and this Python's answers."""
    asked = questions(count, seed)
    told = [calculator.answer(*question) for question in asked]
    # The sign of another currency is a fault of its own, and falls to one entry in three.
    assert 0.6 < sum(answer.startswith('{"ok": true') for answer in told) / count < 0.98
    return asked, told


def assert_parity(count: int, seed: str, ask_other: Callable[[list[Question]], list[str]]) -> None:
    asked, told = ours(count, seed)
    for question, answer, other in zip(asked, told, ask_other(asked), strict=True):
        assert other == answer, question


def test_packed_python_answers_a_sample_as_this_one(runtime_folder: Path) -> None:
    assert_parity(SAMPLE, "sample", lambda asked: ask(runtime_folder, asked))


def test_command_line_answers_a_sample_as_this_python() -> None:
    assert_parity(SAMPLE, "sample", by_command)


@pytest.mark.parametrize("version", OTHERS)
def test_other_python_answers_a_sample_as_this_one(version: str, tmp_path: Path) -> None:
    assert_parity(SAMPLE, "sample", lambda asked: other_python(version, asked, tmp_path))


@pytest.mark.prove
def test_packed_python_answers_ten_thousand_as_this_one(runtime_folder: Path) -> None:
    assert_parity(PROVED, "proof", lambda asked: ask(runtime_folder, asked))


@pytest.mark.prove
def test_command_line_answers_ten_thousand_as_this_python() -> None:
    assert_parity(PROVED, "proof", by_command)


@pytest.mark.prove
@pytest.mark.parametrize("version", OTHERS)
def test_other_python_answers_ten_thousand_as_this_one(version: str, tmp_path: Path) -> None:
    assert_parity(PROVED, "proof", lambda asked: other_python(version, asked, tmp_path))
