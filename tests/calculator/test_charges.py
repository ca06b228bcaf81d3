"""What is charged for a change: the difference, credit and charge, or the added licenses; and decreases.

The period is the 31 days of March 2026 unless a row says otherwise; from 22 March 10 days are left.
"""

from typing import Any

import pytest

import calculator
from calculator.contract import read_request
from calculator.preview import preview
from tests.calculator.asked import changed, faults, line

MARCH = {"period": {"start": "2026-03-01", "end": "2026-04-01"}, "change_at": "2026-03-22"}
HALF = {"period": {"start": "2027-02-01", "end": "2027-03-01"}, "change_at": "2027-02-15"}  # 14 of 28 days
TWO, CREDIT, NONE = "credit_and_charge", {"decrease": "credit"}, {"decrease": "no_credit"}
# Conventions under which a whole period costs its whole price, whatever its length.
WHOLE: list[dict[str, Any]] = [
    *({"unit": unit} for unit in ("day", "second", "minute", "hour", "month", "quarter", "none")),
    {"basis": "30/360"},
]


def product(before: int, after: int, *prices: str) -> list[dict[str, Any]]:
    """Return a line with one, two or three prices."""
    names = ("unit_price", "unit_price_after", "renewal_unit_price")
    return [{"quantity_before": before, "quantity_after": after} | dict(zip(names, prices, strict=False))]


# Why, dates, policy, lines; then (kind, quantity, amount) of each line item, due now and renewal.
CHARGES: list[tuple[str, dict[str, Any], dict[str, Any], list[Any], list[tuple[str, int, str]], str, str]] = [
    # 5 x 10 x 10/31 = 16.129
    ("difference", MARCH, {}, product(5, 10, "10"), [("charge", 5, "16.13")], "16.13", "100.00"),
    # -50 x 10/31 = -16.129, 100 x 10/31 = 32.258
    *[
        (
            f"credit and charge, {name}",
            MARCH,
            policy,
            product(5, 10, "10"),
            [("credit", 5, "-16.13"), ("charge", 10, "32.26")],
            "16.13",
            "100.00",
        )
        for name, policy in [("field", {"charge": TWO}), ("credit", {"charge": TWO} | CREDIT)]
    ],
    # -1.00 x 10/31 = -0.3226 and 2.00 x 10/31 = 0.6452: 0.33, where the difference gives 0.32
    (
        "two items differ from one by a cent",
        MARCH,
        {"charge": TWO},
        product(1, 2, "1"),
        [("credit", 1, "-0.32"), ("charge", 2, "0.65")],
        "0.33",
        "2.00",
    ),
    ("one item", MARCH, {}, product(1, 2, "1"), [("charge", 1, "0.32")], "0.32", "2.00"),
    (
        "credit of nothing",
        MARCH,
        {"charge": TWO},
        product(0, 1, "31"),
        [("credit", 0, "0.00"), ("charge", 1, "10.00")],
        "10.00",
        "31.00",
    ),
    (
        "credit of all",
        MARCH,
        {"charge": TWO} | CREDIT,
        product(1, 0, "31"),
        [("credit", 1, "-10.00"), ("charge", 0, "0.00")],
        "-10.00",
        "0.00",
    ),
    # (10 x 12 - 5 x 10) / 2 = 35
    ("new price for all", HALF, {}, product(5, 10, "10", "12"), [("charge", 5, "35.00")], "35.00", "120.00"),
    (
        "new price, two items",
        HALF,
        {"charge": TWO},
        product(5, 10, "10", "12", "13"),
        [("credit", 5, "-25.00"), ("charge", 10, "60.00")],
        "35.00",
        "130.00",
    ),
    # The 5 added at 12, half a period: 30. The 5 others keep their price until renewal.
    (
        "added only",
        HALF,
        {"charge": "added_only"},
        product(5, 10, "10", "12", "13"),
        [("charge", 5, "30.00")],
        "30.00",
        "130.00",
    ),
    (
        "added only, none added",
        HALF,
        {"charge": "added_only"},
        product(5, 5, "10", "12"),
        [("charge", 0, "0.00")],
        "0.00",
        "60.00",
    ),
    (
        "equal totals, new price",
        HALF,
        {},
        product(5, 5, "10", "12"),
        [("charge", 0, "5.00")],
        "5.00",
        "60.00",
    ),
    ("a lower price", HALF, {}, product(5, 5, "12", "10"), [("credit", 0, "-5.00")], "-5.00", "50.00"),
    (
        "price at renewal alone",
        HALF,
        {},
        product(5, 6, "10", "10", "9"),
        [("charge", 1, "5.00")],
        "5.00",
        "54.00",
    ),
    ("none to none", HALF, {}, product(0, 0, "10"), [("charge", 0, "0.00")], "0.00", "0.00"),
    ("one to one", HALF, {}, product(1, 1, "10"), [("charge", 0, "0.00")], "0.00", "10.00"),
    ("none to one", HALF, {}, product(0, 1, "10"), [("charge", 1, "5.00")], "5.00", "10.00"),
    ("free", HALF, {}, product(0, 1, "0"), [("charge", 1, "0.00")], "0.00", "0.00"),
    ("one to none, credited", HALF, CREDIT, product(1, 0, "10"), [("credit", -1, "-5.00")], "-5.00", "0.00"),
    ("one to none, not credited", HALF, NONE, product(1, 0, "10"), [("charge", -1, "0.00")], "0.00", "0.00"),
    (
        "not credited, two items asked",
        HALF,
        {"charge": TWO} | NONE,
        product(5, 4, "10"),
        [("charge", -1, "0.00")],
        "0.00",
        "40.00",
    ),
    (
        "one product less, another more",
        HALF,
        NONE,
        product(5, 4, "10") + product(1, 3, "7"),
        [("charge", -1, "0.00"), ("charge", 2, "7.00")],
        "7.00",
        "61.00",
    ),
    (
        "a credit lowers the total",
        HALF,
        CREDIT,
        product(5, 4, "10") + product(1, 3, "7"),
        [("credit", -1, "-5.00"), ("charge", 2, "7.00")],
        "2.00",
        "61.00",
    ),
]


