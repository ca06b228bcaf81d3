"""How fast the calculator answers: docs/start-times.json, which `make bench PART=start` writes, in a page.

`{{ start-times }}`, alone on its line, is a chart with its table; START_TIMES has the others.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

import calculator
from overrides.hooks.building import START_TIMES, language_of, templates

NAME = "start-times.json"
DRAWN = ("cold", "warm", "network", "processor")
UNITS = {"bytes": (10**6, 2), "requests": (1, 0), "memory": (2**20, 0)}
NO_CURRENCY = "XXX"


@dataclass(frozen=True)
class Time:
    """The time of one way to start Python, as the language writes it; `length` is its bar's, in percent."""

    page: str
    ratio: str
    seconds: str
    length: str


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the parts in place of their directives."""
    if not any(directive in html for directive in START_TIMES):
        return html
    data = json.loads(Path(config.docs_dir, NAME).read_text(encoding="utf-8"))
    language, parts = language_of(config), templates(config)
    facts = {"drawn": DRAWN, "times": dict(_times(data, language))}
    facts |= {"weights": _weights(data, language), **_told(data, language)}
    for directive, template in START_TIMES.items():
        html = html.replace(f"<p>{directive}</p>", parts.get_template(template).render(facts))
    return html


def _times(data: dict[str, Any], language: str) -> Iterator[tuple[str, list[Time]]]:
    longest = max(time["ratio"] for name in DRAWN for time in data["times"][name].values())
    for name, times in data["times"].items():
        yield (
            name,
            [
                Time(
                    page=page,
                    ratio=_text(time["ratio"], 2, language),
                    seconds=_text(time["seconds"], 2, language),
                    length=f"{100 * time['ratio'] / longest:.1f}",
                )
                for page, time in times.items()
            ],
        )


def _weights(data: dict[str, Any], language: str) -> dict[str, list[str]]:
    return {
        page: [
            _text(Decimal(weight[name]) / unit, decimals, language)
            for name, (unit, decimals) in UNITS.items()
        ]
        for page, weight in data["weights"].items()
    }


def _told(data: dict[str, Any], language: str) -> dict[str, Any]:
    """Return the facts of sentences."""
    text = partial(_text, language=language)
    cold, warm = (data["times"][name]["prorata"]["ratio"] for name in ("cold", "warm"))
    return {
        "ratio": {
            "ratio": text(cold, 2),
            "warm": text(warm, 2),
            "seconds": text(Decimal(str(cold)) * 10, 1),
        },
        "measured": {
            **{name: data[name] for name in ("rounds", "pyodide")},
            **data["browsers"],
            **data["machine"],
            "megabits": text(data["network"]["megabits"], 1),
            "milliseconds": data["network"]["milliseconds"],
            "date": calculator.date_text(date.fromisoformat(data["date"]), language),
            "commit": data["commit"][:12],
        },
    }


def _text(number: Decimal | float, decimals: int, language: str) -> str:
    return calculator.amount_text(str(number), NO_CURRENCY, decimals, language)
