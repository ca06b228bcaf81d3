"""The thin door of a shell: `python -m calculator QUESTION`, as readable text, JSON, JSON lines or CSV."""

import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from calculator.bridge import ask
from calculator.checks import Faults, read_json
from calculator.cli.inputs import Source, decoded
from calculator.cli.options import (
    AFFORD,
    CONVENTIONS,
    FORM,
    PREVIEW,
    Options,
    help_text,
    language_of,
    read_options,
)
from calculator.cli.readable import readable, width_of
from calculator.cli.table import answer_table
from calculator.contract import read_language
from calculator.entry import Entry
from calculator.faults import Fault
from calculator.form import answer_form
from calculator.language import DEFAULT_LANGUAGE
from calculator.language.operands import catalogue
from calculator.money import price_text
from calculator.reply import write_faults
from calculator.typed import read_number

FAULTY_REQUEST, FAULT_OF_OURS, INTERRUPTED = 2, 70, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer and return the exit status: 0, 2 for faults of the request, 70 for ours, 130 for Ctrl-C."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _open_outputs()
    try:
        status = _answer(given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _leave_output()
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe may leave, as `head` does
        _leave_output()
        return 0
    except OSError as error:  # what is read is guarded where it is read, so this is the output
        _leave_output()
        reason = error.strerror or str(error)
        print(catalogue(language_of(given)).text("error.unwritable", reason=reason), file=sys.stderr)
        return FAULT_OF_OURS
    return status


def _answer(given: list[str]) -> int:
    language, as_json = language_of(given), "--json" in given or "--json-lines" in given
    try:
        options = read_options(given or ["--help"])
        if "help" in options.values:
            print(help_text(options.question, language, width_of(sys.stdout)))
            return 0
        if "csv" in options.values:
            with Source(options.file, language) as source:
                return 0 if answer_table(source, sys.stdout, language) else FAULTY_REQUEST
        if "json-lines" in options.values:
            return _answer_lines(options, language)
        result, language = _asked(options, language)
    except Faults as found:
        result, language = write_faults(found.faults, found.language), found.language
    except OSError:
        raise
    except Exception as error:  # the last door: a fault of ours is told in words, and 70 says so to scripts
        return _our_fault(error, language, as_json)
    _print(result, language, as_json)
    return 0 if result["ok"] else FAULTY_REQUEST


def _our_fault(error: Exception, language: str, as_json: bool) -> int:
    print(f"{type(error).__name__}: {error}", file=sys.stderr)
    _print(write_faults([Fault("internal_error", "")], language), language, as_json)
    return FAULT_OF_OURS


def _asked(options: Options, language: str) -> tuple[dict[str, Any], str]:
    """Return the answer and its language, from plain options, a file or standard input."""
    own, faults = _own_fields(options, language)
    if options.form:
        return _answer_form(options, own, faults, language), language
    if options.question == CONVENTIONS:
        return ask(CONVENTIONS, {"language": language}), language
    with Source(options.file, language) as source:
        text = source.text()
    return _answer_json(text, options, own, faults)


def _answer_form(options: Options, own: dict[str, Any], faults: list[Fault], language: str) -> dict[str, Any]:
    """Return the answer to plain options: the form reads them, and its request is what is asked."""
    form = options.form
    if options.question == AFFORD and not form.keys() & {"quantity_after", "quantity_added"}:
        form["quantity_added"] = "0"  # the new total is what is asked for
    today = datetime.now(UTC).astimezone().date().isoformat()
    answer = answer_form({"form": form, "language": language, "today": today})
    if options.question in (PREVIEW, FORM):
        return answer
    missing = [
        Fault("missing", name) for name in _REQUIRED.get(options.question, ()) if name not in options.own
    ]
    told = write_faults([*faults, *missing], language)["errors"]
    if not answer["ok"] or told:
        return {"ok": False, "errors": [*answer.get("errors", []), *told]}
    return ask(options.question, answer["request"] | own)


_REQUIRED = {AFFORD: ("budget",), "reconcile": ("amount",)}


def _answer_json(
    text: str, options: Options, own: dict[str, Any], faults: list[Fault]
) -> tuple[dict[str, Any], str]:
    """Return the answer to one JSON request, and its language."""
    language = options.language or DEFAULT_LANGUAGE
    try:
        request = read_json(text)
    except Faults as found:
        return write_faults([*found.faults, *faults], language), language
    if options.language is not None:
        request["language"] = options.language
    language, _ = read_language(request)
    answer = ask(options.question, request | own)
    told = write_faults(faults, language)["errors"]
    if told:
        # What an option states wrongly counts as stated: it is not missing as well.
        stated = {fault.field for fault in faults}
        others = [error for error in answer.get("errors", []) if error["field"] not in stated]
        answer = {"ok": False, "errors": [*others, *told]}
    return answer, language


def _answer_lines(options: Options, language: str) -> int:
    """Answer each line with one line as soon as it is read, blank ones left out; return the exit status."""
    own, faults = _own_fields(options, language)
    status = 0
    with Source(options.file, language) as source:
        for line in source.lines():
            if not line.strip():
                continue
            try:
                answer, _ = _answer_json(decoded(line, language), options, own, faults)
            except Faults as found:
                answer = write_faults(found.faults, language)
            except Exception as error:
                print(f"{type(error).__name__}: {error}", file=sys.stderr)
                answer, status = write_faults([Fault("internal_error", "")], language), FAULT_OF_OURS
            print(json.dumps(answer, ensure_ascii=False), flush=True)
            status = status or (0 if answer["ok"] else FAULTY_REQUEST)
    return status


def _own_fields(options: Options, language: str) -> tuple[dict[str, Any], list[Fault]]:
    """Return what options state besides the request, as the contract writes it, and the faults in it."""
    entry = Entry(options.own, language)
    for name in ("budget", "amount"):
        reader = _signed_number if name == "amount" else read_number
        amount = entry.take(name, reader, "not_an_amount", "not_an_amount.typed")
        if amount is not None:
            entry.read[name] = price_text(amount, 0)
    entry.take("line", _index, "wrong_type", "wrong_type.integer")
    return entry.read, entry.faults


def _signed_number(text: str) -> Fraction | None:
    """Return the amount that a person typed; a credit begins with a minus sign, a hyphen or a real one."""
    number = read_number(text[1:] if text.startswith(("-", "−")) else text)
    return -number if number is not None and text.startswith(("-", "−")) else number


def _index(text: str) -> int | None:
    return int(text[:9]) if text.isascii() and text.isdecimal() else None


def _print(result: dict[str, Any], language: str, as_json: bool) -> None:
    stream = sys.stdout if as_json or result["ok"] else sys.stderr
    if as_json:
        text = json.dumps(result, ensure_ascii=False, indent=2)
    elif result["ok"]:
        text = readable(result, language, width_of(stream))
    else:
        text = "\n".join(fault["message"] for fault in result["errors"])
    print(text, file=stream)


def _open_outputs() -> None:
    """Make both outputs take any text; the shell may also have closed them: `>&-`."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
        getattr(sys, name).reconfigure(encoding="utf-8", errors="backslashreplace")


def _leave_output() -> None:
    """Drop what standard output could not take: it would fail again, with a traceback, when Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