@pytest.mark.parametrize("case", CHARGES, ids=lambda case: case[0])
def test_change_is_charged(case: tuple[Any, ...]) -> None:
    _, dates, policy, lines, items, due_now, renewal = case
    answer = calculator.preview(changed(**dates, lines=lines, policy=policy))

    assert answer["ok"], answer
    told = [(item["kind"], item["quantity"], item["amount"]) for item in answer["line_items"]]
    assert told == items
    assert (answer["due_now"]["net"], answer["renewal"]["net"]) == (due_now, renewal)


def test_added_only_refuses_a_decrease_even_where_it_could_be_credited() -> None:
    lines = product(5, 4, "10")

    refused = calculator.preview(changed(lines=lines, policy={"charge": "added_only"}))
    assert faults(refused) == [("decrease_refused", "lines[0].quantity_after")]
    for decrease in ("credit", "no_credit"):
        policy = {"charge": "added_only", "decrease": decrease}
        assert faults(calculator.preview(changed(lines=lines, policy=policy))) == [
            ("policy_combination", "policy.charge")
        ]


def test_two_changes_in_one_period_are_two_requests() -> None:
    # 36.50 a year is 0.10 a day. 5 more for 292 days, then 5 more for 145: 146 and 72.50.
    first = changed(change_at="2026-05-22", lines=product(10, 15, "36.50"))
    second = changed(change_at="2026-10-16", lines=product(15, 20, "36.50"))

    assert calculator.preview(first)["due_now"]["net"] == "146.00"
    assert calculator.preview(second)["due_now"]["net"] == "72.50"


def test_a_change_and_its_reversal_the_same_day_cancel() -> None:
    up, down = line(quantity_before=50, quantity_after=80), line(quantity_before=80, quantity_after=50)

    for policy in ({}, {"charge": TWO}, {"rounding": "down"}, *WHOLE):
        charged = calculator.preview(changed(lines=up, policy=policy))["due_now"]["net"]
        credited = calculator.preview(changed(lines=down, policy=policy | CREDIT))["due_now"]["net"]
        assert credited == f"-{charged}"


# Monthly periods walked from 31 January 2027: days of each, and days left on the first that falls in it.
WALKED = [
    ("2027-01-31", "2027-02-01", "2027-02-28", 28, 27),
    ("2027-02-28", "2027-03-01", "2027-03-31", 31, 30),
    ("2027-03-31", "2027-04-01", "2027-04-30", 30, 29),
    ("2027-04-30", "2027-05-01", "2027-05-31", 31, 30),
    ("2027-05-31", "2027-06-01", "2027-06-30", 30, 29),
    ("2027-06-30", "2027-07-01", "2027-07-31", 31, 30),
    ("2027-07-31", "2027-08-01", "2027-08-31", 31, 30),
    ("2027-08-31", "2027-09-01", "2027-09-30", 30, 29),
    ("2027-09-30", "2027-10-01", "2027-10-31", 31, 30),
    ("2027-10-31", "2027-11-01", "2027-11-30", 30, 29),
    ("2027-11-30", "2027-12-01", "2027-12-31", 31, 30),
    ("2027-12-31", "2028-01-01", "2028-01-31", 31, 30),
]


