"""Another amount than ours, and a budget: as people type them, worked by hand."""

import random

import pytest

import calculator
from tests.calculator.desk import any_form, ask, faults

TAXED = {"tax_rate": "20"}


@pytest.mark.parametrize(
    ("typed", "texts", "verdict", "said"),
    [
        # 720.00 x 213 / 365: the day of purchase isn't counted.
        ("420.16", {}, "known", "€420.16 comes from a known convention: “Calendar days, without the day"),
        ("420,16 €", {}, "known", "€420.16 comes from"),
        ("€420.16", {}, "known", "€420.16 comes from"),
        (" 420.16\u00a0EUR ", {}, "known", "€420.16 comes from"),
        ("424", {}, "known", "“Commercial year (30/360)”"),  # 720.00 x 212 / 360
        ("422.14", {}, "ours", "€422.14: exactly our estimate of the extra charge."),
        ("506.56", TAXED, "ours", "€506.56: exactly our estimate of the extra charge, with tax."),
        ("422.14", TAXED, "ours", "before tax; with tax, €506.56."),
        ("1,920.00", {}, "ours", "€1,920.00: our estimate of the renewal, on March 10, 2027, and not of"),
        ("2304", TAXED, "ours", "our estimate of the renewal"),
        ("428", {}, "unnamed", "€428.00 comes from a rule that has no name here."),  # 720.00 x 214 / 360
        ("500", {}, "none", "gives €500.00, which is €77.86 more than our estimate (€422.14)."),
        ("0.01", {}, "none", "gives €0.01, which is €422.13 less than our estimate (€422.14)."),
        ("−5", {}, "none", "gives -€5.00"),
    ],
)
def test_an_amount_is_explained(typed: str, texts: dict[str, str], verdict: str, said: str) -> None:
    answer = ask("other_amount", "en", {"amount": typed}, **texts)

    assert answer["verdict"] == verdict
    assert said in answer["text"]
    assert bool(answer["send"]) == (verdict == "none")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("seed", range(30))
def test_our_amount_copied_from_the_page_is_ours(language: str, seed: int) -> None:
    form = any_form(random.Random(seed))
    form["currency"] = random.Random(seed).choice(("EUR", "USD", "CHF", "CAD", "XXX"))
    asked = {"form": form, "language": language}
    shown = calculator.form(asked)["due_now"]["text"]

    answer = calculator.ask("other_amount", asked | {"amount": shown})

    assert (answer["verdict"], answer["amount"]) == ("ours", shown)


def test_our_own_convention_may_be_another_one() -> None:
    answer = ask("other_amount", "en", {"amount": "420.16"}, convention="calendar-days-exclusive")

    assert answer["verdict"] == "ours"
    assert [match["differs_in"] for match in answer["matches"]] == [[]]


def test_a_credit_is_typed_with_its_sign() -> None:
    # 51 x 10.00 less 50 x 24.00 = -690.00; x 214 / 365 = -404.547…
    answer = ask("other_amount", "en", {"amount": "-404.55"}, quantity_after="51", unit_price_after="10")

    assert (answer["verdict"], answer["amount"]) == ("ours", "-€404.55")


def test_a_known_convention_is_told_in_a_sentence() -> None:
    (match,) = ask("other_amount", "fr", {"amount": "504,20"}, **TAXED)["matches"]

    assert match == {  # 720.00 x 213 / 365 x 1.2 = 504.197…
        "name": "calendar-days-exclusive",
        "label": "Jours de calendrier, sans le jour de l’achat",
        "text": "Comme les jours de calendrier, mais le compte commence le lendemain de l’achat. C’est le "
        "montant taxes comprises.",
        "on": "gross",
        "differs_in": ["count_change_day"],
    }


def test_an_unnamed_rule_is_told_in_sentences() -> None:
    (match,) = ask("other_amount", "en", {"amount": "428"})["matches"]

    assert (match["name"], match["label"]) == (None, "Convention without a name")
    assert match["text"] == (
        "The price of the period is spread over 360 days, whatever its length. The day of purchase is "
        "counted."
    )


