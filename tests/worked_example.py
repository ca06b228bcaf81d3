"""The contract's own example, as a person types it: 30 licenses more for 214 of 365 days."""

FIFTY_TO_EIGHTY = {
    "currency": "EUR",
    "unit_price": "24.00",
    "quantity_before": "50",
    "quantity_after": "80",
    "term_months": "12",
    "period_end": "2027-03-10",
    "change_at": "2026-08-08",
}
