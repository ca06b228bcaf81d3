"""What nobody should type, typed: each text gets its sentence at its field, and no figure is made of it."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import FIGURES, Reader

DUE_NOW = {"fr": "422,14\u00a0€", "en": "€422.14"}  # 30 x 24.00 x 214 / 365 = 422.1369…
NARROW, WIDE = "\u202f", "\u00a0"

COUNT = (
    f"Le nombre de licences aujourd’hui doit être un nombre entier, de 0 à 10{NARROW}000{NARROW}000, "
    f"écrit avec les chiffres 0 à 9{WIDE}: «{WIDE}{{typed}}{WIDE}».",
    "The number of licenses today must be a whole number from 0 to 10,000,000, written with the digits "
    "0 to 9: “{typed}”.",
)
TOTAL = (
    f"Le nouveau total doit être un nombre entier, de 0 à 10{NARROW}000{NARROW}000, "
    f"écrit avec les chiffres 0 à 9{WIDE}: «{WIDE}{{typed}}{WIDE}».",
    "The new total must be a whole number from 0 to 10,000,000, written with the digits 0 to 9: “{typed}”.",
)
AMOUNT = (
    f"Le prix d’une licence n’est pas un montant{WIDE}: «{WIDE}{{typed}}{WIDE}». Écrivez par exemple "
    f"24,00{WIDE}: 12 chiffres au plus, puis 9 décimales au plus.",
    "The price of one license is not an amount: “{typed}”. Write for example 24.00: at most 12 digits, "
    "then at most 9 decimals.",
)
TWO_WAYS = (
    f"«{WIDE}{{typed}}{WIDE}» se lit de deux façons, 1234 ou {{typed}}. Écrivez 1234 sans séparateur, "
    "ou {typed}0 avec une décimale de plus.",
    "“{typed}” reads two ways, 1234 or {typed}. Write 1234 without a separator, or {typed}0 with one more "
    "decimal.",
)
COUNT_TWO_WAYS = (
    f"«{WIDE}{{typed}}{WIDE}» se lit de deux façons. Écrivez 1234, sans séparateur.",
    "“{typed}” reads two ways. Write 1234, without a separator.",
)
NEGATIVE = (
    f"Le prix d’une licence ne peut pas être négatif{WIDE}: «{WIDE}{{typed}}{WIDE}». Écrivez le montant sans "
    "signe moins.",
    "The price of one license can’t be negative: “{typed}”. Write the amount without a minus sign.",
)
FOREIGN_DIGITS = (
    f"Le prix d’une licence s’écrit avec les chiffres 0 à 9{WIDE}: «{WIDE}{{typed}}{WIDE}» en contient "
    "d’autres.",
    "The price of one license is written with the digits 0 to 9: “{typed}” holds others.",
)
SHORT_YEAR = (
    f"La prochaine échéance a une année à deux chiffres{WIDE}: «{WIDE}{{typed}}{WIDE}». Écrivez-en "
    f"quatre{WIDE}: 10/03/2027.",
    "The renewal date has a year of two digits: “{typed}”. Write four: 10/03/2027.",
)
SIGN = (
    f"«{WIDE}{{typed}}{WIDE}» porte le signe d’une autre devise que EUR. Choisissez la devise de votre "
    "facture, ou écrivez le montant sans signe.",
    "“{typed}” has the sign of another currency than EUR. Choose the currency of your invoice, or write "
    "the amount without a sign.",
)
END = (
    f"La prochaine échéance n’est pas une date du calendrier{WIDE}: «{WIDE}{{typed}}{WIDE}». Écrivez jour, "
    "mois, année, comme 10/03/2027 ou 10 mars 2027.",
    "The renewal date is not a calendar date: “{typed}”. Write month, day, year, such as 3/10/2027 or "
    "March 10, 2027.",
)
PURCHASE = (
    f"La date d’achat n’est pas une date du calendrier{WIDE}: «{WIDE}{{typed}}{WIDE}». Écrivez jour, mois, "
    "année, comme 10/03/2027 ou 10 mars 2027.",
    "The purchase date is not a calendar date: “{typed}”. Write month, day, year, such as 3/10/2027 or "
    "March 10, 2027.",
)
BEFORE = (
    f"La date d’achat (9 mars 2026) est hors de la période de facturation{WIDE}: elle doit se situer entre "
    "le 10 mars 2026 et le 10 mars 2027.",
    "The purchase date (March 9, 2026) is outside the billing period: it must fall between March 10, 2026 "
    "and March 10, 2027.",
)
ADDED = (
    f"Le nouveau total (30) est plus petit que le nombre actuel (50){WIDE}: il ressemble au nombre à "
    f"ajouter. La fenêtre attend le nouveau total{WIDE}: pour en ajouter 30, saisissez 80.",
    "The new total (30) is smaller than the current number (50): it looks like the number to add. The dialog "
    "expects the new total: to add 30, enter 80.",
)
HOSTILE = [
    ("quantity_before", "abc", COUNT),
    ("quantity_before", "-5", COUNT),
    ("quantity_before", "12,5", COUNT),
    ("quantity_before", "1.234", COUNT_TWO_WAYS),
    ("quantity_before", "99999999999", COUNT),
    ("quantity_before", "٥٠", COUNT),
    ("quantity_before", "５０", COUNT),
    ("quantity_before", "=1+1", COUNT),
    ("quantity_before", "<script>alert(1)</script>", COUNT),
    ("quantity_before", "1e400", COUNT),
    ("quantity_after", "30", ADDED),
    ("quantity_after", "1e3", TOTAL),
    ("quantity_after", "0x50", TOTAL),
    ("quantity_after", "10000001", TOTAL),
    ("unit_price", "24€50", AMOUNT),
    ("unit_price", "24,00 $", SIGN),
    ("unit_price", "GBP 24", SIGN),
    ("unit_price", "1.234", TWO_WAYS),
    ("unit_price", "1,234", TWO_WAYS),
    ("unit_price", "-24", NEGATIVE),
    ("unit_price", "２４", FOREIGN_DIGITS),
    ("unit_price", "24.00.00", AMOUNT),
    ("unit_price", "gratuit", AMOUNT),
    ("unit_price", "1234567890123", AMOUNT),
    ("unit_price", "NaN", AMOUNT),
    ("unit_price", "24,0000000001", AMOUNT),
    ("unit_price", "'; DROP TABLE votes; --", AMOUNT),
    ("period_end", "31/02/2027", END),
    ("period_end", "10/03/27", SHORT_YEAR),
    ("period_end", "2027", END),
    ("period_end", "13/13/2027", END),
    ("period_end", "0000-01-01", END),
    ("change_at", "2026-03-09", BEFORE),
    ("change_at", "1０/0３/2027", PURCHASE),
    ("change_at", "{{7*7}}", PURCHASE),
]


@pytest.mark.journey
def test_each_hostile_text_gets_its_sentence_and_makes_no_figure(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    for control, typed, sentences in HOSTILE:
        field, error = reader.control(control), reader.error(control)
        field.fill(typed)
        field.press("Tab")
        wanted = sentences[reader.language == "en"].replace("{typed}", typed)
        expect(error).to_have_text(wanted)
        expect(field).to_have_value(typed)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(reader.output("due_now")).to_have_text(DUE_NOW[reader.language])
        expect(reader.calculator).to_have_attribute("data-outdated", "")

        field.fill(FIGURES[control])
        expect(error).to_be_hidden()
        expect(reader.calculator).not_to_have_attribute("data-outdated", "")
