"""One question under atheris: `python -m tests.prove.fuzz_target preview|form [option of libFuzzer…]`.

Its input is any text; what it promises of the answer is `check_answer`.
"""

import json
import sys
from copy import deepcopy
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

import atheris

with atheris.instrument_imports(include=["calculator"]):
    import calculator

# The contract's codes that a request or a form can meet. `internal_error` is not one of them.
CODES = {
    *("not_json", "request_too_large", "too_deep", "duplicate_key", "unknown_field", "missing", "wrong_type"),
    *("not_a_date", "zone_not_supported", "not_an_amount", "out_of_range", "unknown_currency"),
    *("unknown_language", "unknown_policy", "policy_combination", "period_empty", "period_too_long"),
    *("change_outside_period", "service_end_before_change", "tiers_not_rising", "decrease_refused"),
    *("ambiguous_number", "not_supported", "inputs_disagree"),
}
_ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        1,
        -1,
        2.5,
        10**7,
        10**12,
        "",
        "0",
        "0.00",
        "24.005",
        "999999999999.999999999",
        "1e3",
        "٣",
    ),
    *("2026-03-10", "2028-02-29", "2027-02-29", "9999-12-31", "0001-01-01", "2026-08-08T23:59:59", "12"),
    *(
        "fr",
        "en",
        "EUR",
        "JPY",
        "XXX",
        "day",
        "month",
        "quarter",
        "second",
        "month_then_day",
        "none",
        "30/360",
    ),
    *(
        "fixed:30",
        "half_even",
        "down",
        "credit_and_charge",
        "added_only",
        "no_credit",
        "credit",
        [],
        {},
        [{}],
    ),
    *("1.234", "1 234,5", "10/03/2027", "31 mars 2027", "March 10, 2027", "\u202f", "\ud800", "a" * 300),
)


def check_answer(question: str, text: str) -> None:
    """Raise where the answer to `text` is not one of the contract's."""
    answer = json.loads(calculator.answer(question, text))
    if answer["ok"] is not True:
        assert answer["ok"] is False, "ok is true or false"
        assert answer["errors"], "a refusal says why"
        for error in answer["errors"]:
            assert error["code"] in CODES, error
            assert error["message"].strip(), error
        return
    assert answer["steps"], "an answer is explained"
    assert all(step["text"].strip() for step in answer["steps"]), answer["steps"]
    assert all(warning["message"].strip() for warning in answer["warnings"]), answer["warnings"]
    total = sum((Decimal(item["amount"]) for item in answer["line_items"]), Decimal())
    for amounts in (answer["due_now"], answer["renewal"]):
        assert Decimal(amounts["net"]) + Decimal(amounts["tax"]) == Decimal(amounts["gross"]), amounts
    assert total in (Decimal(answer["due_now"]["net"]), Decimal(answer["due_now"]["gross"])), answer


def check_both_languages(question: str, data: bytes) -> None:
    """Raise where the text, or what it asks in French or in English, is answered otherwise than promised."""
    text = data.decode("utf-8", "replace")
    check_answer(question, text)
    try:
        asked = json.loads(text)
    except (ValueError, RecursionError):
        return
    if isinstance(asked, dict):
        for language in ("fr", "en"):
            check_answer(question, json.dumps(asked | {"language": language}))


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Return other data: mostly the same JSON with some values changed, else what libFuzzer makes of it."""
    random = Random(seed)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict) and random.random() < 0.7:
        for _ in range(random.randint(1, 3)):
            _change_somewhere(value, random)
        changed = json.dumps(value).encode()
        if len(changed) <= max_size:
            return changed
    return bytes(atheris.Mutate(data, max_size))


def _change_somewhere(value: Any, random: Random) -> None:
    places = list(_places(value))
    if not places:
        return
    container, key = random.choice(places)
    action = random.randrange(5)
    if action == 0:
        del container[key]
    elif action == 1:
        other, from_key = random.choice(places)
        container[key] = deepcopy(other[from_key])  # a copy: never a container inside itself
    elif action == 2 and isinstance(container[key], str) and container[key]:
        text, at = container[key], random.randrange(len(container[key]))
        container[key] = text[:at] + random.choice("0123456789.,-/ T") + text[at + 1 :]
    elif action == 3 and isinstance(container[key], int):
        container[key] += random.choice((-1, 1, 10))
    else:
        container[key] = deepcopy(random.choice(_ODD))


def _places(value: Any) -> Any:
    """Yield every (container, key) of a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield value, key
        yield from _places(inner)


if __name__ == "__main__":
    asked_question = sys.argv.pop(1)
    atheris.Setup(sys.argv, partial(check_both_languages, asked_question), custom_mutator=mutate)
    atheris.Fuzz()
