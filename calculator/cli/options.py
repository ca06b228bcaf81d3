"""The options of the command line: one table, read whole so that every fault is told at once, and its help.

`argparse` isn't used because it stops at the first fault and speaks English.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from calculator.checks import Faults, printable
from calculator.cli.readable import folded
from calculator.cli.table import ANSWERED, known_columns
from calculator.faults import Fault
from calculator.language import DEFAULT_LANGUAGE, LANGUAGES
from calculator.language.operands import catalogue

PREVIEW, FORM, AFFORD, RECONCILE, CONVENTIONS = "preview", "form", "afford", "reconcile", "conventions"
QUESTIONS = (PREVIEW, FORM, "schedule", AFFORD, RECONCILE, "compare", CONVENTIONS)
# Each stands for a control of the page's form, and takes what a person would type there.
CONTROLS = {
    "now": "quantity_before",
    "total": "quantity_after",
    "add": "quantity_added",
    "price": "unit_price",
    "price-after": "unit_price_after",
    "renewal-price": "renewal_unit_price",
    "currency": "currency",
    "starts-on": "period_start",
    "renews-on": "period_end",
    "months": "term_months",
    "on": "change_at",
    "tax": "tax_rate",
    "tax-included": "tax_included",
    "convention": "convention",
}
# What a question asks for besides its request.
OWN = {"budget": AFFORD, "line": AFFORD, "amount": RECONCILE}
_FLAGS = ("tax-included", "json", "json-lines", "csv", "help")
_ORDER = (*CONTROLS, *OWN, "language", *_FLAGS[1:])
# What to write after the name of an option in the help; none after a flag.
_SAMPLES = {
    "now": "50",
    "total": "80",
    "add": "30",
    "price": "24",
    "price-after": "26",
    "renewal-price": "26",
    "currency": "EUR",
    "starts-on": "2026-03-10",
    "renews-on": "2027-03-10",
    "months": "12",
    "on": "2026-08-08",
    "tax": "20",
    "convention": "calendar-days",
    "budget": "500",
    "line": "0",
    "amount": "420.16",
    "language": "fr|en",
}
_COMMAND = "python -m calculator"
_REQUEST = """--now 50 --total 80 --price 24 --currency EUR \\
      --renews-on 2027-03-10 --months 12 --on 2026-08-08"""
_EXAMPLES = {
    PREVIEW: (_REQUEST, f"{_REQUEST} --tax 20 --language en", "request.json", "--json < request.json"),
    FORM: ("--json < form.json",),
    "schedule": (_REQUEST, "request.json --json"),
    AFFORD: (f"{_REQUEST.replace(' --total 80', '')} --budget 500", "request.json --budget 500 --line 0"),
    RECONCILE: (f"{_REQUEST} --amount 420.16",),
    "compare": (_REQUEST, "scenarios.json"),
    CONVENTIONS: ("", "--language en --json"),
}
_MANY = ("preview --json-lines < requests.jsonl > answers.jsonl", "preview --csv licenses.csv > costs.csv")


@dataclass(frozen=True)
class Options:
    """What a command line asks: `values` by the option's name, flags with an empty text."""

    question: str
    file: str | None
    values: dict[str, str]

    @property
    def language(self) -> str | None:
        """The language asked for, or None where the request decides."""
        return self.values.get("language")

    @property
    def form(self) -> dict[str, str]:
        """The controls that plain options stand for."""
        return {
            control: self.values[name] or "true" for name, control in CONTROLS.items() if name in self.values
        }

    @property
    def own(self) -> dict[str, str]:
        """What the question asks for besides its request."""
        return {name: self.values[name] for name in OWN if name in self.values}


def language_of(given: Sequence[str]) -> str:
    """Return the language to tell faults of the options in, before they are known to be sound."""
    values = [value for option, value in pairwise(given) if option == "--language"]
    values += [option.partition("=")[2] for option in given if option.startswith("--language=")]
    return values[-1] if values and values[-1] in LANGUAGES else DEFAULT_LANGUAGE


def read_options(given: Sequence[str]) -> Options:
    """Return what the command line asks.

    Raises:
        Faults: all that is wrong with it, in the language that it asks for.
    """
    faults: list[Fault] = []
    arguments, values = _split(given, faults)
    question, *files = arguments or [""]
    if "help" not in values:
        _check_question(question, faults)
        _check_together(question, files, values, faults)
    if faults:
        raise Faults(faults, language_of(given))
    return Options(question, files[0] if files else None, values)


