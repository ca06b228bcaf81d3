"""The contract: its own answer, and every way in which a request can be wrong."""

import copy
import json
from typing import Any

import pytest

import calculator

REQUEST: dict[str, Any] = {
    "currency": "EUR",
    "period": {"start": "2026-03-10", "end": "2027-03-10"},
    "change_at": "2026-08-08",
    "lines": [{"quantity_before": 50, "quantity_after": 80, "unit_price": "24.00"}],
    "language": "fr",
}


def changed(**fields: Any) -> dict[str, Any]:
    """Return the contract's request with some fields replaced."""
    return copy.deepcopy(REQUEST) | fields


def line(**fields: Any) -> list[dict[str, Any]]:
    """Return the contract's only line with some fields replaced; None removes one."""
    given = REQUEST["lines"][0] | fields
    return [{key: value for key, value in given.items() if value is not None}]


def test_the_contract_s_answer_less_its_tax() -> None:
    answer = calculator.preview(REQUEST)

    assert answer["ok"] is True
    assert answer["due_now"] == {
        "net": "422.14",
        "tax": "0.00",
        "gross": "422.14",
        "exact_net": "422.1369863",
        "text": "422,14\u00a0€",
    }
    assert answer["renewal"] == {
        "on": "2027-03-10",
        "net": "1920.00",
        "tax": "0.00",
        "gross": "1920.00",
        "text": "1\u202f920,00\u00a0€",
    }
    assert answer["line_items"] == [
        {
            "line": 0,
            "kind": "charge",
            "quantity": 30,
            "unit_price": "24.00",
            "fraction": "214/365",
            "amount": "422.14",
        }
    ]
    assert {"rule": "days_remaining", "value": "214"}.items() <= answer["steps"][1].items()
    assert answer["warnings"] == []


def test_several_lines_are_rounded_one_by_one() -> None:
    # 10 of 31 days. 1.00 x 10/31 = 0.3225… -> 0.32, twice: 0.64, where the sum would round to 0.65.
    one = {"quantity_before": 0, "quantity_after": 1, "unit_price": "1.00"}
    answer = calculator.preview(
        changed(period={"start": "2026-01-01", "end": "2026-02-01"}, change_at="2026-01-22", lines=[one, one])
    )

    assert [item["amount"] for item in answer["line_items"]] == ["0.32", "0.32"]
    assert answer["due_now"]["net"] == "0.64"
    assert answer["due_now"]["exact_net"] == "0.6451613"
    assert answer["renewal"]["net"] == "2.00"


def test_prices_after_and_at_renewal() -> None:
    # Half of a 28-day February: (2 x 12 - 1 x 10) / 2 = 7; renewal 2 x 15.
    answer = calculator.preview(
        changed(
            period={"start": "2027-02-01", "end": "2027-03-01"},
            change_at="2027-02-15",
            lines=line(
                quantity_before=1,
                quantity_after=2,
                unit_price="10.00",
                unit_price_after="12.00",
                renewal_unit_price="15.00",
            ),
        )
    )

    assert (answer["due_now"]["net"], answer["renewal"]["net"]) == ("7.00", "30.00")


@pytest.mark.parametrize(
    ("decrease", "amount", "kind"), [("credit", "-422.14", "credit"), ("no_credit", "0.00", "charge")]
)
def test_a_decrease_is_what_the_policy_says(decrease: str, amount: str, kind: str) -> None:
    answer = calculator.preview(
        changed(lines=line(quantity_before=80, quantity_after=50), policy={"decrease": decrease})
    )

    assert answer["line_items"][0]["amount"] == answer["due_now"]["net"] == amount
    assert answer["line_items"][0]["kind"] == kind
    assert [warning["code"] for warning in answer["warnings"]] == ["total_looks_like_added"]


