"""Tax on the exact and on the rounded net, and prices that include it. By hand, at ties and near them."""

from typing import Any

import pytest

import calculator
from tests.calculator.asked import REQUEST, changed, line

HALF = {"period": {"start": "2027-02-01", "end": "2027-03-01"}, "change_at": "2027-02-15"}  # 14 of 28 days
MARCH = {"period": {"start": "2026-03-01", "end": "2026-04-01"}, "change_at": "2026-03-22"}  # 10 of 31 days
EXACT, ROUNDED, INCLUDED = {"on": "exact_net"}, {"on": "rounded_net"}, {"prices_include_tax": True}


# Why, dates, rate, mode, prices of new licenses, policy; net, tax, gross, exact net; renewal net, tax, gross.
TAXED: list[tuple[str, dict[str, Any], str, dict[str, Any], list[str], dict[str, Any], str, str]] = [
    # 0.25 of 10.03 / 2 = 5.015: gross 6.26875; net 5.02, so 1.25 is left for tax. Renewal 12.5375.
    ("a tie in net", HALF, "0.25", EXACT, ["10.03"], {}, "5.02 1.25 6.27 5.015", "10.03 2.51 12.54"),
    # 5.02 x 0.25 = 1.255, a tie: 1.26. Renewal 10.03 x 0.25 = 2.5075.
    ("a tie in tax", HALF, "0.25", ROUNDED, ["10.03"], {}, "5.02 1.26 6.28 5.015", "10.03 2.51 12.54"),
    # Half even: 5.015 -> 5.02; 1.255 -> 1.26
    (
        "a tie in tax, half even",
        HALF,
        "0.25",
        ROUNDED,
        ["10.03"],
        {"rounding": "half_even"},
        "5.02 1.26 6.28 5.015",
        "10.03 2.51 12.54",
    ),
    # Down: 5.01; 1.2525 -> 1.25
    (
        "down",
        HALF,
        "0.25",
        ROUNDED,
        ["10.03"],
        {"rounding": "down"},
        "5.01 1.25 6.26 5.015",
        "10.03 2.50 12.53",
    ),
    # Lago: 200 x 29/30 = 193.3333; 241.6667 exact, 193.33 x 1.25 = 241.6625 rounded. Here 10/31 of 200.
    # 64.516129; x 1.25 = 80.645161
    ("exact net", MARCH, "0.25", EXACT, ["200"], {}, "64.52 16.13 80.65 64.5161290", "200.00 50.00 250.00"),
    # 64.52 x 0.25 = 16.13
    (
        "rounded net",
        MARCH,
        "0.25",
        ROUNDED,
        ["200"],
        {},
        "64.52 16.13 80.65 64.5161290",
        "200.00 50.00 250.00",
    ),
    # 15 x 10/31 = 4.8387097; x 1.2 = 5.806452; 4.84 x 0.2 = 0.968
    ("exact, one cent less", MARCH, "0.2", EXACT, ["15"], {}, "4.84 0.97 5.81 4.8387097", "15.00 3.00 18.00"),
    # 1 x 10/31 = 0.3225806; x 1.2 = 0.3870968: 0.39 - 0.32 = 0.07; 0.32 x 0.2 = 0.064
    ("exact, a cent more", MARCH, "0.2", EXACT, ["1"], {}, "0.32 0.07 0.39 0.3225806", "1.00 0.20 1.20"),
    ("rounded, a cent less", MARCH, "0.2", ROUNDED, ["1"], {}, "0.32 0.06 0.38 0.3225806", "1.00 0.20 1.20"),
    # Two lines of it: net 0.64, exact 0.6451613; x 1.2 = 0.7741935: 0.77; 0.64 x 0.2 = 0.128
    ("exact, two lines", MARCH, "0.2", EXACT, ["1", "1"], {}, "0.64 0.13 0.77 0.6451613", "2.00 0.40 2.40"),
    (
        "rounded, two lines",
        MARCH,
        "0.2",
        ROUNDED,
        ["1", "1"],
        {},
        "0.64 0.13 0.77 0.6451613",
        "2.00 0.40 2.40",
    ),
    # Three: net 0.96, exact 0.9677419; x 1.2 = 1.1612903: 1.16; 0.96 x 0.2 = 0.192
    (
        "exact, three lines",
        MARCH,
        "0.2",
        EXACT,
        ["1", "1", "1"],
        {},
        "0.96 0.20 1.16 0.9677419",
        "3.00 0.60 3.60",
    ),
    (
        "rounded, three lines",
        MARCH,
        "0.2",
        ROUNDED,
        ["1", "1", "1"],
        {},
        "0.96 0.19 1.15 0.9677419",
        "3.00 0.60 3.60",
    ),
    # 24 x 10/31 = 7.7419355: gross 7.74; / 1.2 = 6.45. Exact net 6.4516129. Renewal 24 / 1.2 = 20.
    ("included", MARCH, "0.2", INCLUDED, ["24"], {}, "6.45 1.29 7.74 6.4516129", "20.00 4.00 24.00"),
    # 0.05 / 2 = 0.025 -> gross 0.03; / 1.2 = 0.025, a tie: 0.03. Exact 0.025 / 1.2. Renewal 0.05 / 1.2.
    ("included, a tie", HALF, "0.2", INCLUDED, ["0.05"], {}, "0.03 0.00 0.03 0.0208333", "0.04 0.01 0.05"),
    (
        "included, a tie, half even",  # 0.025 -> 0.02; / 1.2 = 0.0167
        HALF,
        "0.2",
        INCLUDED,
        ["0.05"],
        {"rounding": "half_even"},
        "0.02 0.00 0.02 0.0208333",
        "0.04 0.01 0.05",
    ),
    (
        "included, down",  # 0.02; / 1.2 = 0.0167 -> 0.01
        HALF,
        "0.2",
        INCLUDED,
        ["0.05"],
        {"rounding": "down"},
        "0.01 0.01 0.02 0.0208333",
        "0.04 0.01 0.05",
    ),
    # 0.32 + 0.32 = 0.64; / 1.2 = 0.5333. Exact 0.6451613 / 1.2 = 0.5376344. Renewal 2 / 1.2 = 1.6667.
    (
        "included, two lines",
        MARCH,
        "0.2",
        INCLUDED,
        ["1", "1"],
        {},
        "0.53 0.11 0.64 0.5376344",
        "1.67 0.33 2.00",
    ),
    ("rate of nothing", MARCH, "0", EXACT, ["31"], {}, "10.00 0.00 10.00 10.00", "31.00 0.00 31.00"),
    (
        "included, rate of nothing",
        MARCH,
        "0",
        INCLUDED,
        ["31"],
        {},
        "10.00 0.00 10.00 10.00",
        "31.00 0.00 31.00",
    ),
    ("the whole again", MARCH, "1", EXACT, ["31"], {}, "10.00 10.00 20.00 10.00", "31.00 31.00 62.00"),
    ("included, half of it", MARCH, "1", INCLUDED, ["31"], {}, "5.00 5.00 10.00 5.00", "15.50 15.50 31.00"),
    # 31 x 0.055 = 1.705, a tie
    ("a tie at renewal", MARCH, "0.055", ROUNDED, ["31"], {}, "10.00 0.55 10.55 10.00", "31.00 1.71 32.71"),
    (
        "six decimals",
        MARCH,
        "0.123456",
        EXACT,
        ["3100"],
        {},
        "1000.00 123.46 1123.46 1000.00",
        "3100.00 382.71 3482.71",
    ),
    # -0.32 and 0.65: 0.33, exact 0.3225806, so 0.39 and a tax of 0.06; on 0.33 a tax of 0.066
    (
        "two items, exact",
        MARCH,
        "0.2",
        EXACT,
        ["1:2"],
        {"charge": "credit_and_charge"},
        "0.33 0.06 0.39 0.3225806",
        "2.00 0.40 2.40",
    ),
    (
        "two items, rounded",
        MARCH,
        "0.2",
        ROUNDED,
        ["1:2"],
        {"charge": "credit_and_charge"},
        "0.33 0.07 0.40 0.3225806",
        "2.00 0.40 2.40",
    ),
    # A credit mirrors its charge.
    (
        "credit, exact",
        MARCH,
        "0.2",
        EXACT,
        ["1>0"],
        {"decrease": "credit"},
        "-0.32 -0.07 -0.39 -0.3225806",
        "0.00 0.00 0.00",
    ),
    (
        "credit, rounded",
        MARCH,
        "0.2",
        ROUNDED,
        ["1>0"],
        {"decrease": "credit"},
        "-0.32 -0.06 -0.38 -0.3225806",
        "0.00 0.00 0.00",
    ),
    (
        "credit, included",  # -0.32 / 1.2 = -0.2667; -0.3225806 / 1.2 = -0.2688172
        MARCH,
        "0.2",
        INCLUDED,
        ["1>0"],
        {"decrease": "credit"},
        "-0.27 -0.05 -0.32 -0.2688172",
        "0.00 0.00 0.00",
    ),
    # 0.15 / 30 = 0.005 -> 0.01 a day, x 10 days = 0.10, + 20 %
    (
        "rate rounded first",
        MARCH,
        "0.2",
        EXACT,
        ["0.15"],
        {"round_rate": {"per": 30, "decimals": 2}},
        "0.10 0.02 0.12 0.10",
        "0.15 0.03 0.18",
    ),
    ("no decimals", MARCH, "0.2", EXACT, ["24"], {"decimals": 0}, "8 1 9 7.7419355", "24 5 29"),
    ("on left out", HALF, "0.2", {}, ["10.03"], {}, "5.02 1.00 6.02 5.015", "10.03 2.01 12.04"),
]


