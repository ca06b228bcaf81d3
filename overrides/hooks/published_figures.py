"""Figures that other billing systems publish, each beside ours: `{{ published-figures }}`, alone on its line.

The cases are those of the tests. One that doesn't come out to the last digit stops the build.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

import calculator
from overrides.hooks.building import (
    PUBLISHED_FIGURES,
    kept,
    language_of,
    refuse,
    root,
    stamp,
    templates,
    words,
)

CASES = "tests/calculator/cases/published.json"

DETAIL = r"(?: \((?P<detail>.+)\))?"
IN_REPOSITORY = re.compile(
    rf"github:(?P<name>[^@:]+)(?:@(?P<commit>\w+))?:(?P<path>[^:]+?)"
    rf"(?::(?P<first>\d+)(?:-(?P<last>\d+))?)?{DETAIL}"
)
ON_THE_WEB = re.compile(rf"(?P<address>https?://\S+){DETAIL}")
THREAD = re.compile(r"https://github\.com/(?P<name>[^/]+/[^/]+)/(?P<passage>(?:issues|pull)/\d+)")

# How a case that follows no named convention is grouped: the first of these that holds.
COMBINATIONS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "months-then-days": lambda policy: policy["unit"] == "month_then_day",
    "whole-quarters": lambda policy: policy["unit"] == "quarter",
    "rounded-rate": lambda policy: "round_rate" in policy,
    "fixed-days": lambda policy: policy["basis"].startswith("fixed:"),
    "other-rounding": lambda policy: policy["rounding"] != "half_up",
    "other-conventions": lambda policy: True,
}


@dataclass(frozen=True)
class Source:
    """Where a figure stands: its site or repository, the file in it, and what the passage is called there."""

    name: str
    address: str | None = None
    passage: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Figure:
    """A published amount and ours, as decimal strings and as the page's language writes them.

    `label` is the key of what is paid, none where a case has nothing but what is due now.
    """

    label: str
    published: str
    ours: str
    published_text: str
    ours_text: str


@dataclass(frozen=True)
class Case:
    """A case of the file with our answer to it."""

    name: str
    source: Source
    policy: dict[str, Any]
    told: list[str]
    figures: list[Figure]


@dataclass(frozen=True)
class Group:
    """The cases of one convention; its name is the anchor."""

    name: str
    title: str
    sentence: str
    cases: list[Case]


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the figures in place of the directive: headings as Markdown, so that the contents list them."""
    if PUBLISHED_FIGURES not in markdown:
        return markdown
    file, language = root(config) / CASES, language_of(config)
    shown = kept(("published", language), stamp(file), lambda: _shown(file, config))
    return markdown.replace(PUBLISHED_FIGURES, shown)


def _shown(file: Path, config: MkDocsConfig) -> str:
    cases = list(_cases(file, language_of(config)))
    groups = [group for group in _groups(cases, config) if group.cases]
    sources = {(case.source.address or case.source.name).partition("#")[0] for case in cases}
    part = templates(config).get_template("published-figures.html")
    return part.render(groups=groups, cases=len(cases), sources=len(sources))


def source_of(text: str) -> Source:
    """Return where a case comes from: `github:owner/name@commit:path:line`, an address, or words."""
    if found := IN_REPOSITORY.fullmatch(text):
        lines = "".join(f"-L{line}" for line in (found["first"], found["last"]) if line).replace("-", "#", 1)
        path = f"{found['commit'] or 'HEAD'}/{quote(found['path'])}{lines}"
        numbers = lines.replace("#L", ":").replace("L", "")
        passage = found["path"].rpartition("/")[2] + numbers
        address = f"https://github.com/{found['name']}/blob/{path}"
        return Source(found["name"], address, passage, found["detail"] or "")
    if found := ON_THE_WEB.fullmatch(text):
        address, detail = found["address"], found["detail"] or ""
        if thread := THREAD.fullmatch(address):
            return Source(thread["name"], address, thread["passage"], detail)
        return Source(urlsplit(address).netloc.removeprefix("www."), address, "", detail)
    return Source(text)


