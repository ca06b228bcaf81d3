"""Makes the part of Babel that the page downloads: numbers, amounts and dates in French and English.

What is kept is kept whole, with every currency; what is left out raises `KeyError`, never a wrong text.
"""

import pickle
from importlib.metadata import distribution
from pathlib import Path

MODULES = (
    "__init__",
    "core",
    "dates",
    "localedata",
    "localtime/__init__",
    "localtime/_fallback",
    "localtime/_helpers",
    "localtime/_unix",
    "numbers",
    "plural",
)
LOCALES = ("root", "en", "en_US", "fr", "fr_FR")
LOCALE_KEYS = {
    "locale_id",
    "plural_form",
    "ordinal_form",
    "week_data",
    "months",
    "days",
    "quarters",
    "eras",
    "day_periods",
    "date_formats",
    "time_formats",
    "datetime_formats",
    "number_symbols",
    "default_numbering_system",
    "numbering_systems",
    "decimal_formats",
    "percent_formats",
    "currency_formats",
    "currency_unit_patterns",
    "currency_names",
    "currency_names_plural",  # read whenever an amount is written, whether or not its plural is
    "currency_symbols",
}
GLOBAL_KEYS = {"cldr", "parent_exceptions", "all_currencies", "currency_fractions"}

# Python 3.12 to 3.14 write the same bytes in this protocol.
_PICKLE_PROTOCOL = 4


def files() -> dict[str, bytes]:
    """Return the pruned package and its license, by path in a wheel."""
    kept = {f"babel/{module}.py": _read(f"babel/{module}.py") for module in MODULES}
    kept["babel/global.dat"] = _pruned("babel/global.dat", GLOBAL_KEYS)
    for locale in LOCALES:
        path = f"babel/locale-data/{locale}.dat"
        kept[path] = _pruned(path, LOCALE_KEYS)
    kept["babel/LICENSE"] = _read(f"babel-{distribution('babel').version}.dist-info/licenses/LICENSE")
    return kept


def _pruned(path: str, keys: set[str]) -> bytes:
    # Babel's data files are pickles of its own; they come from the checksummed wheel.
    values = pickle.loads(_read(path))
    return pickle.dumps({key: values[key] for key in sorted(keys & values.keys())}, _PICKLE_PROTOCOL)


def _read(path: str) -> bytes:
    return Path(str(distribution("babel").locate_file(path))).read_bytes()
