"""A page question: the form that it is asked with, its own fields, and all faults of both."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from calculator.checks import printable
from calculator.contract import read_language, read_request
from calculator.entry import Entry, check_signs, plain
from calculator.faults import Fault
from calculator.form import answer_form
from calculator.language.answers import money_of
from calculator.money import decimal_text
from calculator.preview import Quote, Request, preview
from calculator.reply import write_faults
from calculator.typed import ISO_DATE, read_date, read_number

type Json = dict[str, Any]
_MINUS = ("-", "−")


class Asked:
    """One page question. `answer` is the form's own, good or not; `faults` are those of the other fields."""

    def __init__(self, given: Mapping[str, Any], own: Sequence[str] = ()) -> None:
        self.own = {name: given[name] for name in own if name in given}
        self._asked = {name: value for name, value in given.items() if name not in own}
        self.language = read_language(given)[0]
        self.answer = answer_form(self._asked)
        self.faults: list[Fault] = []

    @property
    def is_sound(self) -> bool:
        """Whether neither the form nor the other fields have a fault so far."""
        return bool(self.answer["ok"]) and not self.faults

    @cached_property
    def quote(self) -> Quote:
        """The estimate of a sound form."""
        return quote_of(self.answer)

    @property
    def request(self) -> Request:
        """The request of a sound form."""
        return self.quote.request

    def refused(self) -> Json:
        """Return the answer to a question with faults: the form's first."""
        own = write_faults(self.faults, self.language)
        return own | {"errors": [*self.answer.get("errors", ()), *own["errors"]]}

    def instead(self, **texts: str) -> Json:
        """Return the answer to the form with some controls replaced."""
        return answer_form(self._asked | {"form": self._asked["form"] | texts})

    def inside(self, language: str) -> Json:
        """Return the answer to the form in a language."""
        if language == self.language:
            return self.answer
        written_in = self._asked.get("written_in", self.language)
        return answer_form(self._asked | {"language": language, "written_in": written_in})

    def amount(self, name: str, is_signed: bool = False) -> Fraction | None:
        """Return an amount as people type it, or None with its fault kept."""
        text = self.text(name)
        if text is None:
            return None
        sign = -1 if is_signed and text.startswith(_MINUS) else 1
        entry = Entry({name: text[1:].strip() if sign < 0 else text}, self.language)
        amount = entry.take(name, read_number, "not_an_amount", "not_an_amount.typed")
        entry.require(name)
        if self.answer["ok"]:
            entry.read["currency"] = self.request.currency
            check_signs(entry)
        self.faults += entry.faults
        return None if amount is None else sign * Fraction(amount)

    def today(self) -> date | None:
        """Return the day that the door gave; None where it gave none, or with its fault kept."""
        given = self._asked.get("today")
        if given is None:
            return None
        on = read_date(given, self.language) if isinstance(given, str) and ISO_DATE.fullmatch(given) else None
        if on is None and all(error["field"] != "today" for error in self.answer.get("errors", ())):
            self.faults.append(
                Fault("not_a_date", "today", {"typed": printable(str(given))}, "not_a_date.typed")
            )
        return on

    def text(self, name: str) -> str | None:
        """Return a text of the question's own as a control's is read; empty where it is left out."""
        text = self.own.get(name, "")
        if isinstance(text, str):
            return plain(text)
        self.faults.append(Fault("wrong_type", name, {}, "wrong_type.text"))
        return None


def quote_of(answer: Mapping[str, Any]) -> Quote:
    """Return the estimate behind a good answer of the form."""
    return preview(read_request(answer["request"]))


def gross(quote: Quote) -> Json:
    """Return what is due now as JSON, tax included: a decimal string, and the text of its language."""
    request, amount = quote.request, quote.due_now.gross
    return {"gross": decimal_text(amount, request.decimals), "text": money_of(request).text(amount)}
