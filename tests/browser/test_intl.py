"""Amounts, numbers, dates and times as the browser's own `Intl` writes them, spaces included."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from playwright.sync_api import Browser, Page

import calculator
from calculator.language import formats
from calculator.money import CURRENCIES, NO_CURRENCY

LOCALES = {"fr": "fr-FR", "en": "en-US"}
VALUES = ("0", "1", "0.5", "24", "1234.5", "-422.14", "1234567.89", "999999999999.999", "-0.001")
# Every difference, with its reason. Besides these, the characters are the same.
OTHER_SIGN = {
    "XCG": "the Caribbean guilder, of 2025: CLDR 47, which Babel carries, has the sign Cg., the browser none",
}
AMOUNTS = """([locale, asked]) => asked.map(([currency, digits, value]) =>
  new Intl.NumberFormat(locale, {style: "currency", currency,
    minimumFractionDigits: digits, maximumFractionDigits: digits}).format(value))"""
NUMBERS = """([locale, asked]) => asked.map((value) => new Intl.NumberFormat(locale).format(value))"""
MOMENTS = """([locale, asked]) => asked.map((at) => {
  const written = (style) =>
    new Intl.DateTimeFormat(locale, {...style, timeZone: "UTC"}).format(new Date(at));
  return [written({dateStyle: "long"}), written({dateStyle: "full"}), written({timeStyle: "medium"})];
})"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return an empty page."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.mark.parametrize("language", calculator.LANGUAGES)
def test_every_currency(page: Page, language: str) -> None:
    asked = [
        (currency, decimals, value)
        for currency, decimals in CURRENCIES.items()
        if currency != NO_CURRENCY  # a sign of its own in Intl, none here: it stands for no currency
        for value in VALUES
        if (Fraction(value) * 10**decimals).denominator == 1  # what we print is rounded before
    ]
    ours = [formats.amount_text(Fraction(value), code, digits, language) for code, digits, value in asked]

    theirs = page.evaluate(AMOUNTS, [LOCALES[language], asked])

    assert len(asked) > 900
    differing = [(a, o, t) for a, o, t in zip(asked, ours, theirs, strict=True) if o != t]
    assert {currency for (currency, _, _), _, _ in differing} == OTHER_SIGN.keys()
    assert all(o.replace("Cg.", "XCG") == t for _, o, t in differing)


@pytest.mark.parametrize("language", calculator.LANGUAGES)
def test_counts(page: Page, language: str) -> None:
    asked = [0, 1, 12, 999, 1000, 12345, 10_000_000, 31_536_000, 10**12]

    assert page.evaluate(NUMBERS, [LOCALES[language], asked]) == [
        formats.number_text(count, language) for count in asked
    ]


@pytest.mark.parametrize("language", calculator.LANGUAGES)
def test_each_day_of_a_leap_year_and_times_of_day(page: Page, language: str) -> None:
    first = datetime(2028, 1, 1, tzinfo=UTC)
    moments = [first + timedelta(days=n, minutes=97 * n, seconds=n) for n in range(366)]
    theirs = page.evaluate(MOMENTS, [LOCALES[language], [at.isoformat() for at in moments]])

    for at, (long, full, time) in zip(moments, theirs, strict=True):
        # CLDR's French dates have no ordinal on the first of a month; French has.
        is_first = language == "fr" and at.day == 1
        long, full = (text.replace("1 ", "1er ", 1) if is_first else text for text in (long, full))
        assert formats.date_text(at.date(), language) == long
        assert formats.weekday_text(at.date(), language) == full
        # CLDR has a narrow space before AM; Chromium a plain one, for pages that read times back.
        assert formats.time_text(at, language).replace("\u202f", " ") == time.replace("\u202f", " ")
