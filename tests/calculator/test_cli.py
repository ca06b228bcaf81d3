"""The command line, as a person and as a script meet it."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
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


def in_terminal(*arguments: str, columns: int) -> str:
    """Return what a terminal of so many columns shows."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "calculator", *arguments]
    subprocess.run(command, stdout=theirs, cwd=ROOT, env=os.environ | {"COLUMNS": str(columns)}, check=True)
    os.close(theirs)
    told = os.read(ours, 65536).decode().replace("\r\n", "\n")
    os.close(ours)
    return told


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
    told = in_terminal("preview", *EXAMPLE, "--language", "en", columns=60)

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
    (("preview", "--json", "-v", "--price="), "{}", ["unknown_field"]),
    (("preview", "--json", "--price"), "", ["missing"]),
    (("preview", "--json", "--price", "1", "--price", "2"), "", ["duplicate_key"]),
    (("preview", "--json", "--language", "de"), "{}", ["unknown_language"]),
    (("reckon", "--json"), "{}", ["unknown_field"]),
    (("--json",), "{}", ["unknown_field"]),
    (("preview", "--json", "no-such-file.json"), "", ["missing"]),
    (("preview", "--json", "."), "", ["missing"]),
    (("preview", "--json", "-", "other.json"), "{}", ["unknown_field"]),
    (("preview", "--json", "request.json", "--now", "50"), "", ["inputs_disagree"]),
    (("preview", "--json", "--json-lines", "--csv", "--now", "50"), "", ["inputs_disagree"] * 2),
    (("preview", "--json", "--budget", "500.00"), "{}", ["unknown_field"]),
    (("schedule", "--json", "--csv"), "", ["unknown_field"]),
    (("conventions", "--json", "--now", "50"), "", ["unknown_field"]),
    (("schedule", "--json"), "{}", ["missing"] * 4),
    (("afford", "--json"), "{}", ["missing"] * 5),
    (
        ("afford", "--json", "--budget", "x", "--line", "7"),
        json.dumps(REQUEST),
        ["out_of_range", "not_an_amount"],
    ),
    (
        ("afford", "--json", "--budget", "1,234", "--line", "x"),
        "{}",
        ["missing"] * 4 + ["ambiguous_number", "wrong_type"],
    ),
    (
        ("reconcile", "--json", "--now", "x", "--amount", "x"),
        "",
        ["out_of_range", *["missing"] * 5, "not_an_amount"],
    ),
    # All that is wrong with the options at once.
    (("reckon", "--json", "--nonsense", "--price"), "", ["unknown_field", "missing", "unknown_field"]),
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


def test_help_is_shown_where_nothing_is_asked() -> None:
    assert run().stdout == run("--help").stdout == run("-h").stdout


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "question", ["preview", "form", "schedule", "afford", "reconcile", "compare", "conventions"]
)
def test_help_of_a_question_shows_examples_that_run(question: str, language: str) -> None:
    ran = run(question, "--help", "--language", language)
    joined = ran.stdout.replace("\\\n", " ")
    examples = [line.split()[3:] for line in joined.splitlines() if line.startswith("  python -m calculator")]

    assert (ran.returncode, ran.stderr) == (0, "")
    assert examples
    for example in examples:
        assert example[0] == question
        if ".json" not in " ".join(example):  # the others need a file of the reader's own
            assert run(*example).returncode == 0, example


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


