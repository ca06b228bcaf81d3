"""When to buy: rows worked by hand, 720.00 x days left / 365, and the axis of the chart."""

from fractions import Fraction

import pytest

from calculator.desk.axis import share, ticks
from tests.calculator.desk import ask

# Day, its amount, its height: days left to 10 March 2027 are 214, 190, 160, 129, 99, 68, 37, 9 and 0.
ROWS = [
    ("8 août 2026", "jour choisi", "422,14\u00a0€", "0.8443"),
    ("1er septembre 2026", "", "374,79\u00a0€", "0.7496"),
    ("1er octobre 2026", "", "315,62\u00a0€", "0.6312"),
    ("1er novembre 2026", "", "254,47\u00a0€", "0.5089"),
    ("1er décembre 2026", "", "195,29\u00a0€", "0.3906"),
    ("1er janvier 2027", "", "134,14\u00a0€", "0.2683"),
    ("1er février 2027", "", "72,99\u00a0€", "0.146"),
    ("1er mars 2027", "", "17,75\u00a0€", "0.0355"),
    ("10 mars 2027", "renouvellement", "0,00\u00a0€", "0"),
]


def test_each_day_is_priced() -> None:
    answer = ask("when_to_buy")

    rows = [(row["label"], row["note"], row["due_now"]["text"], row["share"]) for row in answer["rows"]]
    assert rows == ROWS
    assert answer["columns"] == ["Date d’achat", "À payer maintenant", "Remarque"]
    assert answer["rows"][1]["on"] == "2026-09-01"
    assert answer["rows"][1]["due_now"]["gross"] == "374.79"


def test_the_axis_ends_at_its_last_tick() -> None:
    assert ask("when_to_buy")["ticks"] == [
        {"share": "0", "text": "0\u00a0€"},
        {"share": "0.2", "text": "100\u00a0€"},
        {"share": "0.4", "text": "200\u00a0€"},
        {"share": "0.6", "text": "300\u00a0€"},
        {"share": "0.8", "text": "400\u00a0€"},
        {"share": "1", "text": "500\u00a0€"},
    ]


def test_what_waiting_saves_and_costs_is_said() -> None:
    answer = ask("when_to_buy", "en")

    assert answer["text"] == (
        "Waiting until September 1, 2026 would cost €374.79 instead of €422.14, which saves €47.35, but the "
        "added licenses would come 24 days later. On the renewal date, March 10, 2027, nothing is left to "
        "pay for the current period."
    )
    assert answer["chart"] == (
        "Chart of 9 bars, one for each day of purchase: €422.14 on August 8, 2026, €0.00 on March 10, 2027, "
        "the renewal date."
    )


def test_a_month_that_saves_nothing_is_not_advised() -> None:
    # The month that starts on 10 July runs to 9 August: 1 August is in it, like 15 July.
    answer = ask("when_to_buy", "en", convention="whole-months", change_at="2026-07-15")

    assert answer["rows"][0]["due_now"]["gross"] == answer["rows"][1]["due_now"]["gross"] == "480.00"
    assert answer["text"].startswith("Waiting until August 1, 2026 doesn’t cost less: €480.00.")
    assert "which saves €480.00" in answer["text"]


def test_in_the_last_month_only_the_renewal_is_left() -> None:
    answer = ask("when_to_buy", "en", change_at="2027-03-04")  # 6 days: 720 x 6 / 365

    assert [row["due_now"]["gross"] for row in answer["rows"]] == ["11.84", "0.00"]
    assert answer["text"] == (
        "Waiting for the renewal, on March 10, 2027, saves €11.84, but the added licenses would come 6 days "
        "later."
    )


def test_on_the_renewal_date_there_is_one_row() -> None:
    answer = ask("when_to_buy", change_at="2027-03-10")

    assert [(row["note"], row["share"]) for row in answer["rows"]] == [("jour choisi, renouvellement", "0")]
    assert answer["ticks"] == [{"share": "0", "text": "0\u00a0€"}]
    assert answer["text"].startswith("Le jour choisi est celui du renouvellement")


def test_where_nothing_is_due_waiting_saves_nothing() -> None:
    assert ask("when_to_buy", quantity_after="50")["text"] == (
        "Attendre n’économise rien\u00a0: le montant à payer maintenant est de 0,00\u00a0€."
    )


def test_a_credit_has_no_bar() -> None:
    # 51 x 10.00 less 50 x 24.00 = -690.00; x 214 / 365 = -404.547…
    answer = ask("when_to_buy", quantity_after="51", unit_price_after="10")

    assert answer["rows"][0]["due_now"]["gross"] == "-404.55"
    assert {row["share"] for row in answer["rows"]} == {"0"}


@pytest.mark.parametrize(
    ("months", "start", "rows", "every", "third"),
    [
        ("24", "2025-03-10", 26, "", "2025-05-01"),  # 24 first days of a month, today and the renewal
        ("36", "2024-03-10", 20, "2 mois", "2024-06-01"),  # 36 first days of a month, every second one
        ("120", "2017-03-10", 26, "5 mois", "2017-09-01"),
    ],
)
def test_long_periods_show_every_nth_month(
    months: str, start: str, rows: int, every: str, third: str
) -> None:
    answer = ask("when_to_buy", term_months=months, change_at=start)

    assert len(answer["rows"]) == rows
    assert (f"(une date tous les {every})" if every else "date d’achat") in answer["caption"]
    assert answer["rows"][2]["on"] == third


@pytest.mark.parametrize(
    ("most", "decimals", "expected"),
    [
        ("0.03", 2, "0 1/100 1/50 3/100"),
        ("0.06", 2, "0 1/50 1/25 3/50"),
        ("7", 0, "0 2 4 6 8"),
        ("25", 2, "0 5 10 15 20 25"),
        ("26", 2, "0 10 20 30"),
        ("0.004", 3, "0 1/1000 1/500 3/1000 1/250"),
        ("500", 2, "0 100 200 300 400 500"),
        ("500.01", 2, "0 200 400 600"),
        ("0", 2, "0"),
        ("-3", 2, "0"),
    ],
)
def test_ticks_are_round(most: str, decimals: int, expected: str) -> None:
    assert ticks([Fraction(most), Fraction(-9)], decimals) == [Fraction(tick) for tick in expected.split()]


@pytest.mark.parametrize(
    ("amount", "expected"), [("0", "0"), ("-1", "0"), ("100", "1"), ("0.004", "0"), ("33.335", "0.3334")]
)
def test_shares_are_short_decimals(amount: str, expected: str) -> None:
    assert share(Fraction(amount), [Fraction(), Fraction(100)]) == expected