# What is wrong, and the (code, field) pairs that answer it, all of them.
FAULTY: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("empty", {}, [("missing", f) for f in ("currency", "period", "change_at", "lines")]),
    ("unknown field", changed(vat="0.20"), [("unknown_field", "vat")]),
    ("unknown line field", changed(lines=line(seats=3)), [("unknown_field", "lines[0].seats")]),
    ("unknown policy field", changed(policy={"when": "now"}), [("unknown_field", "policy.when")]),
    ("currency lower case", changed(currency="eur"), [("unknown_currency", "currency")]),
    ("currency number", changed(currency=978), [("wrong_type", "currency")]),
    ("currency null", changed(currency=None), [("wrong_type", "currency")]),
    ("language", changed(language="de"), [("unknown_language", "language")]),
    ("language list", changed(language=["fr"]), [("unknown_language", "language")]),
    ("period text", changed(period="2026"), [("wrong_type", "period")]),
    ("period empty object", changed(period={}), [("missing", "period.start"), ("missing", "period.end")]),
    (
        "no 29 February 2027",
        changed(period={"start": "2027-02-29", "end": "2028-02-28"}),
        [("not_a_date", "period.start")],
    ),
    (
        "end before start",
        changed(period={"start": "2027-03-10", "end": "2026-03-10"}),
        [("period_empty", "period.end")],
    ),
    (
        "one moment",
        changed(period={"start": "2026-08-08", "end": "2026-08-08"}),
        [("period_empty", "period.end")],
    ),
    (
        "morning to evening",
        changed(
            period={"start": "2026-08-08T08:00:00", "end": "2026-08-08T20:00:00"},
            change_at="2026-08-08T09:00:00",
        ),
        [("period_empty", "period.end")],
    ),
    (
        "121 months",
        changed(period={"start": "2026-03-10", "end": "2036-04-10"}),
        [("period_too_long", "period.end")],
    ),
    ("zone", changed(change_at="2026-08-08T10:00:00Z"), [("zone_not_supported", "change_at")]),
    ("offset", changed(change_at="2026-08-08T10:00:00+02:00"), [("zone_not_supported", "change_at")]),
    (
        "fraction of a second",
        changed(change_at="2026-08-08T10:00:00.5"),
        [("zone_not_supported", "change_at")],
    ),
    ("24 o'clock", changed(change_at="2026-08-08T24:00:00"), [("not_a_date", "change_at")]),
    ("no seconds", changed(change_at="2026-08-08T10:00"), [("not_a_date", "change_at")]),
    ("week date", changed(change_at="2026-W32-6"), [("not_a_date", "change_at")]),
    ("compact date", changed(change_at="20260808"), [("not_a_date", "change_at")]),
    ("arabic digits", changed(change_at="٢٠٢٦-٠٨-٠٨"), [("not_a_date", "change_at")]),
    ("number date", changed(change_at=20260808), [("wrong_type", "change_at")]),
    ("before the period", changed(change_at="2026-03-09"), [("change_outside_period", "change_at")]),
    ("after the period", changed(change_at="2027-03-11"), [("change_outside_period", "change_at")]),
    (
        "service ends at once",
        changed(service_end="2026-08-08"),
        [("service_end_before_change", "service_end")],
    ),
    ("lines object", changed(lines={}), [("wrong_type", "lines")]),
    ("no lines", changed(lines=[]), [("out_of_range", "lines")]),
    ("101 lines", changed(lines=line() * 101), [("out_of_range", "lines")]),
    ("line text", changed(lines=["x"]), [("wrong_type", "lines[0]")]),
    ("no price", changed(lines=line(unit_price=None)), [("missing", "lines[0].unit_price")]),
    ("float price", changed(lines=line(unit_price=24.0)), [("wrong_type", "lines[0].unit_price")]),
    ("integer price", changed(lines=line(unit_price=24)), [("wrong_type", "lines[0].unit_price")]),
    ("negative price", changed(lines=line(unit_price="-24")), [("not_an_amount", "lines[0].unit_price")]),
    ("comma price", changed(lines=line(unit_price="24,00")), [("not_an_amount", "lines[0].unit_price")]),
    ("exponent", changed(lines=line(unit_price="2e3")), [("not_an_amount", "lines[0].unit_price")]),
    ("NaN text", changed(lines=line(unit_price="NaN")), [("not_an_amount", "lines[0].unit_price")]),
    ("text quantity", changed(lines=line(quantity_after="80")), [("wrong_type", "lines[0].quantity_after")]),
    (
        "boolean quantity",
        changed(lines=line(quantity_after=True)),
        [("wrong_type", "lines[0].quantity_after")],
    ),
    ("float quantity", changed(lines=line(quantity_after=80.0)), [("wrong_type", "lines[0].quantity_after")]),
    ("negative", changed(lines=line(quantity_before=-1)), [("out_of_range", "lines[0].quantity_before")]),
    ("10^12", changed(lines=line(quantity_after=10**12)), [("out_of_range", "lines[0].quantity_after")]),
    ("fewer", changed(lines=line(quantity_after=30)), [("decrease_refused", "lines[0].quantity_after")]),
    ("long label", changed(lines=line(label="x" * 81)), [("out_of_range", "lines[0].label")]),
    ("label of a bell", changed(lines=line(label="a\x07")), [("out_of_range", "lines[0].label")]),
    ("half a character", changed(lines=line(label="\ud800")), [("out_of_range", "lines[0].label")]),
    ("unknown preset", changed(policy="lunar"), [("unknown_policy", "policy")]),
    ("unknown unit", changed(policy={"unit": "fortnight"}), [("unknown_policy", "policy.unit")]),
    ("policy list", changed(policy=[]), [("wrong_type", "policy")]),
    ("unit null", changed(policy={"unit": None}), [("wrong_type", "policy.unit")]),
    ("flag text", changed(policy={"count_change_day": "no"}), [("wrong_type", "policy.count_change_day")]),
    ("10 decimals", changed(policy={"decimals": 10}), [("out_of_range", "policy.decimals")]),
    (
        "two at once",
        changed(currency="EURO", lines=line(unit_price="x")),
        [("unknown_currency", "currency"), ("not_an_amount", "lines[0].unit_price")],
    ),
]

