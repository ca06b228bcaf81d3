"""The three roundings on both sides of zero, decimals, and the rate that is rounded first."""

from typing import Any

import pytest

import calculator
from tests.calculator.asked import changed, line

# Half of a February of 28 days halves the price; a tie is what comes out.
HALF = {"period": {"start": "2027-02-01", "end": "2027-03-01"}, "change_at": "2027-02-15"}
MARCH = {"period": {"start": "2026-03-01", "end": "2026-04-01"}, "change_at": "2026-03-22"}  # 10 of 31 days

# Price of the license, what is exact, then half up, half even and down.
ROUNDED = [
    ("0.01", "0.005", "0.01", "0.00", "0.00"),
    ("0.03", "0.015", "0.02", "0.02", "0.01"),
    ("0.05", "0.025", "0.03", "0.02", "0.02"),
    ("74.97", "37.485", "37.49", "37.48", "37.48"),
    ("0.009999999", "0.0050000", "0.00", "0.00", "0.00"),  # 0.0049999995 is no tie, though it prints as one
    ("0.010000001", "0.0050000", "0.01", "0.01", "0.00"),
    ("19.99", "9.995", "10.00", "10.00", "9.99"),
    ("2.00", "1.00", "1.00", "1.00", "1.00"),
    ("0.00", "0.00", "0.00", "0.00", "0.00"),
]


@pytest.mark.parametrize(("price", "exact", "half_up", "half_even", "down"), ROUNDED)
@pytest.mark.parametrize("backwards", [False, True], ids=["charge", "credit"])
def test_amount_is_rounded(
    price: str, exact: str, half_up: str, half_even: str, down: str, backwards: bool
) -> None:
    before, after = (1, 0) if backwards else (0, 1)
    lines = line(quantity_before=before, quantity_after=after, unit_price=price)
    for rounding, amount in (("half_up", half_up), ("half_even", half_even), ("down", down)):
        policy = {"rounding": rounding, "decrease": "credit"}
        answer = calculator.preview(changed(**HALF, lines=lines, policy=policy))

        # Toward and away from zero: a credit is the charge with a sign, and nothing has no sign.
        sign = "-" if backwards and float(amount) else ""
        assert answer["line_items"][0]["amount"] == answer["due_now"]["net"] == sign + amount
        assert answer["due_now"]["exact_net"] == ("-" if backwards and float(exact) else "") + exact


# Currency, decimals of the policy, due now and renewal of a license at 10 for 10 of 31 days: 3.2258064…
DECIMALS = [
    ("EUR", None, "3.23", "10.00"),
    ("JPY", None, "3", "10"),
    ("KWD", None, "3.226", "10.000"),
    ("XXX", None, "3.23", "10.00"),
    ("JPY", 2, "3.23", "10.00"),
    ("EUR", 0, "3", "10"),
    ("EUR", 4, "3.2258", "10.0000"),
    ("EUR", 7, "3.2258065", "10.0000000"),
    ("EUR", 9, "3.225806452", "10.000000000"),
]


@pytest.mark.parametrize(("currency", "decimals", "due_now", "renewal"), DECIMALS)
def test_decimals_are_the_currency_s_or_the_policy_s(
    currency: str, decimals: int | None, due_now: str, renewal: str
) -> None:
    policy = {} if decimals is None else {"decimals": decimals}
    lines = line(quantity_before=0, quantity_after=1, unit_price="10")
    answer = calculator.preview(changed(**MARCH, currency=currency, lines=lines, policy=policy))

    assert answer["line_items"][0]["amount"] == answer["due_now"]["net"] == due_now
    assert (answer["due_now"]["gross"], answer["renewal"]["gross"]) == (due_now, renewal)
    assert answer["due_now"]["exact_net"] == "3.2258065"
    assert due_now.replace(".", ",") in answer["due_now"]["text"]


def rate(per: int, decimals: int, **policy: Any) -> dict[str, Any]:
    """Return a policy that rounds the price of one unit of time first."""
    return {"round_rate": {"per": per, "decimals": decimals}, **policy}