def product(price: str) -> dict[str, Any]:
    """Return a line: `1` is a new license at 1, `1:2` a second one at 1, `1>0` the only one removed."""
    before, after = {">": (1, 0), ":": (1, 2)}.get(price[1:2], (0, 1))
    amount = price.partition(":")[0].partition(">")[0]
    return {"quantity_before": before, "quantity_after": after, "unit_price": amount}


@pytest.mark.parametrize("case", TAXED, ids=lambda case: case[0])
def test_tax_is_worked_out(case: tuple[Any, ...]) -> None:
    _, dates, rate, mode, prices, policy, now, renewal = case
    lines = [product(price) for price in prices]
    answer = calculator.preview(changed(**dates, lines=lines, policy=policy, tax={"rate": rate} | mode))

    assert answer["ok"], answer
    due_now = answer["due_now"]
    assert " ".join(due_now[key] for key in ("net", "tax", "gross", "exact_net")) == now
    assert " ".join(answer["renewal"][key] for key in ("net", "tax", "gross")) == renewal


def test_without_tax_net_is_gross() -> None:
    for answer in (calculator.preview(REQUEST), calculator.preview(changed(lines=line(quantity_after=50)))):
        for amounts in (answer["due_now"], answer["renewal"]):
            assert (amounts["tax"], amounts["net"]) == ("0.00", amounts["gross"])


def test_saying_that_prices_exclude_tax_changes_nothing() -> None:
    plain = calculator.preview(changed(tax={"rate": "0.2"}))

    assert calculator.preview(changed(tax={"rate": "0.2", "prices_include_tax": False})) == plain
    both = {"rate": "0.2", "prices_include_tax": False, "on": "exact_net"}
    assert calculator.preview(changed(tax=both)) == plain
