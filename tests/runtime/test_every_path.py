"""The questions put to the page's worker lead through every line of the rules that the page downloads."""

import json
import linecache
import subprocess
import sys

from tests.runtime.every_path import ROOT

# What stays out of reach of a question, and why.
OUT_OF_REACH = {
    # The build asks for these, never the page: words of templates, and what `calculator` offers hooks.
    "calculator/__init__.py": {
        "if name not in _FOR_THE_BUILD:",
        'raise AttributeError(f"module {__name__!r} has no attribute {name!r}")',
        'return getattr(import_module(f"{__name__}.{_FOR_THE_BUILD[name]}"), name)',
    },
    "calculator/language/sentences.py": {
        "words = catalogue(language)",
        'shared = ("control.", "hint.", "output.", "rule.")',
        "return {key: words.text(key) for key in words.known() if key.startswith(shared)}",
    },
    "calculator/language/formats.py": {
        "return [(code, _option(code, currency_symbol(code, language))) for code in codes]",
        'return code if symbol == code else f"{code}{_NO_BREAK_SPACE}{symbol}"',
    },
    # The command line lists them in its help.
    "calculator/controls.py": {
        'numbered = [f"{stem}_{PRODUCTS[0]}…{PRODUCTS[-1]}" for stem in OF_PRODUCT]',
        'numbered += [f"{stem}_{TIERS[0]}…{TIERS[-1]}" for stem in OF_TIER]',
        'return ", ".join((*CONTROLS, *numbered))',
    },
    # Packed catalogues, which the worker reads at every start; here they are compiled in memory.
    "calculator/language/catalogue.py": {
        'raise KeyError(f"no message {key!r} in {self.language}")',
        "return list(dict.fromkeys(_key(message) for message in self._messages._catalog if message))"
        "  # type: ignore[attr-defined]",
        "return message if isinstance(message, str) else message[0]",
        'with packed.open("rb") as file:',
        "return GNUTranslations(file)",
    },
    # Guards against a mistake of our own.
    "calculator/bridge.py": {'raise ValueError(f"no question {question!r}")'},
    "calculator/language/operands.py": {'raise TypeError(f"no text for {operand!r}")'},
    "calculator/money.py": {'raise ValueError(f"{value} does not fit in {decimals} decimals")'},
    "calculator/desk/asked.py": {  # a form tells a wrong `today` first; this is for a form that would not
        "self.faults.append(",
        'Fault("not_a_date", "today", {"typed": printable(str(given))}, "not_a_date.typed")',
    },
    # A type, which Python reads where somebody asks what it is.
    "calculator/step.py": {
        "int | date | Fraction | str | Count | Number | Percent | Parts | Sum | Factor | Precision | Word"
    },
}


def test_questions_lead_through_every_line() -> None:
    """In a process of its own: elsewhere, a cache has the answer of a line that was run before."""
    command = (sys.executable, "-m", "tests.runtime.every_path", "missed")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    missed: dict[str, set[str]] = {}
    for module, number in json.loads(done.stdout):
        missed.setdefault(module, set()).add(linecache.getline(str(ROOT / module), number).strip())

    assert missed == OUT_OF_REACH
