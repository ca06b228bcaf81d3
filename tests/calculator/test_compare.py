"""Ways to reach the same new totals, side by side."""

from typing import Any

import pytest

import calculator
from tests.calculator.asked import changed, faults, line

# 30 days; one license costs 30.00 before the change and 60.00 after.
APRIL: dict[str, Any] = {
    "currency": "EUR",
    "period": {"start": "2026-04-01", "end": "2026-05-01"},
    "change_at": "2026-04-01",
    "lines": [
        {"quantity_before": 1, "quantity_after": 3, "unit_price": "30.00", "unit_price_after": "60.00"}
    ],
}


def compared(request: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the scenarios of a good answer."""
    answer = calculator.ask("compare", request)
    assert answer["ok"], answer
    scenarios: list[dict[str, Any]] = answer["scenarios"]
    return scenarios


def purchases(scenario: dict[str, Any]) -> list[tuple[str, list[int], str]]:
    """Return the day, the new totals and the gross amount of each purchase."""
    return [(p["change_at"], p["quantities_after"], p["due_now"]["gross"]) for p in scenario["purchases"]]


def costs(scenario: dict[str, Any]) -> tuple[str, str, str]:
    """Return what is paid before the renewal, at the renewal, and in all."""
    return tuple(scenario[key]["gross"] for key in ("before_renewal", "renewal", "total"))


def asked(*purchases: tuple[str, list[int]], name: str | None = None) -> dict[str, Any]:
    """Return a scenario of a request."""
    bought = [{"change_at": on, "quantities_after": totals} for on, totals in purchases]
    return {"purchases": bought} | ({"name": name} if name else {})


def test_the_usual_three() -> None:
    now, halves, renewal = compared(changed(language="en"))

    assert (now["name"], purchases(now)) == ("All now", [("2026-08-08", [80], "422.14")])
    assert costs(now) == ("422.14", "1920.00", "2342.14")
    # 15 x 24 x 214 / 365 = 211.068; on 23 November, 107 of 214 days on, 15 x 24 x 107 / 365 = 105.534.
    assert halves["name"] == "Half now, half on November 23, 2026"
    assert purchases(halves) == [("2026-08-08", [65], "211.07"), ("2026-11-23", [80], "105.53")]
    assert costs(halves) == ("316.60", "1920.00", "2236.60")
    assert (renewal["name"], purchases(renewal)) == ("Wait for the renewal", [])
    assert costs(renewal) == ("0.00", "1920.00", "1920.00")
    assert renewal["renewal"] == {"on": "2027-03-10", "gross": "1920.00", "text": "€1,920.00"}
    assert halves["text"] == (
        "Half now, half on November 23, 2026: €211.07 on August 8, 2026 (new total: 65), "
        "€105.53 on November 23, 2026 (new total: 80), "
        "then €1,920.00 at renewal, on March 10, 2027; €2,236.60 in all."
    )


def test_the_table_has_a_row_a_scenario() -> None:
    table = calculator.ask("compare", changed(language="en"))["table"]

    assert table["columns"] == ["Scenario", "Before the renewal", "At renewal, on March 10, 2027", "In all"]
    assert table["rows"][0] == ["All now", "€422.14", "€1,920.00", "€2,342.14"]


def test_with_tax_every_amount_is_gross() -> None:
    now, halves, renewal = compared(changed(tax={"rate": "0.20"}))

    assert costs(now) == ("506.56", "2304.00", "2810.56")
    assert costs(halves) == ("379.92", "2304.00", "2683.92")  # 253.28 + 126.64
    assert costs(renewal) == ("0.00", "2304.00", "2304.00")


def test_half_of_an_odd_number_is_rounded_up() -> None:
    _, halves, _ = compared(changed(lines=line(quantity_after=81)))

    assert [totals for _, totals, _ in purchases(halves)] == [[66], [81]]


def test_half_of_a_decrease_is_rounded_up_too() -> None:
    fewer = changed(lines=line(quantity_before=81, quantity_after=50), policy={"decrease": "credit"})
    _, halves, _ = compared(fewer)

    assert [totals for _, totals, _ in purchases(halves)] == [[65], [50]]


@pytest.mark.parametrize(
    "fields",
    [{"change_at": "2027-03-09"}, {"change_at": "2027-03-10"}, {"lines": line(quantity_after=51)}],
    ids=["last day", "billing date", "one license"],
)
def test_what_can_t_be_halved_isn_t(fields: dict[str, Any]) -> None:
    assert [scenario["name"] for scenario in compared(changed(language="en", **fields))] == [
        "All now",
        "Wait for the renewal",
    ]


def test_the_middle_is_that_of_the_service() -> None:
    _, halves, _ = compared(changed(service_end="2026-08-18"))

    assert [on for on, _, _ in purchases(halves)] == ["2026-08-08", "2026-08-13"]


def test_a_later_purchase_finds_the_totals_and_prices_of_the_one_before() -> None:
    scenarios = [asked(("2026-04-01", [2]), ("2026-04-16", [3]), name="Two, then three"), asked()]
    two_steps, waiting = compared(APRIL | {"scenarios": scenarios, "language": "en"})

    assert two_steps["name"] == "Two, then three"
    # 2 x 60 - 1 x 30, since the price of all changes; then one more at 60.00, for half of the month.
    assert purchases(two_steps) == [("2026-04-01", [2], "90.00"), ("2026-04-16", [3], "30.00")]
    assert costs(two_steps) == ("120.00", "180.00", "300.00")
    assert (waiting["name"], costs(waiting)) == ("Scenario 2", ("0.00", "180.00", "180.00"))


def test_whatever_is_bought_before_the_renewal_pays_for_the_new_totals() -> None:
    [scenario] = compared(APRIL | {"scenarios": [asked(("2026-04-16", [2]))]})

    assert costs(scenario) == ("45.00", "180.00", "225.00")  # (2 x 60 - 1 x 30) / 2, then 3 x 60


def test_licenses_may_be_removed_where_the_policy_credits_them() -> None:
    scenarios = [asked(("2026-04-01", [3]), ("2026-04-16", [2]))]
    [scenario] = compared(APRIL | {"policy": {"decrease": "credit"}, "scenarios": scenarios})

    # 3 x 60 - 1 x 30, then one of 60.00 less for half of the month.
    assert purchases(scenario) == [("2026-04-01", [3], "150.00"), ("2026-04-16", [2], "-30.00")]


def test_several_lines_have_a_total_each() -> None:
    lines = [*APRIL["lines"], {"quantity_before": 0, "quantity_after": 1, "unit_price": "10.00"}]
    [scenario] = compared(APRIL | {"lines": lines, "scenarios": [asked(("2026-04-01", [3, 1]))]})

    assert purchases(scenario) == [("2026-04-01", [3, 1], "160.00")]  # 3 x 60 - 1 x 30 + 10


def test_a_moment_of_purchase_is_kept() -> None:
    request = APRIL | {"policy": "to-the-second", "scenarios": [asked(("2026-04-30T12:00:00", [3]))]}
    [scenario] = compared(request)

    assert purchases(scenario) == [("2026-04-30T12:00:00", [3], "2.50")]  # 150 x half a day of 30


def first(purchase: Any) -> list[dict[str, Any]]:
    """Return scenarios with one purchase."""
    return [{"purchases": [purchase]}]


PATH = "scenarios[0].purchases[0]"
FAULTS: list[tuple[Any, list[tuple[str, str]]]] = [
    (None, [("wrong_type", "scenarios")]),
    ({}, [("wrong_type", "scenarios")]),
    ([], [("out_of_range", "scenarios")]),
    ([asked()] * 4, [("out_of_range", "scenarios")]),
    (["now"], [("wrong_type", "scenarios[0]")]),
    ([{}], [("missing", "scenarios[0].purchases")]),
    ([{"purchases": {}}], [("wrong_type", "scenarios[0].purchases")]),
    ([{"purchases": [], "label": "x"}], [("unknown_field", "scenarios[0].label")]),
    ([{"purchases": [], "name": ""}], [("out_of_range", "scenarios[0].name")]),
    ([{"purchases": [], "name": "x" * 81}], [("out_of_range", "scenarios[0].name")]),
    ([{"purchases": [], "name": 1}], [("wrong_type", "scenarios[0].name")]),
    ([asked(*[("2026-04-01", [3])] * 101)], [("out_of_range", "scenarios[0].purchases")]),
    (first(1), [("wrong_type", PATH)]),
    (first({}), [("missing", f"{PATH}.change_at"), ("missing", f"{PATH}.quantities_after")]),
    (
        first({"change_at": "1/4/2026", "quantities_after": 3}),
        [("not_a_date", f"{PATH}.change_at"), ("wrong_type", f"{PATH}.quantities_after")],
    ),
    ([asked(("2026-05-02", [3]))], [("change_outside_period", f"{PATH}.change_at")]),
    ([asked(("2026-04-01", []))], [("out_of_range", f"{PATH}.quantities_after")]),
    ([asked(("2026-04-01", [3, 3]))], [("out_of_range", f"{PATH}.quantities_after")]),
    ([asked(("2026-04-01", [10_000_001]))], [("out_of_range", f"{PATH}.quantities_after[0]")]),
    (
        first({"change_at": "2026-04-01", "quantities_after": ["3"]}),
        [("wrong_type", f"{PATH}.quantities_after[0]")],
    ),
    ([asked(("2026-04-01", [0]))], [("decrease_refused", f"{PATH}.quantities_after[0]")]),
    (
        [asked(), asked(("2026-04-02", [3]), ("2026-04-02", [2]))],
        [
            ("change_outside_period", "scenarios[1].purchases[1].change_at"),
            ("decrease_refused", "scenarios[1].purchases[1].quantities_after[0]"),
        ],
    ),
]


@pytest.mark.parametrize(("scenarios", "expected"), FAULTS)
def test_faults_have_their_path(scenarios: Any, expected: list[tuple[str, str]]) -> None:
    assert faults(calculator.ask("compare", {**APRIL, "scenarios": scenarios})) == expected


def test_faults_of_request_and_scenarios_are_told_at_once() -> None:
    answer = calculator.ask(
        "compare", APRIL | {"currency": "euro", "scenarios": [asked(("2026-04-31", [3]))]}
    )

    assert faults(answer) == [("unknown_currency", "currency"), ("not_a_date", f"{PATH}.change_at")]


def test_a_purchase_after_the_service_is_refused() -> None:
    request = APRIL | {"service_end": "2026-04-11", "scenarios": [asked(("2026-04-11", [3]))]}

    assert faults(calculator.ask("compare", request)) == [("service_end_before_change", f"{PATH}.change_at")]


def test_only_the_added_licenses_can_t_be_charged_for_fewer() -> None:
    policy = {"charge": "added_only", "decrease": "credit"}
    request = APRIL | {"policy": policy, "scenarios": [asked(("2026-04-11", [0]))]}

    assert faults(calculator.ask("compare", request)) == [
        ("policy_combination", f"{PATH}.quantities_after[0]")
    ]
