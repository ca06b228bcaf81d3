"""The image of Python's memory: it answers as CPython does, or not at all."""

import json
import random
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

import calculator
from runtime.packed.__main__ import EXPORTS, MEMORY, PROGRAM, make
from runtime.packed.image import GRAIN, runs_of, write_image
from runtime.packed.training import changed, recorded
from runtime.packed.wasm import number, read_number, read_sections, reduced, write_sections
from tests.runtime.asked import Question, questions
from tests.runtime.test_packed_runtime import QUESTIONS

ROOT = Path(__file__).resolve().parents[2]
LARGEST_DOWNLOAD = 2_520_000  # bytes with Brotli; the stock runtime with micropip takes 5,610,000
SAMPLE, PROVED = 1_000, 10_000
MOST_FALLEN_BACK = 0.001  # of requests that have an answer


@pytest.fixture(scope="module")
def image_folder() -> Path:
    """Return the folder that holds it, of the last `make runtime-packed`."""
    current = ROOT / "build/packed/current.json"
    return current.parent / str(json.loads(current.read_text("utf-8"))["folder"])


def ask(folder: Path, asked: Iterable[Question]) -> list[str | None]:
    """Return what the image answers to each question; None where the whole Python would be asked."""
    done = subprocess.run(
        (Path(sys.prefix) / "bin/node", ROOT / "runtime/packed/ask.mjs", folder),
        input="\n".join(json.dumps({"question": question, "text": text}) for question, text in asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def assert_right(folder: Path, asked: list[Question]) -> list[Question]:
    """Return what the image left to the whole Python, after its own answers were found to be right."""
    told = ask(folder, asked)
    assert len(told) == len(asked)
    left = []
    for question, answer in zip(asked, told, strict=True):
        if answer is None:
            left.append(question)
        else:
            assert answer == calculator.answer(*question), question
    return left


def assert_rarely_left(folder: Path, asked: list[Question]) -> None:
    left = assert_right(folder, asked)
    valid = [one for one in left if json.loads(calculator.answer(*one))["ok"]]
    assert len(valid) <= MOST_FALLEN_BACK * len(asked), valid[:3]


def altered(count: int, seed: str) -> list[Question]:
    """Return recorded questions with a few values changed, most of them for the worse."""
    chance = random.Random(seed)
    return [changed(recorded(), chance) for _ in range(count)]


def test_all_that_is_recorded_is_answered_from_the_image(image_folder: Path) -> None:
    """A line of the rules that its profile did not know would end there; every line is in the record."""
    assert len(recorded()) > 200
    assert assert_right(image_folder, recorded()) == []


def test_what_utf_8_cannot_say_is_left_to_the_whole_python(image_folder: Path) -> None:
    left = assert_right(image_folder, list(QUESTIONS.values()))
    assert left == [QUESTIONS["emoji and surrogates"]]


def test_a_question_too_long_is_left_to_the_whole_python(image_folder: Path) -> None:
    assert ask(image_folder, [("preview", " " * 200_000)]) == [None]


def test_a_question_that_nobody_knows_is_left_to_the_whole_python(image_folder: Path) -> None:
    assert ask(image_folder, [("nonsense", "{}"), QUESTIONS["preview"]])[0] is None


def test_a_sample_is_answered_as_this_python_does(image_folder: Path) -> None:
    assert_rarely_left(image_folder, questions(SAMPLE, "sample"))
    assert_right(image_folder, altered(SAMPLE, "sample"))


@pytest.mark.prove
def test_ten_thousand_are_answered_as_this_python_does(image_folder: Path) -> None:
    assert_rarely_left(image_folder, questions(PROVED, "proof"))


@pytest.mark.prove
def test_ten_thousand_altered_ones_are_answered_as_this_python_does(image_folder: Path) -> None:
    assert_right(image_folder, altered(PROVED, "proof"))


def test_a_function_that_the_profile_does_not_know_ends_the_image(
    image_folder: Path, runtime_folder: Path, tmp_path: Path
) -> None:
    """As a new rule would, that no question of the training led to."""
    stock = (runtime_folder / "pyodide.asm.wasm").read_bytes()
    nothing_ran = bytes(read_number(read_sections(stock)[10], 0)[0])
    (tmp_path / PROGRAM).write_bytes(reduced(stock, nothing_ran, EXPORTS))
    (tmp_path / MEMORY).symlink_to(image_folder / MEMORY)
    assert ask(tmp_path, [QUESTIONS["French"]]) == [None]


def test_making_it_again_gives_the_same_bytes(
    image_folder: Path, runtime_folder: Path, tmp_path: Path
) -> None:
    made = make(runtime_folder, tmp_path)
    for name in (PROGRAM, MEMORY):
        assert (made / name).read_bytes() == (image_folder / name).read_bytes(), name


def test_download_stays_within_its_budget(image_folder: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in sorted(image_folder.glob("*.br"))}
    for name, size in sizes.items():
        print(f"{size:>10,} {name}")
    assert sorted(sizes) == [f"{MEMORY}.br", f"{PROGRAM}.br"]
    assert sum(sizes.values()) <= LARGEST_DOWNLOAD


def test_an_image_lists_what_is_not_zero() -> None:
    memory = bytes(GRAIN) + b"\1" + bytes(2 * GRAIN - 1) + b"\2" * GRAIN
    assert list(runs_of(memory)) == [(GRAIN, 2 * GRAIN), (3 * GRAIN, 4 * GRAIN)]
    image = write_image(memory, {"answer": 5})
    length = int.from_bytes(image[:4], "little")
    assert json.loads(image[4 : 4 + length]) == {"answer": 5, "runs": [[256, 256], [768, 256]]}
    assert image[4 + length :] == b"\1" + bytes(GRAIN - 1) + b"\2" * GRAIN


@pytest.mark.parametrize(
    ("value", "text"), [(0, "00"), (127, "7f"), (128, "8001"), (624_485, "e58e26"), (2**32 - 1, "ffffffff0f")]
)
def test_numbers_are_leb128(value: int, text: str) -> None:
    """The third is the example of the WebAssembly specification's own source, DWARF."""
    assert number(value).hex() == text
    assert read_number(bytes.fromhex(f"00{text}"), 1) == (value, 1 + len(text) // 2)


def test_sections_are_written_as_they_were_read(runtime_folder: Path) -> None:
    stock = (runtime_folder / "pyodide.asm.wasm").read_bytes()
    sections = read_sections(stock)
    assert read_sections(write_sections(sections)) == sections
    with pytest.raises(ValueError, match="not a WebAssembly module"):
        read_sections(stock[1:])