def _cases(path: Path, language: str) -> Iterator[Case]:
    faults = []
    for given in json.loads(path.read_text(encoding="utf-8"))["cases"]:
        answer = calculator.preview(given["request"] | {"language": language})
        found = list(_faults(given["expected"], answer))
        faults += [f"{CASES}: [{given['id']}] {fault}" for fault in found]
        if not found:
            yield _case(given, answer, language)
    refuse(faults)


def _faults(expected: dict[str, Any], answer: dict[str, Any]) -> Iterator[str]:
    """Yield in what our answer differs from what is published."""
    if not answer["ok"]:
        yield from (f"{fault['field']}: {fault['message']}" for fault in answer["errors"])
        return
    ours = _amounts(answer)
    for name, published in expected.items():
        if ours[name] != published:
            yield f"{name}: published {published}, ours {ours[name]}: mend the rule, or the case"


def _amounts(answer: dict[str, Any]) -> dict[str, Any]:
    """Return our figures as the file names them; taxes, where there are any, are in them."""
    return {
        "due_now": answer["due_now"]["gross"],
        "renewal": answer["renewal"]["gross"],
        "lines": [item["amount"] for item in answer["line_items"]],
    }


def _case(given: dict[str, Any], answer: dict[str, Any], language: str) -> Case:
    told = [step["text"] for step in answer["steps"] if _is_told(step, given)]
    return Case(
        name=given["id"],
        source=source_of(given["source"]),
        policy=given["request"]["policy"],
        told=told,
        figures=list(_figures(given, answer, language)),
    )


def _is_told(step: dict[str, str], given: dict[str, Any]) -> bool:
    """Return whether a step says what goes in, and not what stands beside it as a figure."""
    if step["of"] == "renewal":
        return "renewal" in given["expected"] and step["rule"] == "renewal_price"
    if step["rule"] == "rounding":
        return bool(given["request"]["policy"]["rounding"] != "half_up")
    return step["rule"] not in ("prorated_amount", "sum_of_lines")


def _figures(given: dict[str, Any], answer: dict[str, Any], language: str) -> Iterator[Figure]:
    currency, expected = given["request"]["currency"], given["expected"]

    def text(amount: str) -> str:
        return calculator.amount_text(amount, currency, len(amount.partition(".")[2]), language)

    for published, item in zip(expected.get("lines", ()), answer["line_items"], strict=False):
        amount = item["amount"]
        yield Figure(f"published.{item['kind']}", published, amount, text(published), text(amount))
    for name in ("due_now", "renewal"):
        if name in expected:
            ours, published = answer[name], expected[name]
            yield Figure(_label(name, given), published, ours["gross"], text(published), ours["text"])


def _label(name: str, given: dict[str, Any]) -> str:
    if "tax" in given["request"]:
        return f"published.{name}_with_tax"
    return f"published.{name}" if len(given["expected"]) > 1 else ""


def _groups(cases: list[Case], config: MkDocsConfig) -> Iterator[Group]:
    """Yield the named conventions, most common first, then what combines rules otherwise."""
    t, presets = words(config), calculator.conventions(language_of(config))
    grouped: dict[str, list[Case]] = {}
    for case in cases:
        grouped.setdefault(_group_of(case.policy, presets), []).append(case)
    for preset in presets:
        yield Group(preset["name"], preset["label"], preset["sentence"], grouped.get(preset["name"], []))
    for name in COMBINATIONS:
        title, sentence = t(f"published.group.{name}"), t(f"published.group.{name}.sentence")
        yield Group(name, title, sentence, grouped.get(name, []))


def _group_of(policy: dict[str, Any], presets: list[dict[str, Any]]) -> str:
    """Return the preset that a policy is, whatever its decimals and its way with decreases, else its kind."""
    rules = _rules(policy)
    named = (preset["name"] for preset in presets if _rules(preset["policy"]) == rules)
    return next(named, None) or next(name for name, holds in COMBINATIONS.items() if holds(policy))


def _rules(policy: dict[str, Any]) -> dict[str, Any]:
    apart = ("decimals", "decrease", "base_months")
    return {name: value for name, value in policy.items() if name not in apart}
