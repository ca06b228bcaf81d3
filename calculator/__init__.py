"""Prorata's rules: what licenses added to a running subscription cost now, and at renewal.

This is the public face; nothing outside imports a module of the package. `answer` speaks JSON text, `ask`
the same with dicts, `preview` and `form` are its two first questions; the rest gives pages their words.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from calculator.bridge import answer, ask
from calculator.bridge import answer_preview as preview
from calculator.form import answer_form as form
from calculator.language import DEFAULT_LANGUAGE, LANGUAGES
from calculator.language.catalogue import Catalogue
from calculator.language.sentences import labels
from calculator.reply import write_conventions as conventions

if TYPE_CHECKING:
    from calculator.page_words import amount_text, control_options, date_text
    from calculator.worked_figures import figures

# What only the build asks for is loaded when it does: a reader waits for every module of the page.
_FOR_THE_BUILD = {
    "amount_text": "page_words",
    "control_options": "page_words",
    "date_text": "page_words",
    "figures": "worked_figures",
}


def __getattr__(name: str) -> Any:
    if name not in _FOR_THE_BUILD:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_FOR_THE_BUILD[name]}"), name)


__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "Catalogue",
    "amount_text",
    "answer",
    "ask",
    "control_options",
    "conventions",
    "date_text",
    "figures",
    "form",
    "labels",
    "preview",
]