def test_where_nothing_matches_a_text_for_support_is_ready() -> None:
    answer = ask("other_amount", "en", {"amount": "500"}, payment="card")

    assert answer["matches"] == []
    assert answer["send"] == (
        "Hello,\n"
        "\n"
        "I estimated the extra charge for adding licenses, and the purchase dialog shows another amount. How "
        "is it worked out?\n"
        "\n"
        "Licenses today: 50\n"
        "New total: 80\n"
        "Price of one license: €24.00\n"
        "Subscription term: 12 months\n"
        "Renewal date: March 10, 2027\n"
        "Purchase date: August 8, 2026\n"
        "Convention: Calendar days\n"
        "Payment method: Card\n"
        "Amount shown in the dialog: €500.00\n"
        "My estimate: €422.14\n"
        "\n"
        "How this estimate is worked out:\n"
        "- The billing period runs from March 10, 2026 to March 9, 2027 inclusive: 365 days.\n"
        "- From the purchase on August 8, 2026 to March 9, 2027 inclusive: 214 days left, the day of "
        "purchase counted.\n"
        "- For the whole period: 30 licenses × €24.00 = €720.00.\n"
        "- For the days left: €720.00 × 214 / 365 ≈ €422.1369863.\n"
        "- Rounded once, half up, to 2 decimal places: €422.14.\n"
        "- All licenses, for a whole period: 80 licenses × €24.00 = €1,920.00.\n"
        "\n"
        "Best regards,"
    )


AMOUNTS = [("other_amount", "amount", "the amount shown"), ("budget", "budget", "the budget")]


@pytest.mark.parametrize(("question", "field", "name"), AMOUNTS)
@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ("", "missing", "Enter {name}."),
        ("  ", "missing", "Enter {name}."),
        ("1.234", "ambiguous_number", "“1.234” reads two ways, 1234 or 1.234."),
        ("about 500", "not_an_amount", "{Name} is not an amount: “about 500”."),
        ("1e3", "not_an_amount", "{Name} is not an amount"),
        ("$420.16", "inputs_disagree", "“$420.16”"),
    ],
)
def test_what_is_no_amount_is_refused(
    question: str, field: str, name: str, typed: str, code: str, said: str
) -> None:
    answer = ask(question, "en", {field: typed})

    assert faults(answer) == [(code, field)]
    assert said.format(name=name, Name=name.capitalize()) in answer["errors"][0]["message"]


def test_an_amount_left_out_is_missing() -> None:
    assert faults(ask("other_amount", "en", {})) == [("missing", "amount")]
    assert faults(ask("budget", "en", {})) == [("missing", "budget")]


@pytest.mark.parametrize(
    ("typed", "total", "added", "due_now"),
    [
        ("500", "85", "35", "492.49"),  # 35 x 24.00 x 214 / 365; one more costs 506.56
        ("506,56 €", "86", "36", "506.56"),
        ("300.00", "71", "21", "295.50"),
        ("14.07", "51", "1", "14.07"),
    ],
)
def test_a_budget_pays_for_a_total(typed: str, total: str, added: str, due_now: str) -> None:
    answer = ask("budget", "en", {"budget": typed})

    assert answer == {
        "ok": True,
        "fits": True,
        "quantity_after": total,
        "quantity_added": added,
        "due_now": {"gross": due_now, "text": f"€{due_now}"},
        "text": answer["text"],
    }
    assert f"the new total is {total}, for €{due_now}" in answer["text"]


def test_a_budget_may_pay_for_nothing() -> None:
    assert ask("budget", "fr", {"budget": "14,06"}) == {
        "ok": True,
        "fits": False,
        "quantity_after": None,
        "quantity_added": None,
        "due_now": None,
        "text": "14,06\u00a0€ ne suffisent pas pour une licence de plus\u00a0: le montant serait de "
        "14,07\u00a0€.",
    }


def test_other_products_are_paid_from_the_budget_too() -> None:
    studio = {"quantity_before_2": "3", "quantity_after_2": "5", "unit_price_2": "100"}

    # 2 x 100.00 x 214 / 365 = 117.26 of the 300.00; 12 x 24.00 x 214 / 365 = 168.85, 13 make 182.93
    assert ask("budget", "en", {"budget": "300"}, **studio)["quantity_after"] == "62"


def test_beyond_the_largest_total_there_is_no_budget() -> None:
    full = {"quantity_before": "10000000", "quantity_after": "10000000"}

    assert faults(ask("budget", "en", {"budget": "500"}, **full)) == [("out_of_range", "quantity_before")]
    assert ask("budget", "en", {"budget": "5"}, unit_price="0")["quantity_after"] == "10000000"
