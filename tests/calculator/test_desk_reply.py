"""The ready answer to a customer: whole texts, links, and nothing that a label could break."""

from html.parser import HTMLParser
from typing import Any

import pytest

from tests.calculator.desk import ask, faults

ADDRESSES = {
    "fr": {"step": "https://example.org/#step-new-total?a=1&b=2", "calculator": "https://example.org/c/"},
    "en": {"step": "https://example.org/en/#step-new-total"},
}


class Reader(HTMLParser):
    """Collects the elements, links and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.links: list[str | None] = []
        self.said = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Keep an element, and where it leads to."""
        self.elements.append(tag)
        self.links += [value for name, value in attributes if name == "href"]

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.said += data


def reply(language: str, own: dict[str, Any] | None = None, **texts: str) -> Any:
    """Return the reply in a language."""
    return ask("reply", "fr", {"addresses": ADDRESSES} if own is None else own, **texts)["replies"][language]


def test_the_reply_is_in_the_words_of_the_guide() -> None:
    assert reply("en", payment="transfer") == {
        "subject": "Adding 30 licenses: €422.14 now, then €1,920.00 on March 10, 2027",
        "plain": (
            "Hello,\n"
            "\n"
            "In the dialog, enter the new total of licenses, including the ones you already own, and not the "
            "number to add.\n"
            "- You have 50 licenses and want 30 more: type 80.\n"
            "\n"
            "The dialog then shows two amounts, due on two dates. This is our estimate:\n"
            "- the extra charge, due at purchase, on August 8, 2026: €422.14 – 30 licenses, 214 days, from "
            "August 8, 2026 to March 9, 2027 inclusive\n"
            "- the new total subscription amount, due on the renewal date, March 10, 2027: €1,920.00 – 80 "
            "licenses for 12 months (€1,200.00 for 50 today)\n"
            "\n"
            "How these amounts are worked out:\n"
            "- The billing period runs from March 10, 2026 to March 9, 2027 inclusive: 365 days.\n"
            "- From the purchase on August 8, 2026 to March 9, 2027 inclusive: 214 days left, the day of "
            "purchase counted.\n"
            "- For the whole period: 30 licenses × €24.00 = €720.00.\n"
            "- For the days left: €720.00 × 214 / 365 ≈ €422.1369863.\n"
            "- Rounded once, half up, to 2 decimal places: €422.14.\n"
            "- All licenses, for a whole period: 80 licenses × €24.00 = €1,920.00.\n"
            "\n"
            "What is assumed:\n"
            "- The vendor does not publish its rule; this estimate assumes one. The price of the period is "
            "spread over its calendar days. The day of purchase is counted.\n"
            "- Unless stated otherwise, the price of one license is the same for added licenses and at "
            "renewal.\n"
            "- No tax is added: where your price excludes tax, both amounts exclude it too.\n"
            "- Promotions, credits, currency conversion, and payment delays are not taken into account.\n"
            "\n"
            "For a wire transfer, copy the bank details from the order itself, not from an older order: it "
            "is processed only once the full amount has been received. Until the wire transfer is received "
            "and confirmed, the added licenses can’t be used. We have not found how many days that takes.\n"
            "\n"
            "The step in the guide: https://example.org/en/#step-new-total\n"
            "\n"
            "An estimate, not an offer: the dialog in your account is final.\n"
            "\n"
            "Best regards,"
        ),
        "html": reply("en", payment="transfer")["html"],
    }


