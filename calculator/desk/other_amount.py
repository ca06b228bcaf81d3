"""The dialog shows another amount: which convention gives it, or what to send to support."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from calculator.desk.asked import Asked, Json
from calculator.desk.estimate import Estimate
from calculator.language.answers import money_of
from calculator.language.operands import catalogue, told
from calculator.language.sentences import convention_texts
from calculator.preview import Quote
from calculator.reconcile import GROSS, NET, Match, Reconciliation, reconcile
from calculator.step import Operand

OURS, KNOWN, UNNAMED, NONE = "ours", "known", "unnamed", "none"
RENEWAL = "renewal"


def answer_other_amount(given: Mapping[str, Any]) -> Json:
    """Return which convention turns the form into `amount`, as people type it."""
    asked = Asked(given, ("amount",))
    amount = asked.amount("amount", is_signed=True)
    if amount is None or not asked.is_sound:
        return asked.refused()
    quote = asked.quote
    found = reconcile(asked.request, amount)
    ours = _ours(quote, amount)
    verdict = _verdict(found, ours)
    return {
        "ok": True,
        "amount": money_of(asked.request).exact(amount),
        "verdict": verdict,
        "text": _text(verdict, found, quote, amount, ours),
        "matches": [_match(match) for match in found.matches],
        "send": _to_send(Estimate(asked.answer), amount) if verdict == NONE else None,
    }


def _ours(quote: Quote, amount: Fraction) -> str:
    """Return which amount of ours it is: gross or net, due now, or at renewal; else nothing."""
    if amount == quote.due_now.gross:
        return GROSS if quote.request.tax else "charge"
    if amount == quote.due_now.net:
        return NET
    return RENEWAL if amount in (quote.renewal.gross, quote.renewal.net) else ""


def _verdict(found: Reconciliation, ours: str) -> str:
    if ours and (ours != RENEWAL or not found.matches):
        return OURS
    if any(match.name for match in found.matches):
        return KNOWN
    return UNNAMED if found.matches else NONE


def _text(verdict: str, found: Reconciliation, quote: Quote, amount: Fraction, ours: str) -> str:
    request = quote.request
    facts: dict[str, Operand] = {
        "amount": amount,
        "ours": quote.due_now.gross,
        "difference": abs(amount - quote.due_now.gross),
        "tried": found.tried,
        "on": request.period.end.date(),
    }
    words = catalogue(request.language)
    named = [match for match in found.matches if match.name]
    if named:
        facts["label"] = words.text(f"preset.{named[0].name}.label")
    key = f"ours_{ours}" if verdict == OURS else verdict
    if verdict == NONE:
        key = "none_more" if amount > quote.due_now.gross else "none_less"
    return told(f"other_amount.{key}", facts, request.language, money_of(request))


def _match(match: Match) -> Json:
    request = match.quote.request
    words = catalogue(request.language)
    if match.name:
        label, said = (words.text(f"preset.{match.name}.{part}") for part in ("label", "sentence"))
    else:
        label = words.text("other_amount.unnamed_label")
        said = " ".join(convention_texts(match.policy, request.language))
    if request.tax:
        said = f"{said} {words.text(f'reconcile.{match.on}')}"
    return {
        "name": match.name,
        "label": label,
        "text": said,
        "on": match.on,
        "differs_in": list(match.differs_in),
    }


def _to_send(estimate: Estimate, amount: Fraction) -> str:
    """Return a text for support: what was asked, what we make of it, and what the dialog shows."""
    money, words = estimate.money, estimate.words
    rows = [
        *estimate.inputs,
        [words.text("other_amount.shown"), money.exact(amount)],
        [words.text("other_amount.estimated"), money.text(estimate.quote.due_now.gross)],
    ]
    return "\n".join(
        [
            words.text("desk.greeting"),
            "",
            words.text("other_amount.question"),
            "",
            *(estimate.row(label, value) for label, value in rows),
            "",
            words.text("other_amount.working"),
            *(f"- {step}" for step in estimate.brief_steps),
            "",
            words.text("desk.closing"),
        ]
    )