NOT_COMPUTED: list[tuple[str, dict[str, Any], str]] = [
    ("tax", changed(tax={"rate": "0.20"}), "tax"),
    ("tax included", changed(tax={"prices_include_tax": True}), "tax"),
    *[
        (unit, changed(policy={"unit": unit}), "policy.unit")
        for unit in ("second", "minute", "hour", "month", "quarter", "month_then_day", "none")
    ],
    ("30/360", changed(policy={"basis": "30/360"}), "policy.basis"),
    ("fixed", changed(policy={"basis": "fixed:30"}), "policy.basis"),
    ("two items", changed(policy={"charge": "credit_and_charge"}), "policy.charge"),
    ("added only", changed(policy={"charge": "added_only"}), "policy.charge"),
    ("half even", changed(policy={"rounding": "half_even"}), "policy.rounding"),
    ("down", changed(policy={"rounding": "down"}), "policy.rounding"),
    ("rate", changed(policy={"round_rate": {"per": 30, "decimals": 2}}), "policy.round_rate"),
    (
        "tiers",
        changed(lines=line(unit_price=None, tiers=[{"up_to": None, "unit_price": "9.00"}])),
        "lines[0].tiers",
    ),
]


@pytest.mark.parametrize(("request_", "expected"), [f[1:] for f in FAULTY], ids=[f[0] for f in FAULTY])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_faults_are_all_found_and_told(
    request_: dict[str, Any], expected: list[tuple[str, str]], language: str
) -> None:
    asked = {"language": language} | request_
    if request_.get("language") == "fr":
        asked["language"] = language
    answer = json.loads(calculator.answer("preview", json.dumps(asked)))

    assert answer["ok"] is False
    assert [(error["code"], error["field"]) for error in answer["errors"]] == expected
    assert all(error["message"].endswith((".", "»")) for error in answer["errors"])
    assert "due_now" not in answer


@pytest.mark.parametrize(
    ("request_", "field"), [n[1:] for n in NOT_COMPUTED], ids=[n[0] for n in NOT_COMPUTED]
)
def test_a_rule_that_is_not_computed_gets_no_figure(request_: dict[str, Any], field: str) -> None:
    answer = calculator.preview(request_)

    assert answer["ok"] is False
    assert [(error["code"], error["field"]) for error in answer["errors"]] == [("not_supported", field)]


