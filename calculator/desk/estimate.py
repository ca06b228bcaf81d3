"""A good answer of the form as rows and sentences for paper, mail and calendars, in one language."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from calculator.desk.asked import Asked, quote_of
from calculator.language import formats, sentences
from calculator.language.answers import money_of
from calculator.language.operands import catalogue, told
from calculator.policy import PRESETS
from calculator.preview import Quote
from calculator.pricing import Line, Tariff, Tier
from calculator.step import Operand
from calculator.tax import INCLUDED

type Row = list[str]
# The control, its label, its value; several products have no control of their own.
type _Input = tuple[str, str, str]
# Rules that a reader can do without where the working has to be short.
_LONG_RULES = ("added_quantity", "billing_date")
_MAX_STEPS = 12
_OF_TIME = ("billing_period", "days_remaining", "time_remaining", "intervals_remaining")
_OF_ALL_LINES = ("sum_of_lines", "tax")


class Estimate:
    """What is asked, what it costs and why, in the language of the answer."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self.answer = answer
        self.quote: Quote = quote_of(answer)
        self.request = self.quote.request
        self.language = self.request.language
        self.words = catalogue(self.language)
        self.money = money_of(self.request)

    def row(self, label: str, value: str) -> str:
        """Return a label and its value as one line of text."""
        return self.words.text("step.of_line", label=label, sentence=value)

    @property
    def inputs(self) -> list[Row]:
        """What was typed, with the names of its controls; what is not said is left out."""
        return [[label, value] for _, label, value in self._inputs]

    def inputs_without(self, *controls: str) -> list[Row]:
        """Return the same without some controls, which are told elsewhere."""
        return [[label, value] for control, label, value in self._inputs if control not in controls]

    @cached_property
    def _inputs(self) -> list[_Input]:
        request, period = self.request, self.request.period
        line, *others = request.lines
        rows = [("", self._product(index), self._line_text(line)) for index, line in enumerate(request.lines)]
        rows = rows if others else self._line_rows(line)
        if "period_start" in self.answer["portable"]:
            start = formats.date_text(period.start.date(), self.language)
            rows.append(self._row("period_start", start))
        rows += [
            self._row("term_months", sentences.term_text(self.quote)),
            self._row("period_end", formats.date_text(period.end.date(), self.language)),
            self._row("change_at", formats.date_text(request.change_at.date(), self.language)),
        ]
        if request.tax:
            rows.append(self._row("tax_rate", sentences.percent_text(request.tax.rate, self.language)))
        if request.tax and request.tax.on == INCLUDED:
            rows.append(self._row("tax_included", self.words.text("desk.yes")))
        rows.append(self._row("convention", self._convention()))
        if self.answer.get("payment"):
            rows.append(self._row("payment", self.answer["payment"]["label"]))
        return rows

    @cached_property
    def dialog(self) -> list[str]:
        """What to type in the dialog of each product."""
        return list(self.answer["summary"]["dialog"])

    @cached_property
    def payment(self) -> str:
        """How the payment ends and when the licenses can be used; empty where no method was named."""
        payment = self.answer.get("payment")
        return f"{payment['pay']} {payment['usable']}" if payment else ""

    @cached_property
    def amounts(self) -> list[Row]:
        """Both amounts, each before what it covers."""
        headlines = [self.answer["summary"][name] for name in ("due_now", "renewal")]
        covers = self.words.text("desk.covers")
        return [
            row
            for headline in headlines
            for row in ([headline["label"], headline["value"]], [covers, headline["note"]])
        ]

    @cached_property
    def steps(self) -> list[str]:
        """How both amounts are worked out, from the inputs on."""
        return [step["text"] for step in self.answer["steps"]]

    @cached_property
    def brief_steps(self) -> list[str]:
        """The same, short: without what the inputs say, and without each line where there are many."""
        steps = [step for step in self.answer["steps"] if step["rule"] not in _LONG_RULES]
        if len(steps) <= _MAX_STEPS:
            return [step["text"] for step in steps]
        texts = [step["text"] for step in steps if step["rule"] in _OF_TIME]
        for step in steps:
            if step["rule"] in _OF_ALL_LINES:  # which both amounts have
                texts.append(self.row(self.answer["summary"][step["of"]]["label"], step["text"]))
        return texts

    @cached_property
    def warnings(self) -> list[str]:
        """What could cost the reader money."""
        return [warning["message"] for warning in self.answer["warnings"]]

    @cached_property
    def assumptions(self) -> list[str]:
        """What is assumed; the caveat says what is final."""
        final = self.words.text("assumption.dialog_is_final")
        return [assumed for assumed in self.answer["assumptions"] if assumed != final]

    @property
    def caveat(self) -> str:
        """That it is an estimate."""
        return str(self.answer["summary"]["estimate"])

    @cached_property
    def facts(self) -> dict[str, Operand]:
        """The figures that a title or a sentence of the desk names."""
        lines = self.request.lines
        return {
            "quantity_added": sum(line.quantity_added for line in lines),
            "quantity_after": sum(line.quantity_after for line in lines),
            "products": len(lines),
            "due_now": self.answer["due_now"]["text"],
            "due_now_note": self.answer["summary"]["due_now"]["note"],
            "renewal": self.answer["renewal"]["text"],
            "renewal_note": self.answer["summary"]["renewal"]["note"],
            "on": self.request.period.end.date(),
            "change_at": self.request.change_at.date(),
        }

    def again(self, address: str) -> str:
        """Return where the same estimate can be seen; nothing where that isn't known."""
        return self.words.text("desk.again", address=address) if address else ""

    def told(self, key: str) -> str:
        """Return a sentence of the desk with the figures of this estimate."""
        return told(f"desk.{key}", self.facts, self.language, self.money)

    def _row(self, control: str, value: str) -> _Input:
        return control, self.words.text(f"control.{control}"), value

    def _product(self, index: int) -> str:
        label = self.request.lines[index].label
        return label or self.words.text("desk.product", number=index + 1)

    def _line_rows(self, line: Line) -> list[_Input]:
        rows = [self._row("label", line.label)] if line.label else []
        rows += [
            self._row("quantity_before", formats.number_text(line.quantity_before, self.language)),
            self._row("quantity_after", formats.number_text(line.quantity_after, self.language)),
            self._row("tier_model" if line.has_tiers else "unit_price", self._price(line.tariff)),
        ]
        if line.tariff_after != line.tariff:
            rows.append(self._row("unit_price_after", self._price(line.tariff_after)))
        if line.renewal_tariff != line.tariff_after:
            rows.append(self._row("renewal_unit_price", self._price(line.renewal_tariff)))
        return rows

    def _line_text(self, line: Line) -> str:
        facts: dict[str, Operand] = {
            "quantity_before": line.quantity_before,
            "quantity_after": line.quantity_after,
            "price": self._price(line.tariff),
            "renewal": self._price(line.renewal_tariff),
        }
        key = "line" if line.renewal_tariff == line.tariff else "line_renewal"
        return told(f"desk.{key}", facts, self.language)

    def _price(self, tariff: Tariff) -> str:
        if len(tariff.tiers) == 1:
            return self.money.exact(tariff.tiers[0].unit_price)
        tiers = " · ".join(self._tier(tier) for tier in tariff.tiers)
        model = self.words.text(f"option.tier_model.{tariff.model}")
        return f"{tiers} ({model[:1].lower()}{model[1:]})"

    def _tier(self, tier: Tier) -> str:
        facts: dict[str, Operand] = {"price": tier.unit_price}
        if tier.up_to is None:
            return told("desk.tier_last", facts, self.language, self.money)
        return told("desk.tier", facts | {"up_to": tier.up_to}, self.language, self.money)

    def _convention(self) -> str:
        named = [name for name, preset in PRESETS.items() if preset.policy == self.request.policy]
        return self.words.text(f"preset.{named[0]}.label")


def estimates(asked: Asked, languages: list[str]) -> dict[str, Estimate]:
    """Return a sound question's estimate in each language."""
    return {language: Estimate(asked.inside(language)) for language in languages}
