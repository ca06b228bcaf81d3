"""docs/examples.toml: the worked examples of all articles, checked and computed."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar

from mkdocs.exceptions import PluginError
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

import calculator

# The rules that only the renewal applies; what another one says is of the amount due now.
RENEWAL_RULES = ("billing_date", "renewal_price")

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
Count = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,8}$")]
Price = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}(\.[0-9]{1,9})?$")]
IsoDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]

_COUNT = 'a quoted whole number, such as "50"'
_DATE = 'a quoted date, such as "2027-03-10"'
WRITE = {
    "title": "its name in each language, in a table of its own with fr and en",
    "currency": 'a quoted code, such as "EUR"',
    "unit_price": 'a quoted price with a decimal point, such as "24.00"',
    "quantity_before": _COUNT,
    "quantity_after": _COUNT,
    "quantity_added": _COUNT,
    "term_months": 'a quoted number of months, such as "12"',
    "period_start": _DATE,
    "period_end": _DATE,
    "change_at": _DATE,
}


class Title(BaseModel):
    """The example's name in each language."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    fr: str
    en: str


class Example(BaseModel):
    """The texts of the calculator's controls, in neutral form: ISO dates, a decimal point."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    title: Title
    currency: Currency
    unit_price: Price
    quantity_before: Count
    quantity_after: Count | None = None
    quantity_added: Count | None = None
    term_months: Count | None = None
    period_start: IsoDate | None = None
    period_end: IsoDate
    change_at: IsoDate

    blocks: ClassVar = ("calculator", "steps", "open", "conventions", "desk", "timeline", "dialog")

    def controls(self) -> dict[str, str]:
        """Return the controls that the example fills, by name."""
        return self.model_dump(exclude={"title"}, exclude_none=True)

    @cache  # noqa: B019 an example is a value: equal ones share an answer
    def answer(self, language: str) -> dict[str, Any]:
        """Return what the calculator answers to this example."""
        return calculator.form({"form": self.controls(), "language": language})

    @cache  # noqa: B019
    def ask(self, question: str, language: str) -> dict[str, Any]:
        """Return the answer to a question that the page asks of its form."""
        asked = {"form": self.controls(), "language": language, "today": self.change_at}
        return calculator.ask(question, asked)

    @cache  # noqa: B019
    def figures(self, language: str) -> dict[str, str]:
        """Return every field that prose may name, as text."""
        found = calculator.figures({"form": self.controls(), "language": language})
        return {**found, "title": getattr(self.title, language)}

    def request(self) -> dict[str, Any]:
        """Return the example as a request of the contract."""
        request: dict[str, Any] = self.answer(calculator.DEFAULT_LANGUAGE)["request"]
        return request

    def under_each_convention(self, language: str) -> list[dict[str, Any]]:
        """Return each named convention with what it makes due now."""
        return [
            convention | {"due_now": self._due_now(convention["name"], language)}
            for convention in calculator.conventions(language)
        ]

    def _due_now(self, convention: str, language: str) -> dict[str, str]:
        answer = calculator.preview(self.request() | {"policy": convention, "language": language})
        due_now: dict[str, str] = answer["due_now"]
        return due_now


def told_by_rule(answer: dict[str, Any]) -> dict[str, list[str]]:
    """Return what each rule says in an answer, of the amount that it leads to."""
    told: dict[str, list[str]] = {}
    for step in answer["steps"]:
        if step["of"] == amount_of(step["rule"]):
            told.setdefault(step["rule"], []).append(step["text"])
    return told


def amount_of(rule: str) -> str:
    """Return the amount of which an article tells a rule."""
    return "renewal" if rule in RENEWAL_RULES else "due_now"


def read_examples(path: Path) -> dict[str, Example]:
    """Return the examples of the file by name; each is known to compute.

    Raises:
        PluginError: one line a fault, `docs/examples.toml:12: [name] field: …`.
    """
    text = path.read_text(encoding="utf-8")
    shown = f"{path.parent.name}/{path.name}"
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PluginError(f"{shown}: {error}") from None
    examples, faults = {}, []
    for name, table in tables.items():
        example, found = _read(name, table)
        faults += [f"{shown}:{_line(text, name, field)}: [{name}] {told}" for field, told in found]
        if example:
            examples[name] = example
    if faults:
        raise PluginError("\n".join(faults))
    return examples


def _read(name: str, table: object) -> tuple[Example | None, list[tuple[str, str]]]:
    """Return the example, or its faults as (field, sentence)."""
    if not NAME.fullmatch(name):
        return None, [("", "is no name: write lower-case words joined by hyphens")]
    try:
        example = Example.model_validate(table)
    except ValidationError as error:
        return None, [_told(fault["type"], fault["loc"]) for fault in error.errors()]
    answer = example.answer(calculator.DEFAULT_LANGUAGE)
    faults = [(fault["field"], f"{fault['field']}: {fault['message']}") for fault in answer.get("errors", [])]
    return None if faults else example, faults


def _told(kind: str, where: tuple[int | str, ...]) -> tuple[str, str]:
    if not where:
        return "", "write a table of controls"
    path, field = ".".join(map(str, where)), str(where[-1])
    if kind == "extra_forbidden":
        return field, f"{path}: not a field of examples: remove it, or use one of {', '.join(WRITE)}"
    verb = "add" if kind == "missing" else "write"
    return field, f"{path}: {verb} {WRITE[str(where[0])]}"


def _line(text: str, name: str, field: str) -> int:
    """Return the line of a field of an example, that of its table where the field is missing."""
    in_table, table_line = False, 1
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.fullmatch(r"\[([^\].]+)(\..+)?\]\s*(?:#.*)?", line.strip()):
            in_table = header[1].strip() == name
            table_line = number if in_table and not header[2] else table_line
        elif in_table and field and re.match(rf"{re.escape(field)}\s*=", line.strip()):
            return number
    return table_line
