"""The command line, as a person and as a script meet it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = [
    *("--now", "50", "--total", "80", "--price", "24", "--currency", "EUR"),
    *("--renews-on", "2027-03-10", "--months", "12", "--on", "2026-08-08"),
]
REQUEST = {
    "currency": "EUR",
    "period": {"start": "2026-03-10", "end": "2027-03-10"},
    "change_at": "2026-08-08",
    "lines": [{"quantity_before": 50, "quantity_after": 80, "unit_price": "24.00"}],
}


def run(*arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m calculator` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "calculator", *arguments],
        input=given,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | environment,
        check=False,
    )


def answered(*arguments: str, given: Any = "") -> dict[str, Any]:
    """Return the JSON answer of a run that succeeds."""
    ran = run(*arguments, given=given if isinstance(given, str) else json.dumps(given))
    assert ran.returncode == 0, ran
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def test_readable_text_starts_with_what_to_type_and_both_amounts() -> None:
    ran = run("preview", *EXAMPLE, "--language", "en")

    assert ran.returncode == 0
    label = len("At renewal, on March 10, 2027")
    assert ran.stdout.splitlines()[:4] == [
        f"{'In the dialog, enter':{label}}         80  the new total, not the number to add",
        f"{'Due now':{label}}    €422.14  "
        "30 licenses, 214 days, from August 8, 2026 to March 9, 2027 inclusive",
        "At renewal, on March 10, 2027  €1,920.00  80 licenses for 12 months (€1,200.00 for 50 today)",
        "An estimate, not an offer: the dialog in your account is final.",
    ]


def test_sentences_are_folded_to_a_terminal_and_whole_in_a_pipe() -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "calculator", "preview", *EXAMPLE, "--language", "en"]
    subprocess.run(command, stdout=theirs, cwd=ROOT, env=os.environ | {"COLUMNS": "60"}, check=True)
    os.close(theirs)
    told = os.read(ours, 65536).decode().replace("\r\n", "\n")
    os.close(ours)

    assert (
        "  2. From the purchase on August 8, 2026 to March 9, 2027\n     inclusive: 214 days left, the day"
        in told
    )
    assert (
        "  2. From the purchase on August 8, 2026 to March 9, 2027 inclusive: 214 days left, the day"
        in run("preview", *EXAMPLE, "--language", "en").stdout
    )


def test_text_is_french_by_default_whatever_the_terminal_encodes() -> None:
    ran = run("preview", *EXAMPLE, PYTHONIOENCODING="ascii", LC_ALL="C")

    assert "À payer maintenant" in ran.stdout
    assert "422,14\u00a0€" in ran.stdout


def test_options_file_and_standard_input_give_the_same_amounts(tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(REQUEST), encoding="utf-8")

    by_input = answered("preview", "--json", given=REQUEST)
    assert by_input["due_now"]["net"] == "422.14"
    assert answered("preview", str(file), "--json") == by_input
    assert {k: v for k, v in answered("preview", "--json", *EXAMPLE).items() if k in by_input} == by_input


def test_language_option_wins_over_the_request_s() -> None:
    answer = answered("preview", "--json", "--language", "en", given=REQUEST | {"language": "fr"})

    assert answer["due_now"]["text"] == "€422.14"


def test_form_reads_what_people_type() -> None:
    form = {
        "quantity_before": "50",
        "quantity_added": "30",
        "unit_price": "24,00 €",
        "currency": "EUR",
        "term_months": "12 mois",
        "period_end": "10 mars 2027",
        "change_at": "08/08/2026",
    }

    assert answered("form", "--json", given={"form": form, "language": "fr"})["due_now"]["net"] == "422.14"


FAULTY = [
    (("preview", "--json"), "", ["not_json"]),
    (("preview", "--json"), "{}", ["missing"] * 4),
    (("preview", "--json", "--nonsense"), "{}", ["unknown_field"]),
    (("preview", "--json", "--price"), "", ["missing"]),
    (("reckon", "--json"), "{}", ["unknown_field"]),
    (("--json",), "{}", ["unknown_field"]),
    (("preview", "--json", "no-such-file.json"), "", ["missing"]),
    (("preview", "--json", "."), "", ["missing"]),
    (("schedule", "--json"), "{}", ["not_supported"]),
    (("afford", "--budget", "500.00", "--json"), "{}", ["unknown_field", "unknown_field"]),
    (("preview", "--json"), "\x00\x01", ["not_json"]),
]


@pytest.mark.parametrize(("arguments", "given", "codes"), FAULTY)
def test_faults_answer_2_in_json_on_standard_output(
    arguments: tuple[str, ...], given: str, codes: list[str]
) -> None:
    ran = run(*arguments, given=given)

    assert ran.returncode == 2
    assert [error["code"] for error in json.loads(ran.stdout)["errors"]] == codes
    assert ran.stderr == ""


def test_faults_in_words_go_to_standard_error_in_the_asked_language() -> None:
    ran = run("preview", *EXAMPLE[:2], "--total", "5", *EXAMPLE[4:], "--language", "en")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "to add 5, enter 55" in ran.stderr


def test_help_shows_examples_that_run() -> None:
    ran = run("--help")

    assert ran.returncode == 0
    assert "--renews-on 2027-03-10" in ran.stdout
    assert "Traceback" not in ran.stderr


def test_a_full_disk_is_a_fault_of_ours_told_in_words() -> None:
    command = [sys.executable, "-m", "calculator", "preview", "--json", *EXAMPLE]
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False)

    assert ran.returncode == 70
    assert b"No space left" in ran.stderr
    assert b"Traceback" not in ran.stderr


def test_a_reader_who_leaves_the_pipe_sees_nothing_more() -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "calculator", "preview", "--json", *EXAMPLE]
    ran = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    os.close(theirs)

    assert (ran.returncode, ran.stderr) == (0, b"")


def test_bytes_that_are_no_text_are_told_so() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "calculator", "preview", "--json"],
        input=b"\xff\xfe{}",
        capture_output=True,
        cwd=ROOT,
        check=False,
    )

    assert ran.returncode == 2
    assert json.loads(ran.stdout)["errors"][0]["code"] == "not_json"
