"""The thin door of a shell: `python -m calculator preview|form`, as JSON or as readable text."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill
from typing import Any, NoReturn

from calculator.bridge import QUESTIONS
from calculator.contract import MAX_BYTES, Faults, printable, read_json, read_language
from calculator.faults import Fault
from calculator.language import DEFAULT_LANGUAGE, LANGUAGES
from calculator.language.sentences import catalogue
from calculator.reply import write_faults

FAULTY_REQUEST, FAULT_OF_OURS = 2, 70
MIN_WIDTH = 40  # columns
# The contract's other questions: known, and not answered yet.
_LATER = ("reconcile", "afford", "schedule")
_OPTIONS = {
    "now": ("quantity_before", "licenses today"),
    "total": ("quantity_after", "the new total, not the number to add"),
    "add": ("quantity_added", "the number to add, instead of --total"),
    "price": ("unit_price", "price of one license for the whole period"),
    "currency": ("currency", "ISO 4217 code: EUR, USD, CHF…"),
    "renews-on": ("period_end", "next billing date, 2027-03-10 or as the language writes it"),
    "months": ("term_months", "length of the period, 1 to 120"),
    "on": ("change_at", "date of purchase"),
}
_HELP = """\
examples:
  python -m calculator preview --now 50 --total 80 --price 24 --currency EUR \\
      --renews-on 2027-03-10 --months 12 --on 2026-08-08 --language en
  python -m calculator preview request.json
  python -m calculator preview --json < request.json
  python -m calculator form --json < form.json

Text comes in the request's language, French by default.
Exit status: 0 answered; 2 the request has faults; 70 a fault of ours.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one request and return the exit status: 0, 2 for its faults, 70 for a fault of ours."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json, language = "--json" in given, DEFAULT_LANGUAGE
    try:
        try:
            question, request = _read(given)
            language, _ = read_language(request)
            result = QUESTIONS[question](request)
        except Faults as found:
            language = found.language
            result = write_faults(found.faults, language)
        _print(result, language, as_json)
    except Exception as error:  # the last door: a fault of ours is told in words, and 70 says so to scripts
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        _print(write_faults([Fault("internal_error", "")], language), language, as_json)
        return FAULT_OF_OURS
    return 0 if result["ok"] else FAULTY_REQUEST


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Turn a wrong option into a fault of the contract, told in the reader's language like any other."""
        raise Faults([Fault("missing", "options", {}, "option_without_value")])


def _parser() -> _Parser:
    parser = _Parser(
        prog="python -m calculator",
        description="Estimates what licenses added to a running subscription cost: today, then at renewal.",
        epilog=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("question", nargs="?", default="", metavar="preview|form", help="what is asked")
    parser.add_argument(
        "file", nargs="?", help="a JSON request; standard input where no option stands for it"
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--language", metavar="fr|en", help="language of every sentence")
    for option, (control, text) in _OPTIONS.items():
        parser.add_argument(f"--{option}", dest=control, metavar=option.upper(), help=text)
    return parser


def _read(given: list[str]) -> tuple[str, dict[str, Any]]:
    """Return the question and its request, from plain options, a file or standard input."""
    language = _language_of(given)
    try:
        options, others = _parser().parse_known_intermixed_args(given)
        if others:
            raise Faults(
                [
                    Fault("unknown_field", printable(o), {"typed": printable(o)}, "unknown_option")
                    for o in others
                ]
            )
        _check_question(options.question)
        form = {control: getattr(options, control) for control, _ in _OPTIONS.values()}
        form = {control: text for control, text in form.items() if text is not None}
        if form:
            # Options hold what people type: the form reads it, and answers with the same figures.
            return "form", {"form": form, "language": options.language or language}
        request = read_json(_text_of(options.file))
    except Faults as found:
        raise Faults(found.faults, language) from None
    if options.language is not None:
        request["language"] = options.language
    return options.question, request


def _language_of(given: list[str]) -> str:
    """Return the language to tell faults of the options in, before they are known to be sound."""
    values = [value for option, value in pairwise(given) if option == "--language"]
    values += [option.partition("=")[2] for option in given if option.startswith("--language=")]
    return values[-1] if values and values[-1] in LANGUAGES else DEFAULT_LANGUAGE


def _check_question(question: str) -> None:
    if question in _LATER:
        raise Faults([Fault("not_supported", question)])
    if question not in QUESTIONS:
        facts = {"typed": printable(question), "known": ", ".join(QUESTIONS)}
        raise Faults([Fault("unknown_field", "question", dict(facts), "unknown_command")])


def _text_of(path: str | None) -> str:
    # One byte more than a request may have is enough to refuse it, whatever comes after.
    if path is None:
        return sys.stdin.buffer.read(MAX_BYTES + 1).decode("utf-8", "replace")
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1).decode("utf-8", "replace")
    except OSError:
        raise Faults([Fault("missing", "file", {"typed": printable(path)}, "unreadable_file")]) from None


def _print(result: dict[str, Any], language: str, as_json: bool) -> None:
    stream = sys.stdout if as_json or result["ok"] else sys.stderr
    stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    if as_json:
        text = json.dumps(result, ensure_ascii=False, indent=2)
    elif result["ok"]:
        text = _readable(result, language)
    else:
        text = "\n".join(fault["message"] for fault in result["errors"])
    try:
        print(text, file=stream, flush=True)
    except OSError as error:
        # What is left in the buffer would fail again when Python ends, with a traceback of its own.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):  # the reader of a pipe may leave, as `head` does
            raise


def _readable(result: dict[str, Any], language: str) -> str:
    words = catalogue(language)
    blocks = [_headlines(result)]
    steps = [_item(f"{number}.", step["text"]) for number, step in enumerate(result["steps"], 1)]
    blocks.append([words.text("cli.steps"), *steps])
    if result["warnings"]:
        told = [_item("-", warning["message"]) for warning in result["warnings"]]
        blocks.append([words.text("cli.warnings"), *told])
    blocks.append([words.text("cli.assumptions"), *(_item("-", text) for text in result["assumptions"])])
    return "\n\n".join("\n".join(block) for block in blocks)


def _item(mark: str, text: str) -> str:
    """Return a line of a list, folded to the terminal; a pipe gets it whole."""
    first = f"  {mark} "
    if not sys.stdout.isatty():
        return first + text
    width = max(get_terminal_size().columns, MIN_WIDTH)
    return fill(text, width, initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False)


def _headlines(result: dict[str, Any]) -> list[str]:
    summary = result["summary"]
    rows = [summary[key] for key in ("quantity_after", "due_now", "renewal")]
    width, amount = max(len(row["label"]) for row in rows), max(len(row["value"]) for row in rows)
    lines = [f"{row['label']:<{width}}  {row['value']:>{amount}}  {row['note']}" for row in rows]
    return [*lines, summary["estimate"]]
