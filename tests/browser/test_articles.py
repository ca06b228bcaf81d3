"""A rule in an article is read again with the reader's own figures, and the example comes back."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.reader import READY_WITHIN, MakeReader, Reader
from tests.browser.test_accessibility import faults

FIGURES = {
    "quantity_before": "10",
    "quantity_after": "15",
    "unit_price": "36.00",
    "currency": "USD",
    "term_months": "12",
    "period_end": "2027-06-01",
    "change_at": "2026-12-01",
}
LINK = "?" + "&".join(f"{name}={text}" for name, text in FIGURES.items())
EXAMPLE = {
    "fr": "De l’achat, le 8 août 2026, au 9 mars 2027 inclus, il reste 214\u00a0jours, "
    "jour de l’achat compris.",
    "en": "From the purchase on August 8, 2026 to March 9, 2027 inclusive: 214 days left, "
    "the day of purchase counted.",
}
# December 1 to May 31: 31 + 31 + 28 + 31 + 30 + 31
OWN = {
    "fr": "De l’achat, le 1er décembre 2026, au 31 mai 2027 inclus, il reste 182\u00a0jours, "
    "jour de l’achat compris.",
    "en": "From the purchase on December 1, 2026 to May 31, 2027 inclusive: 182 days left, "
    "the day of purchase counted.",
}
SEE = {"fr": "Voir avec mes chiffres", "en": "See it with my figures"}
BACK = {"fr": "Revenir à l’exemple", "en": "Back to the example"}


def example_of(reader: Reader, rule: str) -> Locator:
    return reader.page.locator(f"rule-example[data-rule={rule}]").first


def plain(example: Locator) -> str:
    """Return the sentences shown, with plain spaces."""
    shown = example.locator("[data-part=figures]").inner_text()
    return " ".join(shown.replace("\u202f", " ").split())


def expect_shown(example: Locator, sentence: str) -> None:
    expect(example.locator("[data-part=figures]")).to_have_text(sentence, timeout=READY_WITHIN)


@pytest.mark.journey
def test_a_rule_is_read_with_the_figures_of_this_tab_and_the_example_comes_back(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    expect(reader.calculator).to_have_attribute("data-figures", "reader")
    reader.page.wait_for_function("sessionStorage.getItem('prorata.figures')")
    reader.open("concept")
    example = example_of(reader, "days_remaining")
    button = example.get_by_role("button")
    expect_shown(example, EXAMPLE[reader.language])
    expect(button).to_have_text(SEE[reader.language])

    button.press("Enter")

    expect_shown(example, OWN[reader.language])
    expect(button).to_have_text(BACK[reader.language])
    expect(button).to_be_focused()
    expect(example.locator("[data-when=own]")).to_be_visible()
    # The others are as they were.
    assert "365" in plain(example_of(reader, "billing_period"))
    assert "720" in plain(example_of(reader, "full_price"))

    button.press("Enter")

    expect_shown(example, EXAMPLE[reader.language])
    expect(button).to_have_text(SEE[reader.language])
    expect(button).to_be_focused()


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("billing_period", {"fr": "1er juin 2026", "en": "June 1, 2026"}),
        ("added_quantity", {"fr": "10 à 15 licences", "en": "10 to 15 licenses"}),
        ("full_price", {"fr": "180,00 $US", "en": "$180.00"}),  # 5 x 36.00
        ("prorated_amount", {"fr": "89,7534247", "en": "89.7534247"}),  # 180.00 x 182 / 365
        ("rounding", {"fr": "89,75 $US", "en": "$89.75"}),
        ("renewal_price", {"fr": "540,00 $US", "en": "$540.00"}),  # 15 x 36.00
        ("billing_date", {"fr": "1er juin 2027", "en": "June 1, 2027"}),
    ],
)
def test_each_rule_takes_the_figures_of_a_link(reader: Reader, rule: str, shown: dict[str, str]) -> None:
    reader.open("concept", f"#{rule.replace('_', '-')}{LINK}")  # it shows them by itself

    example = example_of(reader, rule)
    expect(example).to_have_attribute("data-shown", "", timeout=READY_WITHIN)
    assert shown[reader.language] in plain(example)


@pytest.mark.parametrize(
    ("rule", "due_now"),
    [
        ("intervals_remaining", {"fr": "90,00 $US", "en": "$90.00"}),  # 180.00 x 6 / 12
        ("days_remaining", {"fr": "89,26 $US", "en": "$89.26"}),  # 180.00 x 181 / 365
        ("time_remaining", {"fr": "89,45 $US", "en": "$89.45"}),  # 180.00 x 15,670,800 / 31,536,000
        ("full_period_charged", {"fr": "180,00 $US", "en": "$180.00"}),
    ],
)
def test_another_convention_is_applied_to_own_figures(
    reader: Reader, rule: str, due_now: dict[str, str]
) -> None:
    reader.open("conventions", f"#limits{LINK}")
    example = example_of(reader, rule)

    example.get_by_role("button").click()

    expect(example).to_have_attribute("data-shown", "", timeout=READY_WITHIN)
    assert plain(example).endswith(due_now[reader.language])


def test_a_rule_without_part_in_these_figures_says_so(reader: Reader) -> None:
    reader.open("conventions", f"#limits{LINK}")
    example = example_of(reader, "tier_price")
    before = plain(example)

    example.get_by_role("button").click()

    told = example.locator("[data-reason=elsewhere]")
    expect(told).to_be_visible(timeout=READY_WITHIN)
    expect(told).to_contain_text(
        {
            "fr": "Cette règle n’intervient pas avec vos chiffres.",
            "en": "This rule isn’t used with your figures.",
        }[reader.language]
    )
    assert plain(example) == before
    told.get_by_role("link").click()
    reader.wait_for_own_figures()
    expect(reader.output("quantity_after")).to_have_text("15")


def test_tiers_of_ones_own_are_told(reader: Reader) -> None:
    tiers = {
        "quantity_before": "50",
        "quantity_after": "80",
        "currency": "EUR",
        "term_months": "12",
        "period_end": "2027-03-10",
        "change_at": "2026-08-08",
        "tier_model": "volume",
        "tier_up_to_1": "60",
        "tier_unit_price_1": "10.00",
        "tier_unit_price_2": "8.00",
    }
    reader.open("conventions", "#tier-price?" + "&".join(f"{name}={text}" for name, text in tiers.items()))

    example = example_of(reader, "tier_price")
    expect(example).to_have_attribute("data-shown", "", timeout=READY_WITHIN)
    assert {"fr": "80 licences : 8,00 € chacune", "en": "80 licenses: €8.00 each"}[reader.language] in plain(
        example
    )
    # (80 x 8.00 - 50 x 10.00) x 214 / 365 = 82.0821918
    assert plain(example).endswith({"fr": "82,08 €", "en": "€82.08"}[reader.language])


def test_without_figures_a_sentence_leads_to_the_calculator(reader: Reader) -> None:
    reader.open("concept")
    example = example_of(reader, "days_remaining")
    region = example.get_by_role("status")
    expect(region).to_have_attribute("role", "status")

    example.get_by_role("button").click()

    told = region.locator("[data-reason=none]")
    expect(told).to_be_visible()
    expect_shown(example, EXAMPLE[reader.language])
    expect(example.get_by_role("button")).to_be_focused()
    assert reader.runtime_requests() == []
    told.get_by_role("link").click()
    expect(reader.calculator).to_be_visible()


def test_figures_with_faults_lead_back_to_the_calculator(reader: Reader) -> None:
    reader.open("concept", "#days-remaining?quantity_before=ten&quantity_after=15")

    told = example_of(reader, "days_remaining").locator("[data-reason=faulty]")
    expect(told).to_be_visible(timeout=READY_WITHIN)
    expect_shown(example_of(reader, "days_remaining"), EXAMPLE[reader.language])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_cannot_start_keeps_the_example(language: str, make_reader: MakeReader) -> None:
    reader = make_reader(language)
    reader.page.route("**/pyodide.mjs", lambda route: route.abort())
    reader.open("concept", f"#days-remaining{LINK}")

    expect(example_of(reader, "days_remaining").locator("[data-reason=failed]")).to_be_visible(
        timeout=READY_WITHIN
    )
    expect_shown(example_of(reader, "days_remaining"), EXAMPLE[language])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_scripts_there_is_the_sentence_and_no_button(language: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, java_script_enabled=False)
    reader.open("concept")

    expect(example_of(reader, "days_remaining").locator("[data-part=figures]")).to_have_text(
        EXAMPLE[language]
    )
    for button in reader.page.locator("rule-example button").all():
        expect(button).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_in_either_state(language: str, theme: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, color_scheme=theme)
    reader.open("concept", f"#days-remaining{LINK}")
    expect(example_of(reader, "days_remaining")).to_have_attribute("data-shown", "", timeout=READY_WITHIN)
    assert faults(reader) == [], "own figures"

    reader.open("conventions")
    example_of(reader, "tier_price").get_by_role("button").click()
    expect(example_of(reader, "tier_price").locator("[data-reason=none]")).to_be_visible()
    assert faults(reader) == [], "no figures"


def test_buttons_are_thumb_sized_on_a_phone(make_reader: MakeReader) -> None:
    reader = make_reader("fr", viewport={"width": 375, "height": 700})
    reader.open("concept")
    for button in reader.page.locator("rule-example button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