@pytest.mark.parametrize(("start", "first", "end", "days", "left"), WALKED)
def test_the_31st_walked_twelve_months(start: str, first: str, end: str, days: int, left: int) -> None:
    lines = line(quantity_before=0, quantity_after=1, unit_price=str(days))

    for change_at, charged in ((start, days), (first, left), (end, 0)):
        asked = changed(period={"start": start, "end": end}, change_at=change_at, lines=lines)
        assert calculator.preview(asked)["due_now"]["net"] == f"{charged}.00"


@pytest.mark.parametrize("policy", WHOLE, ids=str)
def test_the_31st_walked_twelve_months_costs_the_price_each_time(policy: dict[str, Any]) -> None:
    for start, _, end, _, _ in WALKED:
        period = {"start": start, "end": end}
        bought = [
            calculator.preview(changed(period=period, change_at=on, policy=policy)) for on in (start, end)
        ]
        assert [answer["due_now"]["net"] for answer in bought] == ["720.00", "0.00"]  # 30 more at 24
        assert [answer["line_items"][0]["fraction"] for answer in bought] == ["1/1", "0/1"]


@pytest.mark.parametrize("policy", WHOLE, ids=str)
def test_two_changes_on_one_day_cost_what_one_does(policy: dict[str, Any]) -> None:
    # 1,051,200 is a whole number of euros a day, of 365 or 360, an hour, a minute and a month; a second's is
    # 1/30, and a whole number of minutes are left: nothing is rounded.
    first, second, both = (
        calculator.preview(
            changed(
                change_at="2026-05-22",
                policy=policy,
                lines=line(quantity_before=before, quantity_after=after, unit_price="1051200.00"),
            )
        )
        for before, after in ((50, 60), (60, 80), (50, 80))
    )
    whole = [int(answer["due_now"]["net"].removesuffix(".00")) for answer in (first, second, both)]
    assert whole[0] + whole[1] == whole[2]
    assert whole[1] == 2 * whole[0]


def test_a_renewal_has_an_item_a_line() -> None:
    quote = preview(read_request(changed(lines=line(renewal_unit_price="30.00") + line(quantity_after=55))))

    items = [(i.line, i.kind, i.quantity, int(i.unit_price), int(i.amount)) for i in quote.renewals]
    assert items == [(0, "charge", 80, 30, 2400), (1, "charge", 55, 24, 1320)]


@pytest.mark.parametrize(
    ("prices", "is_warned"),
    [
        ({"quantity_after": 100, "unit_price_after": "12.00"}, False),  # the same 1,200.00 for twice as many
        ({"quantity_after": 50, "unit_price_after": "12.00"}, False),
        ({"quantity_after": 50}, True),
    ],
)
def test_nothing_changes_only_where_neither_number_nor_price_does(
    prices: dict[str, Any], is_warned: bool
) -> None:
    codes = [warning["code"] for warning in calculator.preview(changed(lines=line(**prices)))["warnings"]]

    assert codes == (["nothing_changes"] if is_warned else [])


@pytest.mark.parametrize(
    ("language", "quantities", "message"),
    [
        (
            "fr",
            [(50, 80), (10, 5)],
            "Boîte : Le nouveau total (5) est plus petit que le nombre actuel (10) : il ressemble au nombre "
            "à ajouter. La fenêtre attend le nouveau total : pour en ajouter 5, saisissez 15.",
        ),
        (
            "en",
            [(50, 50), (10, 10)],
            "No number and no price changes: nothing is due now. The dialog expects the total, old and new "
            "licenses together.",
        ),
    ],
)
def test_a_warning_of_one_product_of_several_names_it(
    language: str, quantities: list[tuple[int, int]], message: str
) -> None:
    lines = [
        line(quantity_before=before, quantity_after=after)[0] | {"label": label}
        for (before, after), label in zip(quantities, ("Accès", "Boîte"), strict=True)
    ]
    asked = changed(lines=lines, language=language, policy={"decrease": "credit"})
    (warning,) = calculator.preview(asked)["warnings"]

    assert warning["message"].replace("\u00a0", " ") == message
