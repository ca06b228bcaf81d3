"""The same questions, answered to the byte by this Python, the packed one, a shell, every other CPython."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from shutil import which

import babel
import pytest

import calculator
from tests.runtime.asked import Question, questions
from tests.runtime.test_packed_runtime import ask

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
