"""What is taken away: text, calendar entry, sheets, what a link holds."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

import calculator
from calculator.desk.calendar import event
from tests.calculator.desk import TODAY, any_form, ask, faults

ADDRESS = "https://example.org/calculator/#a?b=c"
NOTHING: dict[str, Any] = {}
# Lines of 75 octets, the space that continues them counted: the sign of the euro takes three.
ENGLISH_ENTRY = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Prorata//Prorata//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
BEGIN:VEVENT
UID:f153e7d4a434f9b57fba9f087f01752b@prorata
DTSTAMP:20261123T000000Z
DTSTART;VALUE=DATE:20270310
DTEND;VALUE=DATE:20270311
SUMMARY:Renewal: €1\\,920.00 for 80 licenses
DESCRIPTION:At renewal\\, on March 10\\, 2027: €1\\,920.00\\nWhat this amount
  covers: 80 licenses for 12 months (€1\\,200.00 for 50 today)\\nAn estimat
 e\\, not an offer: the dialog in your account is final.\\nSee or change this
  estimate: https://example.org/calculator/#a?b=c
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Renewal in a week\\, on March 10\\, 2027: €1\\,920.00
TRIGGER:-P7D
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def read(text: str) -> tuple[Any, Any]:
    """Return the only event of a calendar, and its reminder, as an independent reader understands them."""
    calendar = Calendar.from_ical(text)
    (found,) = calendar.walk("VEVENT")
    (alarm,) = found.walk("VALARM")
    return found, alarm


def test_the_calendar_entry_is_as_the_standard_writes_it() -> None:
    calendar = ask("take_away", "en", {"address": ADDRESS})["calendar"]

    assert calendar["name"] == "renewal-2027-03-10.ics"
    assert calendar["text"] == ENGLISH_ENTRY.replace("\n", "\r\n")


def test_an_independent_reader_finds_what_was_written() -> None:
    taken = ask("take_away", "fr", {"address": ADDRESS})["calendar"]
    found, alarm = read(taken["text"])

    assert taken["name"] == "renouvellement-2027-03-10.ics"
    assert found["SUMMARY"] == "Renouvellement\u00a0: 1\u202f920,00\u00a0€ pour 80 licences"
    assert found["DESCRIPTION"] == (
        "Au renouvellement, le 10 mars 2027\u00a0: 1\u202f920,00\u00a0€\n"
        "Ce que couvre ce montant\u00a0: 80 licences pour 12 mois (1\u202f200,00\u00a0€ pour 50 "
        "aujourd’hui)\n"
        "Estimation, non contractuelle\u00a0: la fenêtre de votre compte fait foi.\n"
        f"Revoir ou changer ce calcul\u00a0: {ADDRESS}"
    )
    assert (found.start, found.end) == (date(2027, 3, 10), date(2027, 3, 11))
    assert alarm["TRIGGER"].dt == timedelta(days=-7)


@pytest.mark.parametrize("seed", range(30))
def test_any_entry_can_be_read_and_no_line_is_too_long(seed: int) -> None:
    chance = random.Random(seed)
    letters = "a,;\\\n é\u202f€\U0001f600n"
    texts = ["".join(chance.choice(letters) for _ in range(chance.randrange(300))) for _ in range(3)]

    text = event("1@prorata", date(2028, 2, 29), date(2028, 1, 1), *texts)
    found, alarm = read(text)

    assert [found["SUMMARY"], found["DESCRIPTION"], alarm["DESCRIPTION"]] == texts
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")


def test_the_same_figures_give_the_same_entry_whatever_the_language() -> None:
    def uid(language: str, **texts: str) -> str:
        return str(read(ask("take_away", language, NOTHING, **texts)["calendar"]["text"])[0]["UID"])

    assert uid("fr") == uid("en") == uid("fr", unit_price="24,00 €", period_end="10 mars 2027")
    assert uid("fr") != uid("fr", quantity_after="81")


def test_the_last_day_of_the_calendar_has_no_next_one() -> None:
    form = {"period_end": "9999-12-31", "change_at": "9999-12-01", "term_months": "1"}
    found, _ = read(ask("take_away", "en", NOTHING, **form)["calendar"]["text"])

    assert found.start == date.max
    assert "DTEND" not in found


def test_without_today_the_day_of_purchase_stamps_the_entry() -> None:
    asked = {"form": any_form(random.Random(1)) | {"change_at": "2027-03-02", "period_end": "2027-03-10"}}
    answer = calculator.ask("take_away", asked)

    assert "DTSTAMP:20270302T000000Z" in answer["calendar"]["text"]
    assert answer["sheets"][0]["made_on"] == ""


def test_the_text_holds_the_whole_estimate() -> None:
    assert ask("take_away", "fr", {"address": ADDRESS}, payment="paypal", tax_rate="20")["plain"] == (
        "Estimation\u00a0: ajouter 30 licences le 8 août 2026\n"
        "\n"
        "Licences aujourd’hui\u00a0: 50\n"
        "Nouveau total\u00a0: 80\n"
        "Prix d’une licence\u00a0: 24,00\u00a0€\n"
        "Durée de l’abonnement\u00a0: 12 mois\n"
        "Prochaine échéance\u00a0: 10 mars 2027\n"
        "Date d’achat\u00a0: 8 août 2026\n"
        "Taxe, en pourcentage\u00a0: 20\u00a0%\n"
        "Convention de calcul\u00a0: Jours de calendrier\n"
        "Moyen de paiement\u00a0: PayPal\n"
        "\n"
        "Vous avez 50 licences et vous en voulez 30 de plus\u00a0: saisissez 80.\n"
        "\n"
        "À payer maintenant\u00a0: 506,56\u00a0€\n"
        "Ce que couvre ce montant\u00a0: 30 licences, 214 jours, du 8 août 2026 au 9 mars 2027 inclus, dont "
        "84,42\u00a0€ de taxe (20\u00a0%)\n"
        "Au renouvellement, le 10 mars 2027\u00a0: 2\u202f304,00\u00a0€\n"
        "Ce que couvre ce montant\u00a0: 80 licences pour 12 mois (1\u202f440,00\u00a0€ pour 50 "
        "aujourd’hui), dont 384,00\u00a0€ de taxe (20\u00a0%)\n"
        "\n"
        "Comment ces montants sont calculés\n"
        "- La période de facturation va du 10 mars 2026 au 9 mars 2027 inclus\u00a0: 365 jours.\n"
        "- De l’achat, le 8 août 2026, au 9 mars 2027 inclus, il reste 214 jours, jour de l’achat compris.\n"
        "- Pour la période entière\u00a0: 30 licences × 24,00\u00a0€ = 720,00\u00a0€.\n"
        "- Pour les jours restants\u00a0: 720,00\u00a0€ × 214 / 365 ≈ 422,1369863\u00a0€.\n"
        "- Arrondi une seule fois, à 2 décimales, au plus proche\u00a0: 422,14\u00a0€.\n"
        "- Taxe de 20\u00a0% sur le montant exact\u00a0: 720,00\u00a0€ × 214 / 365 × 1,2 ≈ 506,5643836\u00a0€"
        ", arrondi à 506,56\u00a0€\u202f; dont taxe\u00a0: 506,56\u00a0€ − 422,14\u00a0€ = 84,42\u00a0€.\n"
        "- Toutes les licences, pour une période entière\u00a0: 80 licences × 24,00\u00a0€ = "
        "1\u202f920,00\u00a0€.\n"
        "- Taxe de 20\u00a0% sur le montant exact\u00a0: 1\u202f920,00\u00a0€ × 1,2 = 2\u202f304,00\u00a0€"
        "\u202f; dont taxe\u00a0: 2\u202f304,00\u00a0€ − 1\u202f920,00\u00a0€ = 384,00\u00a0€.\n"
        "\n"
        "Avec PayPal, allez jusqu’au bout du paiement\u00a0: la commande n’est traitée qu’une fois la somme "
        "entière reçue. Tant que le paiement n’est pas confirmé, les licences ajoutées restent "
        "inutilisables.\n"
        "\n"
        "Ce qui est supposé\n"
        "- L’éditeur ne publie pas sa règle\u202f; cette estimation en suppose une. Le prix de la période "
        "est réparti sur ses jours de calendrier. Le jour de l’achat est compté.\n"
        "- Sans autre indication, le prix d’une licence est le même pour les licences ajoutées et au "
        "renouvellement.\n"
        "- La taxe est ajoutée à des prix hors taxe\u00a0: sur le montant exact, avant l’arrondi.\n"
        "- Promotions, avoirs, conversion de devise et délai de paiement ne sont pas pris en compte.\n"
        "\n"
        "Estimation, non contractuelle\u00a0: la fenêtre de votre compte fait foi.\n"
        "\n"
        f"Revoir ou changer ce calcul\u00a0: {ADDRESS}"
    )


def test_the_sheet_is_a_purchase_request() -> None:
    french, english = ask("take_away", "en", {"sheets": ["fr", "en"], "address": ADDRESS})["sheets"]

    assert (french["language"], french["title"]) == ("fr", "Demande d’achat de licences")
    assert (english["language"], english["title"]) == ("en", "License purchase request")
    assert french["made_on"] == "Établie le 23 novembre 2026"
    assert english["made_on"] == "Made on November 23, 2026"
    assert [section["title"] for section in english["sections"]] == [
        "What is requested",
        "Amounts to approve",
        "Figures of the subscription",
        "How these amounts are worked out",
        "When buying",
        "What is assumed",
        "Approval",
    ]
    assert english["sections"][0]["paragraphs"] == [
        "Add 30 licenses to a running subscription on August 8, 2026, for a new total of 80."
    ]
    assert english["sections"][1]["rows"] == [
        ["Due now", "€422.14"],
        ["What this amount covers", "30 licenses, 214 days, from August 8, 2026 to March 9, 2027 inclusive"],
        ["At renewal, on March 10, 2027", "€1,920.00"],
        ["What this amount covers", "80 licenses for 12 months (€1,200.00 for 50 today)"],
        ["Added to the renewal", "€720.00"],
    ]
    assert english["sections"][2]["rows"] == [
        ["Licenses today", "50"],
        ["Price of one license", "€24.00"],
        ["Subscription term", "12 months"],
        ["Convention", "Calendar days"],
    ]
    assert english["sections"][4]["paragraphs"] == [
        "You have 50 licenses and want 30 more: type 80.",
        "Check the two amounts shown, then click “Pay & Upgrade”.",
    ]
    assert french["sections"][6]["rows"] == [["Nom et fonction", ""], ["Date", ""], ["Signature", ""]]
    assert english["notes"] == [
        "An estimate, not an offer: the dialog in your account is final.",
        f"See or change this estimate: {ADDRESS}",
    ]


def test_what_could_cost_money_has_a_section_of_its_own() -> None:
    sections = ask("take_away", "en", NOTHING, change_at="2027-03-09")["sheets"][0]["sections"]

    assert [section["list"] for section in sections if section["title"] == "Good to know"] == [
        [
            "The purchase falls on the last day of the period: the renewal follows the next day, "
            "on March 10, 2027."
        ]
    ]


MANY = {"label": "Desktop", "label_2": "Access"}
MANY |= {"quantity_before_2": "3", "quantity_after_2": "5", "unit_price_2": "100"}
MANY |= {"quantity_before_3": "1", "quantity_after_3": "2", "unit_price_3": "10", "renewal_unit_price_3": "8"}


def test_several_products_have_one_line_each() -> None:
    (sheet,) = ask("take_away", "en", NOTHING, **MANY)["sheets"]

    assert sheet["sections"][0]["paragraphs"] == [
        "Add 33 licenses to 3 products of a running subscription on August 8, 2026."
    ]
    assert sheet["sections"][2]["rows"][:3] == [
        ["Desktop", "from 50 to 80 licenses; price: €24.00"],
        ["Access", "from 3 to 5 licenses; price: €100.00"],
        ["Product 3", "from 1 to 2 licenses; price: €10.00; at renewal: €8.00"],
    ]
    # 422.14 + 2 x 100.00 x 214 / 365 = 117.26 + 10.00 x 214 / 365 = 5.86; then 1,920.00 + 500.00 + 16.00
    assert sheet["sections"][3]["list"] == [
        "The billing period runs from March 10, 2026 to March 9, 2027 inclusive: 365 days.",
        "From the purchase on August 8, 2026 to March 9, 2027 inclusive: 214 days left, the day of purchase "
        "counted.",
        "Due now: Sum of the lines: €422.14 + €117.26 + €5.86 = €545.26.",
        "At renewal, on March 10, 2027: Sum of the lines: €1,920.00 + €500.00 + €16.00 = €2,436.00.",
    ]


def test_tiers_and_other_prices_are_named() -> None:
    tiers = {"unit_price": "", "tier_model": "volume", "tier_up_to_1": "60"}
    tiers |= {"tier_unit_price_1": "24", "tier_unit_price_2": "22.5"}
    prices = {"unit_price_after": "25", "renewal_unit_price": "26", "label": "Desktop"}

    tiered = ask("take_away", "fr", NOTHING, **tiers)["sheets"][0]["sections"][2]["rows"]
    priced = ask("take_away", "en", NOTHING, **prices)["sheets"][0]["sections"][2]["rows"]

    assert tiered[1] == [
        "Prix par tranches",
        "24,00\u00a0€ jusqu’à 60 · 22,50\u00a0€ au-delà (toutes les licences au prix de la tranche atteinte)",
    ]
    assert priced[0] == ["Name of the product", "Desktop"]
    assert [value for _, value in priced[2:5]] == ["€24.00", "€25.00", "€26.00"]


def test_what_a_link_holds_is_named() -> None:
    texts = MANY | {"unit_price": "", "tier_model": "volume", "tier_unit_price_1": "24", "payment": "card"}

    assert ask("take_away", "en", NOTHING)["link_holds"] == (
        "This link holds what you typed, and nothing else: the number of licenses today, the new total, the "
        "price of one license, the currency, the subscription term, the renewal date, the purchase date."
    )
    assert ask("take_away", "en", NOTHING, **texts)["link_holds"].endswith(
        "the payment method, the kind of tiers, the name of the product, 2 more products, 1 price tier."
    )


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"sheets": []}, ("out_of_range", "sheets")),
        ({"sheets": ["fr", "en", "fr"]}, ("out_of_range", "sheets")),
        ({"sheets": ["fr", "de"]}, ("unknown_language", "sheets[1]")),
        ({"sheets": "fr"}, ("wrong_type", "sheets")),
        ({"address": "javascript:alert(1)"}, ("wrong_type", "address")),
        ({"address": "https://example.org/ x"}, ("wrong_type", "address")),
        ({"address": "https://example.org/\r\nURL:x"}, ("wrong_type", "address")),
        ({"address": 5}, ("wrong_type", "address")),
        ({"today": "2026-02-30"}, ("not_a_date", "today")),
        ({"today": 20261123}, ("not_a_date", "today")),
    ],
)
def test_what_can_t_be_taken_away_is_refused(own: dict[str, Any], expected: tuple[str, str]) -> None:
    assert faults(ask("take_away", "en", own)) == [expected]


def test_a_fault_of_today_is_told_once() -> None:
    asked = {"form": any_form(random.Random(1)) | {"change_at": ""}, "today": "2026-02-30"}

    assert [field for _, field in faults(calculator.ask("take_away", asked))].count("today") <= 1


def test_an_empty_address_is_none_and_a_language_comes_once() -> None:
    answer = ask("take_away", "fr", {"address": "", "sheets": ["en", "en"]})

    assert [sheet["language"] for sheet in answer["sheets"]] == ["en"]
    assert len(answer["sheets"][0]["notes"]) == 1
    assert "Revoir" not in answer["plain"]
    assert TODAY.replace("-", "") in answer["calendar"]["text"]
