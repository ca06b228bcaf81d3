"""The command line and its JSON in articles, as they really answer.

`{{ commands }}` and `{{ json-example }}` stand alone on their lines.
"""

import contextlib
import io
import json
import re
import runpy
import shlex
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

import calculator
from overrides.hooks.building import COMMANDS, JSON_EXAMPLE, kept, language_of, stamp, templates
from overrides.hooks.worked_examples import Example, read_examples

EXAMPLE = "fifty-to-eighty"
SHOWN = ("due_now", "renewal", "line_items")  # the answer has more: what is left out is said
LINES = 12  # of an answer; what follows is cut, and said to be
OPTION = re.compile(r"  (--[a-z-]+(?: \S+)?)\s{2,}(\S.*)")


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put what was run in place of the directives."""
    if COMMANDS not in html and JSON_EXAMPLE not in html:
        return html
    file = Path(config.docs_dir, "examples.toml")
    example = kept("command", stamp(file), lambda: read_examples(file))[EXAMPLE]
    language, parts = language_of(config), templates(config)
    if COMMANDS in html:
        told = commands(example, language)
        html = html.replace(f"<p>{COMMANDS}</p>", parts.get_template("commands.html").render(told))
    if JSON_EXAMPLE in html:
        told = _json_example(example, language)
        html = html.replace(f"<p>{JSON_EXAMPLE}</p>", parts.get_template("json-example.html").render(told))
    return html


def commands(example: Example, language: str) -> dict[str, Any]:
    """Return each question with the command that asks it and the answer, and every option."""
    asked = _command_lines(example, language)
    answers = [_run(tuple(arguments)) for arguments in asked.values()]
    help_text = _run(("--help", "--language", language))
    return {
        "questions": [
            {"name": name, "command": _shown(arguments), "answer": _cut(answer)}
            for (name, arguments), answer in zip(asked.items(), answers, strict=True)
        ],
        "options": [found.groups() for line in help_text.splitlines() if (found := OPTION.fullmatch(line))],
    }


def _command_lines(example: Example, language: str) -> dict[str, list[str]]:
    typed = example.controls()
    on = ["--on", typed["change_at"]]
    renewal = ["--renews-on", typed["period_end"], "--months", typed["term_months"]]
    price = ["--price", typed["unit_price"], "--currency", typed["currency"]]
    now, total = ["--now", typed["quantity_before"]], ["--total", typed["quantity_after"]]
    request, own = [*now, *total, *price, *renewal, *on], ["--language", language]
    paid = example.answer(language)["due_now"]["net"]
    return {
        "preview": ["preview", *request, *own],
        "schedule": ["schedule", *request, *own],
        "afford": ["afford", *now, *price, *renewal, *on, "--budget", "500", *own],
        "reconcile": ["reconcile", *request, "--amount", paid, *own],
        "compare": ["compare", *request, *own],
        "conventions": ["conventions", *own],
    }


def _shown(arguments: list[str]) -> str:
    """Return a command as people type it, folded where options begin."""
    lines, room = ["python -m calculator"], 76
    for word in re.split(r" (?=--)", shlex.join(arguments)):
        if len(lines[-1]) + len(word) >= room:
            lines[-1] += " \\"
            lines.append("   ")
        lines[-1] += f" {word}"
    return "\n".join(lines)


def _cut(answer: str) -> str:
    lines = answer.rstrip().splitlines()
    return "\n".join(lines if len(lines) <= LINES + 1 else [*lines[:LINES], "…"])


@lru_cache(maxsize=64)
def _run(arguments: tuple[str, ...]) -> str:
    """Return what the command answers, run in this process: a new Python each would take a second in all."""
    answer = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(answer), _arguments(arguments):
        try:
            runpy.run_module("calculator", run_name="__main__", alter_sys=False)
        except SystemExit as ended:
            status = ended.code
    answer.seek(0)
    told = answer.read()
    if status:
        raise PluginError(f"python -m calculator {shlex.join(arguments)}: {told}")
    return told


@contextlib.contextmanager
def _arguments(arguments: tuple[str, ...]) -> Iterator[None]:
    """Have the command line see these arguments."""
    before, sys.argv = sys.argv, ["calculator", *arguments]
    try:
        yield
    finally:
        sys.argv = before


def _json_example(example: Example, language: str) -> dict[str, str]:
    request = example.request() | {"language": language}
    answer = calculator.preview(request)
    shown = {"ok": answer["ok"], **{name: answer[name] for name in SHOWN}}
    return {"request": _written(request), "answer": _written(shown)}


def _written(value: dict[str, Any]) -> str:
    """Return JSON with one field a line, and short values whole: nested ones would fill the screen."""
    rows = (f"  {json.dumps(name)}: {json.dumps(field, ensure_ascii=False)}" for name, field in value.items())
    return "{\n" + ",\n".join(rows) + "\n}"