NOT_EVEN_A_REQUEST = [
    ("", "not_json"),
    ("[]", "not_json"),
    ("null", "not_json"),
    ('{"currency": NaN}', "not_json"),
    ('{"currency": -Infinity}', "not_json"),
    ('{"currency": "EUR"', "not_json"),
    ("{'currency': 'EUR'}", "not_json"),
    ('{"currency": "EUR", "currency": "USD"}', "duplicate_key"),
    ('{"a": ' * 21 + "1" + "}" * 21, "too_deep"),
    ("[" * 200_000, "too_deep"),
    ('{"currency": "' + "x" * 300_000 + '"}', "request_too_large"),
    ('{"currency": "' + "é" * 140_000 + '"}', "request_too_large"),  # under 256 K characters, over in bytes
    (" " * 10_000_000, "request_too_large"),
]


@pytest.mark.parametrize(("text", "code"), NOT_EVEN_A_REQUEST, ids=[str(i) for i in range(13)])
def test_what_is_no_request_is_told_so(text: str, code: str) -> None:
    answer = json.loads(calculator.answer("preview", text))

    assert [error["code"] for error in answer["errors"]] == [code]


def test_a_million_digits_are_out_of_range_at_once() -> None:
    text = json.dumps(REQUEST).replace("80", "9" * 200_000)

    answer = json.loads(calculator.answer("preview", text))

    assert [(e["code"], e["field"]) for e in answer["errors"]] == [
        ("out_of_range", "lines[0].quantity_after")
    ]


def test_brackets_inside_texts_do_not_nest() -> None:
    answer = json.loads(calculator.answer("preview", json.dumps(changed(lines=line(label='["{' * 20)))))

    assert answer["ok"], answer


def test_the_largest_request_is_exact() -> None:
    # 10^7 licenses at 999,999,999,999.99 on 100 lines: 30 digits, none lost.
    largest = line(quantity_before=0, quantity_after=10_000_000, unit_price="999999999999.99") * 100
    answer = calculator.preview(changed(change_at="2026-03-10", lines=largest, language="en"))

    assert answer["due_now"]["net"] == "999999999999990000000.00"
    assert answer["due_now"]["text"] == "€999,999,999,999,990,000,000.00"


@pytest.mark.parametrize(
    ("request_", "codes"),
    [
        (changed(change_at="2027-03-10"), ["on_billing_date"]),
        (changed(change_at="2027-03-09"), ["last_day"]),
        (changed(lines=line(quantity_after=50)), ["nothing_changes"]),
        (
            changed(period={"start": "2027-03-10", "end": "2028-03-10"}, change_at="2027-03-10"),
            ["leap_day_in_period"],
        ),
        (changed(change_at="2026-03-10", service_end="2027-03-11"), ["charge_exceeds_full_price"]),
    ],
)
def test_warnings(request_: dict[str, Any], codes: list[str]) -> None:
    assert [warning["code"] for warning in calculator.preview(request_)["warnings"]] == codes


def test_bought_on_the_billing_date_only_the_renewal_rises() -> None:
    answer = calculator.preview(changed(change_at="2027-03-10"))

    assert (answer["due_now"]["net"], answer["renewal"]["net"]) == ("0.00", "1920.00")


@pytest.mark.parametrize(
    ("change_at", "fraction"), [("2026-03-10", "1/1"), ("2027-03-10", "0/1"), ("2026-05-22", "4/5")]
)
def test_a_fraction_is_in_lowest_terms(change_at: str, fraction: str) -> None:
    # 292 of 365 days remain from 22 May: 4/5.
    assert calculator.preview(changed(change_at=change_at))["line_items"][0]["fraction"] == fraction


def test_each_product_has_a_total_of_its_own_to_type() -> None:
    lines = line(label="Desktop") + line(label="Access", quantity_before=3, quantity_after=1200)
    answer = calculator.preview(changed(lines=lines, language="en"))

    assert answer["summary"]["quantity_after"]["value"] == "80 · 1,200"
    assert answer["steps"][2]["text"] == "Desktop: You go from 50 to 80 licenses: 30 more."


def test_steps_say_which_amount_they_lead_to() -> None:
    told = [(step["of"], step["rule"]) for step in calculator.preview(REQUEST)["steps"]]

    assert told == [
        ("due_now", "billing_period"),
        ("due_now", "days_remaining"),
        ("due_now", "added_quantity"),
        ("due_now", "full_price"),
        ("due_now", "prorated_amount"),
        ("due_now", "rounding"),
        ("renewal", "billing_date"),
        ("renewal", "renewal_price"),
    ]
