"""The drawing of a billing period: where the purchase lies, and the texts around it."""

import calculator

ASKED = {
    "currency": "EUR",
    "unit_price": "24",
    "quantity_before": "50",
    "quantity_after": "80",
    "period_start": "2026-03-10",
    "period_end": "2027-03-10",
}


def timeline(language: str = "en", **changed: str) -> dict[str, str]:
    """Return the timeline of a form's answer."""
    answer = calculator.form({"form": ASKED | changed, "language": language, "today": "2026-08-08"})
    found: dict[str, str] = answer["timeline"]
    return found


def test_the_purchase_lies_where_its_days_say() -> None:
    """151 of 365 days have passed: 41.37 percent."""
    assert timeline(change_at="2026-08-08") == {
        "elapsed": "41.37",
        "anchor": "middle",
        "start": "March 10, 2026",
        "end": "March 10, 2027",
        "change": "Purchase: August 8, 2026",
        "past": "151 days before",
        "left": "214 days from then",
        "title": "Period from March 10, 2026 to renewal on March 10, 2027. "
        "Purchase on August 8, 2026: 151 days before, 214 days from then.",
    }


def test_in_french() -> None:
    found = timeline("fr", change_at="2026-08-08")

    assert found["change"] == "Achat\u00a0: 8 août 2026"
    assert (found["past"], found["left"]) == ("151 jours avant l’achat", "214 jours ensuite")


def test_on_the_first_day_nothing_has_passed() -> None:
    found = timeline(change_at="2026-03-10")

    assert (found["elapsed"], found["anchor"], found["past"]) == ("0.00", "start", "")


def test_on_the_last_day_and_on_the_renewal_date() -> None:
    last, renewal = timeline(change_at="2027-03-09"), timeline(change_at="2027-03-10")

    assert (last["elapsed"], last["anchor"], last["left"]) == ("99.73", "end", "1 day from then")
    assert (renewal["elapsed"], renewal["anchor"], renewal["left"]) == ("100.00", "end", "")


def test_days_are_the_calendars_whatever_the_convention_charges() -> None:
    found = timeline(change_at="2026-08-08", convention="calendar-days-exclusive")

    assert found["left"] == "214 days from then"
