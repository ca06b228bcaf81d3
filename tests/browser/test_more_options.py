"""More options: tax, other prices, tiers, several products, the convention. What is hidden doesn't count."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.reader import FIGURES, MakeReader, Reader

# 30 x 24.00 x 214 / 365 = 422.1369863; 80 x 24.00
DUE_NOW = {"fr": "422,14\u00a0€", "en": "€422.14"}
RENEWAL = {"fr": "1\u202f920,00\u00a0€", "en": "€1,920.00"}

# What is chosen, and both amounts worked out by hand.
CHOICES: dict[str, tuple[dict[str, str], dict[str, tuple[str, str]]]] = {
    # 422.1369863 x 1.20 = 506.5643836; 1920.00 x 1.20
    "tax": (
        {"tax_rate": "20"},
        {"fr": ("506,56\u00a0€", "2\u202f304,00\u00a0€"), "en": ("€506.56", "€2,304.00")},
    ),
    "tax included": (
        {"tax_rate": "20", "tax_included": "yes"},
        {"fr": ("422,14\u00a0€", "1\u202f920,00\u00a0€"), "en": ("€422.14", "€1,920.00")},
    ),
    # 80 x 26.00
    "price at renewal": (
        {"renewal_unit_price": "26"},
        {"fr": ("422,14\u00a0€", "2\u202f080,00\u00a0€"), "en": ("€422.14", "€2,080.00")},
    ),
    # (80 x 20.00 - 50 x 24.00) x 214 / 365 = 234.5205479; 80 x 20.00
    "price after": (
        {"unit_price_after": "20"},
        {"fr": ("234,52\u00a0€", "1\u202f600,00\u00a0€"), "en": ("€234.52", "€1,600.00")},
    ),
    # 720.00 x 212 / 360: a year of 12 months of 30 days
    "commercial year": (
        {"convention": "commercial-year"},
        {"fr": ("424,00\u00a0€", "1\u202f920,00\u00a0€"), "en": ("€424.00", "€1,920.00")},
    ),
    # 720.00 x 8 / 12: of the months from the 10th to the 10th, the 5th has begun
    "whole months": (
        {"convention": "whole-months"},
        {"fr": ("480,00\u00a0€", "1\u202f920,00\u00a0€"), "en": ("€480.00", "€1,920.00")},
    ),
    # Both dates say how long the period is; 720.00 x 214 / 365
    "start of the period": (
        {"period_start": "2026-03-10"},
        {"fr": ("422,14\u00a0€", "1\u202f920,00\u00a0€"), "en": ("€422.14", "€1,920.00")},
    ),
}
TIERS = {
    "tier_up_to_1": "50",
    "tier_unit_price_1": "24",
    "tier_unit_price_2": "20",
}
SECOND = {
    "label_2": "Toolbox",
    "quantity_before_2": "10",
    "quantity_after_2": "20",
    "unit_price_2": "12",
}


def listen(reader: Reader) -> None:
    """Keep the last result that the calculator tells the rest of the page."""
    reader.page.evaluate(
        "addEventListener('calculated', ({detail}) => (window.told = JSON.parse(JSON.stringify(detail))))"
    )


def sent(reader: Reader) -> dict[str, str]:
    """Return the texts that were sent last."""
    form: dict[str, str] = reader.page.evaluate("window.told.asked.form")
    return form


def expect_amounts(reader: Reader, due_now: str, renewal: str) -> None:
    expect(reader.output("due_now")).to_have_text(due_now)
    expect(reader.output("renewal")).to_have_text(renewal)
    assert reader.output("due_now").text_content() == due_now
    assert reader.output("renewal").text_content() == renewal


def test_they_are_closed_and_need_nothing(reader: Reader) -> None:
    reader.open("calculator")
    listen(reader)
    expect(reader.options).not_to_have_attribute("open", "")
    expect(reader.control("tax_rate")).to_be_hidden()
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    expect_amounts(reader, DUE_NOW[reader.language], RENEWAL[reader.language])
    assert sent(reader) == {**FIGURES, "currency": "EUR", "term_months": "12"}


@pytest.mark.parametrize("choice", CHOICES)
def test_each_choice_changes_the_amounts(choice: str, reader: Reader) -> None:
    texts, amounts = CHOICES[choice]
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.options.locator("> summary").click()
    for name, text in texts.items():
        expect(reader.control(name)).to_have_accessible_name(_label(reader, name))
        reader.type(**{name: text})
    reader.wait_for_own_figures()
    expect_amounts(reader, *amounts[reader.language])


def _label(reader: Reader, name: str) -> str:
    control = reader.control(name).get_attribute("id")
    return reader.calculator.locator(f'label[for="{control}"]').inner_text()


# 80 x 20.00 - 50 x 24.00 = 400.00, or 50 x 24.00 + 30 x 20.00 - 50 x 24.00 = 600.00; x 214 / 365
@pytest.mark.journey
@pytest.mark.parametrize(
    ("model", "amounts"),
    [
        ("volume", {"fr": ("234,52\u00a0€", "1\u202f600,00\u00a0€"), "en": ("€234.52", "€1,600.00")}),
        ("graduated", {"fr": ("351,78\u00a0€", "1\u202f800,00\u00a0€"), "en": ("€351.78", "€1,800.00")}),
    ],
)
def test_tiers_take_the_place_of_the_price(
    model: str, amounts: dict[str, tuple[str, str]], reader: Reader
) -> None:
    reader.open("calculator")
    listen(reader)
    reader.type(**FIGURES)
    reader.options.locator("> summary").click()
    reader.type(renewal_unit_price="26")
    expect(reader.control("tier_up_to_1")).to_have_count(0)

    reader.type(tier_model=model)

    for name in ("unit_price", "unit_price_after", "renewal_unit_price"):
        expect(reader.control(name)).to_be_hidden()
    expect(reader.control("tier_up_to_1")).to_be_visible()
    expect(reader.control("tier_unit_price_2")).to_be_visible()
    reader.type(**TIERS)
    expect_amounts(reader, *amounts[reader.language])
    reader.wait_for_own_figures()
    assert not {"unit_price", "renewal_unit_price"} & set(sent(reader))

    reader.type(tier_model="")

    expect(reader.control("unit_price")).to_have_value("24")
    expect(reader.control("tier_up_to_1")).to_be_hidden()
    reader.type(renewal_unit_price="")
    expect_amounts(reader, DUE_NOW[reader.language], RENEWAL[reader.language])
    reader.wait_for_own_figures()
    assert not [name for name in sent(reader) if name.startswith("tier")]


def test_tiers_are_added_and_removed(reader: Reader) -> None:
    reader.open("calculator")
    reader.options.locator("> summary").click()
    reader.type(tier_model="volume")
    tiers = reader.calculator.locator("[data-rows=tier]")
    remove, add = tiers.locator("[data-part=remove]"), tiers.locator("[data-part=add]")
    expect(tiers.locator("[data-row]")).to_have_count(2)
    expect(remove.first).to_be_hidden()
    for _ in range(8):
        add.click()
    expect(tiers.locator("[data-row]")).to_have_count(10)
    expect(reader.control("tier_up_to_10")).to_be_focused()
    expect(add).to_be_hidden()
    reader.type(tier_up_to_3="30", tier_up_to_4="40")

    remove.nth(2).click()

    expect(reader.control("tier_up_to_3")).to_have_value("40")
    expect(reader.control("tier_up_to_4")).to_have_value("")
    expect(tiers.locator("[data-row]")).to_have_count(9)
    expect(remove.nth(2)).to_be_focused()
    expect(add).to_be_visible()


@pytest.mark.journey
def test_several_products_are_added_up(reader: Reader) -> None:
    # 422.14 + 10 x 12.00 x 214 / 365 = 422.14 + 70.36; 1920.00 + 240.00
    amounts = {"fr": ("492,50\u00a0€", "2\u202f160,00\u00a0€"), "en": ("€492.50", "€2,160.00")}
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.options.locator("> summary").click()
    products = reader.calculator.locator("[data-rows=product]")
    expect(reader.control("label")).to_be_hidden()

    products.locator("[data-part=add]").click()

    expect(reader.control("label_2")).to_be_focused()
    expect(reader.control("label")).to_be_visible()
    reader.type(label="Desktop", **SECOND)
    expect_amounts(reader, *amounts[reader.language])
    assert reader.output("quantity_after").text_content() == "80 · 20"
    expect(reader.output("dialog").locator("p")).to_have_count(2)
    expect(reader.output("dialog")).to_contain_text("Toolbox")

    reader.type(unit_price_2="abc")
    expect(reader.error("unit_price_2")).to_contain_text("abc")
    expect(reader.control("unit_price_2")).to_have_attribute("aria-invalid", "true")
    reader.options.locator("> summary").click()
    reader.calculator.locator("[data-part=faults] a").click()
    expect(reader.control("unit_price_2")).to_be_focused()

    products.locator("[data-part=remove]").click()
    expect(products.locator("[data-row]")).to_have_count(0)
    expect(products.locator("[data-part=add]")).to_be_focused()
    expect(reader.control("label")).to_be_hidden()
    expect_amounts(reader, DUE_NOW[reader.language], RENEWAL[reader.language])


def test_a_removed_product_leaves_no_gap(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.options.locator("> summary").click()
    products = reader.calculator.locator("[data-rows=product]")
    for _ in range(9):
        products.locator("[data-part=add]").click()
    expect(products.locator("[data-part=add]")).to_be_hidden()
    reader.type(**SECOND, label_3="Access", label_10="Last")

    products.locator("[data-part=remove]").first.click()

    expect(reader.control("label_2")).to_have_value("Access")
    expect(reader.control("label_9")).to_have_value("Last")
    expect(reader.control("label_10")).to_have_count(0)
    expect(products.locator("[data-part=remove]").first).to_be_focused()


def test_clearing_takes_everything_back(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.options.locator("> summary").click()
    reader.type(tax_rate="20", convention="whole-months", tier_model="volume", payment="paypal")
    reader.calculator.locator("[data-rows=product] [data-part=add]").click()
    reader.type(**SECOND)
    reader.calculator.locator("[data-part=clear]").click()
    expect(reader.calculator).to_have_attribute("data-figures", "example")
    for name in ("tax_rate", "convention", "tier_model", "payment"):
        expect(reader.control(name)).to_have_value("")
    expect(reader.calculator.locator("[data-row]")).to_have_count(0)
    expect(reader.control("unit_price")).to_be_visible()
    assert reader.output("due_now").text_content() == DUE_NOW[reader.language]


PAYMENTS = {
    "card": {"fr": "Carte", "en": "Card"},
    "paypal": {"fr": "PayPal", "en": "PayPal"},
    "transfer": {"fr": "virement", "en": "transfer"},
}


@pytest.mark.journey
def test_the_payment_says_when_licenses_can_be_used(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    expect(reader.output("payment")).to_be_hidden()
    told: set[Any] = set()
    for method in PAYMENTS:
        reader.type(payment=method)
        expect(reader.output("payment")).to_be_visible()
        expect(reader.output("payment").locator("p")).to_have_count(2)
        reader.page.wait_for_function(
            "told => !told.includes(document.querySelector('[data-output=payment]').textContent)",
            arg=list(told),
        )
        told.add(reader.output("payment").text_content())
    assert len(told) == len(PAYMENTS)
    assert reader.output("due_now").text_content() == DUE_NOW[reader.language]
    reader.type(payment="")
    expect(reader.output("payment")).to_be_hidden()


def test_nothing_scrolls_sideways_on_a_small_phone(make_reader: MakeReader) -> None:
    reader = make_reader("fr", viewport={"width": 320, "height": 640})
    reader.open("guide")
    reader.type(**FIGURES)
    reader.options.locator("> summary").click()
    reader.type(tier_model="volume", tax_rate="20")
    reader.calculator.locator("[data-rows=product] [data-part=add]").click()
    reader.type(**TIERS, **SECOND)
    reader.wait_for_own_figures()
    for summary in reader.calculator.locator(".answer summary").all():
        summary.click()
    assert reader.page.evaluate("document.documentElement.scrollWidth") == 320