GOLDEN = {
    "help": ("--help",),
    "schedule": ("schedule", *EXAMPLE),
    "afford": ("afford", *EXAMPLE, "--tax", "20", "--budget", "500"),
    "reconcile": ("reconcile", *EXAMPLE, "--tax", "20", "--amount", "422.14"),
    "compare": ("compare", *EXAMPLE),
    "conventions": ("conventions",),
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", GOLDEN)
def test_readable_text_of_every_question(name: str, language: str) -> None:
    golden = ROOT / "tests" / "calculator" / "cases" / f"cli.{name}.{language}.txt"
    ran = run(*GOLDEN[name], "--language", language)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == golden.read_text(encoding="utf-8")


def test_a_table_too_wide_for_the_terminal_becomes_lists() -> None:
    told = in_terminal("compare", *EXAMPLE, "--language", "en", columns=60)

    assert told.startswith(
        "All now\n"
        "  Before the renewal €422.14\n"
        "  At renewal, on March 10, 2027 €1,920.00\n"
        "  In all €2,342.14\n"
    )


OPTIONS = [
    (("preview", "--price-after", "26", "--json"), "515.95"),  # (80 x 26 - 50 x 24) x 214 / 365 = 515.945
    (("preview", "--tax", "20", "--json"), "506.56"),
    (("preview", "--tax", "20", "--tax-included", "--json"), "422.14"),
    (("preview", "--convention", "calendar-days-exclusive", "--json"), "420.16"),
    (("preview", "--starts-on", "2026-03-10", "--json"), "422.14"),
]


@pytest.mark.parametrize(("more", "gross"), OPTIONS)
def test_plain_options_stand_for_a_request(more: tuple[str, ...], gross: str) -> None:
    assert answered(*more, *EXAMPLE)["due_now"]["gross"] == gross


def test_renewal_price_option() -> None:
    answer = answered("preview", "--renewal-price", "30", "--json", *EXAMPLE)

    assert (answer["due_now"]["gross"], answer["renewal"]["gross"]) == ("422.14", "2400.00")


def test_every_question_takes_plain_options_and_files(tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(REQUEST), encoding="utf-8")
    questions = (
        ("schedule",),
        ("afford", "--budget", "500,00"),
        ("reconcile", "--amount", "422,14"),
        ("compare",),
    )

    for question in questions:
        assert answered(*question, *EXAMPLE, "--json") == answered(*question, str(file), "--json")


def test_afford_needs_no_new_total() -> None:
    without_total = [*EXAMPLE[:2], *EXAMPLE[4:]]

    assert answered("afford", *without_total, "--budget", "500", "--json")["quantity_after"] == 85


def test_an_amount_of_a_credit_has_a_minus_sign() -> None:
    credit = REQUEST | {
        "lines": [{"quantity_before": 80, "quantity_after": 50, "unit_price": "24.00"}],
        "policy": {"decrease": "credit"},
    }

    for amount in ("-422.14", "-422,14 €", "−422,14"):
        assert answered("reconcile", "--amount", amount, "--json", given=credit)["matches"]


def test_the_day_of_purchase_is_today_where_it_is_left_out() -> None:
    today = datetime.now(UTC).astimezone().date()
    renewal = date(today.year + 1, 1, 1).isoformat()
    answer = answered("preview", *EXAMPLE[:8], "--renews-on", renewal, "--months", "24", "--json")

    assert date.fromisoformat(answer["request"]["change_at"]) >= today


def test_json_lines_answer_each_line_and_go_on_after_a_fault() -> None:
    line = json.dumps(REQUEST)
    ran = run("afford", "--budget", "500", "--json-lines", given=f"{line}\n\n{{\n{line}")
    answers = [json.loads(answer) for answer in ran.stdout.splitlines()]

    assert (ran.returncode, ran.stderr) == (2, "")
    assert [answer["ok"] for answer in answers] == [True, False, True]  # a blank line is no request
    assert [answers[0]["quantity_after"], answers[1]["errors"][0]["code"]] == [85, "not_json"]


def test_json_lines_answer_as_soon_as_a_line_is_there() -> None:
    command = [sys.executable, "-m", "calculator", "preview", "--json-lines"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as running:
        assert running.stdin
        assert running.stdout
        for _ in range(2):
            running.stdin.write(json.dumps(REQUEST).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["due_now"]["net"] == "422.14"
        running.stdin.close()
        assert running.wait() == 0


def test_a_line_too_long_is_refused_and_the_next_one_answered() -> None:
    ran = run("preview", "--json-lines", given="x" * 1_000_000 + "\n" + json.dumps(REQUEST))
    refused, answer = map(json.loads, ran.stdout.splitlines())

    assert refused["errors"][0]["code"] == "request_too_large"
    assert answer["due_now"]["net"] == "422.14"


def test_control_c_ends_without_a_traceback() -> None:
    command = [sys.executable, "-m", "calculator", "preview", "--json-lines"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(json.dumps(REQUEST).encode() + b"\n")
        running.stdin.flush()
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        assert running.wait() == 130
        assert running.stderr.read() == b""


def test_a_keyboard_is_told_that_it_is_read() -> None:
    ours, theirs = os.openpty()
    os.write(ours, b"{}\n\x04")
    command = [sys.executable, "-m", "calculator", "preview", "--language", "en"]
    ran = subprocess.run(command, stdin=theirs, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    os.close(ours)
    os.close(theirs)

    assert ran.stderr.startswith(b"The request is read from the keyboard: Ctrl-D ends it")


def test_outputs_that_the_shell_closed_are_no_fault() -> None:
    request = json.dumps(REQUEST)
    for closing in (">&-", "2>&-", ">&- 2>&-"):
        shell = f"{sys.executable} -m calculator preview {closing}"
        assert (
            subprocess.run(["sh", "-c", shell], input=request.encode(), cwd=ROOT, check=False).returncode == 0
        )


def test_an_input_that_the_shell_closed_is_told_in_words() -> None:
    shell = f"{sys.executable} -m calculator preview --language en <&-"
    ran = subprocess.run(["sh", "-c", shell], capture_output=True, cwd=ROOT, check=False)

    assert (ran.returncode, ran.stderr) == (
        2,
        "The file “-” cannot be read. Check its path and permissions.\n".encode(),
    )


def test_a_typing_error_in_an_option_is_one_fault_with_or_without_its_value() -> None:
    for wrong in (["--totl", "80"], ["--totl=80"], ["--totl"]):
        ran = run("preview", "--now", "50", *wrong, "--json")

        assert ran.returncode == 2
        assert [(e["code"], e["field"]) for e in json.loads(ran.stdout)["errors"]] == [
            ("unknown_field", wrong[0])
        ]