def _split(given: Sequence[str], faults: list[Fault]) -> tuple[list[str], dict[str, str]]:
    """Return the arguments that are no option, and the options with their values."""
    arguments: list[str] = []
    values: dict[str, str] = {}
    rest = ["--help" if item == "-h" else item for item in reversed(given)]
    while rest:
        item = rest.pop()
        name, equals, value = item.removeprefix("--").partition("=")
        if not item.startswith("-") or item == "-":
            arguments.append(item)
        elif name not in _ORDER or (equals and name in _FLAGS):
            faults.append(_fault("unknown_field", item, "unknown_option"))
            if not equals and rest and not rest[-1].startswith("--"):
                rest.pop()  # most likely its value, and no fault of its own
        else:
            if name in values:
                faults.append(_fault("duplicate_key", f"--{name}"))
            if name not in _FLAGS and not equals:
                is_given = bool(rest) and not rest[-1].startswith("--")
                value = rest.pop() if is_given else ""
                if not is_given:
                    faults.append(_fault("missing", item, "option_without_value"))
            values[name] = value
    return arguments, values


def _check_question(question: str, faults: list[Fault]) -> None:
    if question not in QUESTIONS:
        facts = {"typed": printable(question), "known": ", ".join(QUESTIONS)}
        faults.append(Fault("unknown_field", "question", dict(facts), "unknown_command"))


def _check_together(question: str, files: list[str], values: dict[str, str], faults: list[Fault]) -> None:
    """Keep a fault for each option that doesn't go with the question or with another option."""
    extra = files if question == CONVENTIONS else files[1:]
    faults += [_fault("unknown_field", file, "unexpected_argument") for file in extra]
    if values.get("language", DEFAULT_LANGUAGE) not in (*LANGUAGES, ""):
        faults.append(Fault("unknown_language", "language"))
    if question in QUESTIONS:
        faults += [
            _fault("unknown_field", f"--{name}", "option_elsewhere", question=OWN.get(name, PREVIEW))
            for name in values
            if not _concerns(name, question)
        ]
    sources = [f"--{name}" for name in ("csv", "json-lines") if name in values]
    plain = next((f"--{name}" for name in CONTROLS if name in values), None)
    # Plain options are a request of their own: a file beside them would be ignored, and so believed.
    sources += [plain] if plain else []
    if files and plain and len(sources) == 1:
        sources.append(printable(files[0]))
    for other in sources[1:]:
        faults.append(_fault("inputs_disagree", other, "options_disagree", other=sources[0]))


def _fault(code: str, field: str, wording: str = "", **facts: str) -> Fault:
    shown = printable(field)
    return Fault(code, shown, {"typed": shown, **facts}, wording)


def help_text(question: str, language: str, width: int | None) -> str:
    """Return how to use the command line, or how to ask one question, folded to `width` columns if any."""
    words = catalogue(language)
    known = question in QUESTIONS
    usage = f"{_COMMAND} {question if known else 'QUESTION'}"
    blocks = [[words.text("cli.usage", command=usage)]]
    if known:
        blocks[0] += ["", folded(words.text(f"cli.help.{question}"), width)]
    else:
        blocks[0] += ["", folded(words.text("cli.description"), width)]
        blocks.append(
            [
                words.text("cli.questions"),
                *_aligned([(q, words.text(f"cli.question.{q}")) for q in QUESTIONS]),
            ]
        )
    names = [name for name in _ORDER if _concerns(name, question)]
    rows = [(_signature(name), words.text(f"cli.option.{name}")) for name in names]
    blocks.append([words.text("cli.options"), *_aligned(rows)])
    if question in (PREVIEW, FORM):
        columns = {"known": known_columns(), "answered": ", ".join(ANSWERED)}
        blocks.append([folded(words.text("cli.columns", **columns), width)])
    blocks.append([words.text("cli.examples"), *_examples(question)])
    blocks.append([folded(words.text("cli.exit_status"), width)])
    return "\n\n".join("\n".join(block) for block in blocks)


def _concerns(name: str, question: str) -> bool:
    """Whether an option goes with a question; all go with the general help."""
    if question == CONVENTIONS:
        return name in ("language", "json", "help")
    if question not in QUESTIONS:
        return True
    return OWN.get(name, question) == question and (name != "csv" or question in (PREVIEW, FORM))


def _signature(name: str) -> str:
    return f"--{name} {_SAMPLES[name]}" if name in _SAMPLES else f"--{name}"


def _examples(question: str) -> list[str]:
    if question in QUESTIONS:
        commands = [f"{question} {arguments}".rstrip() for arguments in _EXAMPLES[question]]
    else:
        commands = [f"{name} {arguments[0]}".rstrip() for name, arguments in _EXAMPLES.items()]
        commands += _MANY
    return [f"  {_COMMAND} {command}" for command in commands]


def _aligned(rows: Sequence[tuple[str, str]]) -> list[str]:
    width = max(len(first) for first, _ in rows)
    return [f"  {first:<{width}}  {second}" for first, second in rows]