YEAR = {"period": {"start": "2026-03-10", "end": "2027-03-10"}, "change_at": "2026-08-08"}
NOON = {"period": {"start": "2026-03-01", "end": "2026-04-01"}, "change_at": "2026-03-31T12:00:00"}
# Why, dates, policy, (before, after, prices), fraction, due now.
RATES: list[tuple[str, dict[str, Any], dict[str, Any], tuple[Any, ...], str, str]] = [
    # 10 / 30 = 0.333… -> 0.33; 0.33 x 1 x 10 days
    ("a day of 30", MARCH, rate(30, 2), (0, 1, "10"), "1/3", "3.30"),
    # 0.33 x 3 licenses x 10 days
    ("three licenses", MARCH, rate(30, 2), (2, 5, "10"), "1/3", "9.90"),
    # 10 / 31 = 0.3225… -> 0.32
    ("a day of 31", MARCH, rate(31, 2), (0, 1, "10"), "10/31", "3.20"),
    # 20 / 30 = 0.666… -> 0.67, half up; 0.66 down
    ("up", MARCH, rate(30, 2), (0, 1, "20"), "1/3", "6.70"),
    ("down", MARCH, rate(30, 2, rounding="down"), (0, 1, "20"), "1/3", "6.60"),
    # 0.15 / 30 = 0.005, a tie
    ("tie half up", MARCH, rate(30, 2), (0, 1, "0.15"), "1/3", "0.10"),
    ("tie half even", MARCH, rate(30, 2, rounding="half_even"), (0, 1, "0.15"), "1/3", "0.00"),
    # 10 / 30 to a whole number is 0
    ("whole numbers", MARCH, rate(30, 0), (0, 1, "10"), "1/3", "0.00"),
    # 0.333333333 x 10 = 3.33333333
    ("nine decimals", MARCH, rate(30, 9), (0, 1, "10"), "1/3", "3.33"),
    # 24 / 365 = 0.065753… -> 0.07; 0.07 x 30 x 214 days = 449.40, over the 422.14 of the exact rate
    ("the contract's year", YEAR, rate(365, 2), (50, 80, "24"), "214/365", "449.40"),
    # 213 days: 0.07 x 30 x 213
    ("not counted", YEAR, rate(365, 2, count_change_day=False), (50, 80, "24"), "213/365", "447.30"),
    # 219 / 730 = 0.3; 12 hours
    ("hours", NOON, rate(730, 4, unit="hour"), (0, 1, "219"), "6/365", "3.60"),
    # 24 / 12 = 2; 8 August is in the fifth month, so 8 are left: 2 x 30 x 8
    ("months", YEAR, rate(12, 2, unit="month"), (50, 80, "24"), "2/3", "480.00"),
    # 36 / 360 = 0.10; from 8 August to 10 March 360 - 5 x 30 + 2 = 212 days
    ("commercial days", YEAR, rate(360, 2, basis="30/360"), (0, 1, "36"), "53/90", "21.20"),
    # Two prices: (10 x 0.40 - 5 x 0.33) x 10 = 23.50, from 12 / 30 = 0.4 and 10 / 30 = 0.33
    ("two prices", MARCH, rate(30, 2), (5, 10, "10", "12"), "1/3", "23.50"),
    # -5 x 0.33 x 10 and 10 x 0.4 x 10
    (
        "credit and charge",
        MARCH,
        rate(30, 2, charge="credit_and_charge"),
        (5, 10, "10", "12"),
        "1/3",
        "23.50",
    ),
    ("added only", MARCH, rate(30, 2, charge="added_only"), (5, 10, "10", "12"), "1/3", "20.00"),
    ("decrease", MARCH, rate(30, 2, decrease="credit"), (1, 0, "10"), "1/3", "-3.30"),
    ("no credit", MARCH, rate(30, 2, decrease="no_credit"), (1, 0, "10"), "1/3", "0.00"),
    ("billing date", MARCH | {"change_at": "2026-04-01"}, rate(30, 2), (0, 1, "10"), "0/1", "0.00"),
    # per stands for the whole period, whatever the basis says
    ("over a fixed basis", MARCH, rate(31, 2, basis="fixed:30"), (0, 1, "31"), "10/31", "10.00"),
]


@pytest.mark.parametrize("case", RATES, ids=lambda case: case[0])
def test_rate_is_rounded_first(case: tuple[Any, ...]) -> None:
    _, dates, policy, (before, after, *prices), fraction, due_now = case
    given = dict(zip(("unit_price", "unit_price_after"), prices, strict=False))
    lines = [{"quantity_before": before, "quantity_after": after, **given}]
    answer = calculator.preview(changed(**dates, lines=lines, policy=policy))

    assert answer["ok"], answer
    assert {item["fraction"] for item in answer["line_items"]} == {fraction}
    assert answer["due_now"]["net"] == due_now
    assert float(answer["renewal"]["net"]) == after * float(prices[-1])
