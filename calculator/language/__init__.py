"""Steps, faults, amounts and dates -> French or English text. Nothing here computes."""

LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = "fr"