def test_the_french_reply_names_both_amounts_and_both_dates() -> None:
    plain = reply("fr")["plain"]

    assert plain.startswith(
        "Bonjour,\n\nDans la fenêtre, saisissez le nouveau total de licences, anciennes comprises, et non le "
        "nombre à ajouter.\n- Vous avez 50 licences et vous en voulez 30 de plus\u00a0: saisissez 80.\n"
    )
    assert "- les frais supplémentaires, à payer à l’achat, le 8 août 2026\u00a0: 422,14\u00a0€ – 30" in plain
    assert (
        "- le nouveau montant total de l’abonnement, à payer à la date de renouvellement, le 10 mars 2027"
        "\u00a0: 1\u202f920,00\u00a0€ – 80 licences pour 12 mois" in plain
    )
    assert "L’étape du guide\u00a0: https://example.org/#step-new-total?a=1&b=2\n" in plain
    assert "Le calculateur avec vos chiffres\u00a0: https://example.org/c/\n" in plain
    assert plain.endswith("\n\nCordialement,")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_html_says_what_the_plain_text_says(language: str) -> None:
    answer = reply(language, payment="paypal")
    page = Reader(answer["html"])

    def bare(text: str) -> str:
        return "".join(text.replace("\n- ", "").split())

    assert bare(page.said) == bare(answer["plain"])
    assert set(page.elements) == {"p", "ul", "li", "a"}
    assert page.links == list(ADDRESSES[language].values())


def test_a_label_can_t_become_html() -> None:
    label = "<script>alert(1)</script> & \"so\" 'on'"
    answer = reply("en", label=label)
    page = Reader(answer["html"])

    assert set(page.elements) == {"p", "ul", "li", "a"}
    assert f"{label}: You have 50 licenses" in page.said
    assert f"- {label}: You have 50 licenses" in answer["plain"]


def test_without_addresses_nothing_is_linked() -> None:
    unlinked: list[dict[str, Any]] = [{}, {"addresses": {}}, {"addresses": {"fr": {"step": ""}}}]
    for own in unlinked:
        answer = reply("fr", own)

        assert Reader(answer["html"]).links == []
        assert "guide" not in answer["plain"]


def test_inputs_and_all_steps_come_in_both_languages() -> None:
    answer = ask("reply", "fr", payment="card")

    assert answer["inputs"]["fr"] == [
        ["Licences aujourd’hui", "50"],
        ["Nouveau total", "80"],
        ["Prix d’une licence", "24,00\u00a0€"],
        ["Durée de l’abonnement", "12 mois"],
        ["Prochaine échéance", "10 mars 2027"],
        ["Date d’achat", "8 août 2026"],
        ["Convention de calcul", "Jours de calendrier"],
        ["Moyen de paiement", "Carte bancaire"],
    ]
    assert [label for label, _ in answer["inputs"]["en"]] == [
        *("Licenses today", "New total", "Price of one license", "Subscription term", "Renewal date"),
        *("Purchase date", "Convention", "Payment method"),
    ]
    assert len(answer["steps"]["fr"]) == len(answer["steps"]["en"]) == 8
    assert answer["steps"]["en"][2] == "You go from 50 to 80 licenses: 30 more."


def test_a_start_that_was_typed_is_an_input() -> None:
    assert ["Début de la période", "10 mars 2026"] in ask("reply", "fr", period_start="2026-03-10")["inputs"][
        "fr"
    ]


def test_what_could_cost_money_stands_before_what_is_assumed() -> None:
    plain = reply("en", quantity_after="50")["plain"]

    assert plain.index("Good to know:\n- Neither the number (50) nor the price changes") < plain.index(
        "What is assumed"
    )


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        ("https://example.org", ("wrong_type", "addresses")),
        ({"de": {}}, ("unknown_field", "addresses.de")),
        ({"fr": "https://example.org"}, ("wrong_type", "addresses.fr")),
        ({"fr": {"page": "https://example.org"}}, ("unknown_field", "addresses.fr.page")),
        ({"fr": {"step": 5}}, ("wrong_type", "addresses.fr.step")),
        ({"en": {"calculator": "javascript:alert(1)"}}, ("wrong_type", "addresses.en.calculator")),
        ({"en": {"calculator": "//example.org"}}, ("wrong_type", "addresses.en.calculator")),
    ],
)
def test_what_is_no_address_is_told(addresses: Any, expected: tuple[str, str]) -> None:
    assert faults(ask("reply", "en", {"addresses": addresses})) == [expected]
