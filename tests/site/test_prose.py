"""What readers read, as they read it: typography, spelling, French grammar, on the built pages."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.site.html_page import HtmlPage

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / ".venv/bin/node"
CSPELL = ROOT / "node_modules/cspell/bin.mjs"
CONFIG = Path(__file__).with_name("cspell.json")
QUIET = ("--no-progress", "--no-summary", "--words-only", "--no-color")
LANGUAGES = ("fr", "en")

# What a printer's rule forbids, with what to write. A space here is an ordinary one.
FRENCH = {
    r"[\w»)…%€] [;!?]": "U+202F before ; ! ?",
    r"[\w»)…%€] :(?!\S)": "U+00A0 before :",
    r"\w[;!?](?=\s|$)": "U+202F before ; ! ?",
    r"[^\W\d]:(?=\s|$)": "U+00A0 before :",
    r"«(?!\u00a0)": "U+00A0 after «",
    r"(?<!\u00a0)»": "U+00A0 before »",
    r"\d [€%$]|\d[€%]": "U+00A0 before € and %",
    r"\d{1,3} \d{3}\b": "U+202F between thousands",
    r"\w'\w": "’, not '",
    r"“|”": "« » around what is quoted",
    r"\.\.\.": "…, not three points",
    r"\b(\w+) \1\b(?<!nous nous)(?<!vous vous)(?<!X X)": "the word once",
}
ENGLISH = {
    r"\w [;:!?](?=\s|$)": "no space before punctuation",
    r"\w'\w": "’, not '",
    r"«|»": "“ ” around what is quoted",
    r"\.\.\.": "…, not three points",
    r"(?i)\b(?:please|sorry|invalid|oops|just|easy|easily|might|may not)\b": "none of our words",
    r"\b(\w+) \1\b(?<!that that)(?<!X X)": "the word once",
}
RULES = {"fr": FRENCH, "en": ENGLISH}


def prose(pages: dict[str, HtmlPage], language: str) -> dict[str, list[str]]:
    """Return the sentences of each page of a language."""
    return {
        path: page.paragraphs()
        for path, page in pages.items()
        if path.startswith("/en/") == (language == "en")
    }


def broken(text: str, language: str) -> list[str]:
    """Return each fault of typography with what to write."""
    return [
        f"“{text[max(0, found.start() - 20) : found.end() + 10]}”: {rule}"
        for expression, rule in RULES[language].items()
        for found in re.finditer(expression, text)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_typography(pages: dict[str, HtmlPage], language: str) -> None:
    faults = [
        f"{path}: {told}"
        for path, texts in prose(pages, language).items()
        for text in texts
        for told in broken(text, language)
    ]

    assert faults == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Vraiment ?"),
        ("fr", "Vraiment?"),
        ("fr", "Ceci : cela"),
        ("fr", "Ceci: cela"),
        ("fr", "dit « oui »"),
        ("fr", "24 €"),
        ("fr", "1 920,00"),
        ("fr", "l'achat"),
        ("fr", "le le prix"),
        ("en", "Really ?"),
        ("en", "it's"),
        ("en", "the the price"),
        ("en", "Please enter"),
    ],
)
def test_a_fault_of_typography_is_noticed(language: str, text: str) -> None:
    assert broken(text, language)


def test_right_typography_is_left_alone() -> None:
    assert (
        broken("Vraiment\u202f? Ceci\u00a0: «\u00a0oui\u00a0», à 10:30, pour 1\u202f920\u00a0€.", "fr") == []
    )
    assert broken("Really? This: “yes”, at 10:30.", "en") == []


def unknown_words(texts: dict[str, str], folder: Path) -> dict[str, list[str]]:
    """Return the words of each text that cspell doesn't know; texts are named `fr/…` and `en/…`."""
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    command = (NODE, CSPELL, "lint", "--config", CONFIG, "--root", folder, *QUIET)
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        done = subprocess.run(
            (*command, f"{language}/**"), cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode in (0, 1), done.stderr
        found[language] = sorted(set(done.stdout.split()))
    return found


def test_spelling(pages: dict[str, HtmlPage], tmp_path: Path) -> None:
    """By cspell's dictionaries; names and terms that they lack are in words.txt."""
    texts = {
        f"{language}/{path.strip('/').replace('/', '-') or 'home'}.txt": "\n".join(lines)
        for language in LANGUAGES
        for path, lines in prose(pages, language).items()
    }

    assert unknown_words(texts, tmp_path) == {"fr": [], "en": []}


def test_a_misspelled_word_is_noticed(tmp_path: Path) -> None:
    texts = {
        "fr/a.txt": "Une license de plus, et un abonnnement.",
        "en/a.txt": "One more lisence, and the licence.",
    }

    assert unknown_words(texts, tmp_path) == {"fr": ["abonnnement", "license"], "en": ["licence", "lisence"]}


def grammar(paragraphs: list[str], folder: Path) -> list[str]:
    """Return what Grammalecte, the French grammar checker, finds: what stands there, and its sentence.

    It comes from the distribution alone, so a machine can lack it.
    """
    tool = shutil.which("grammalecte-cli")
    if tool is None:
        pytest.skip("no grammalecte-cli: make build/.tools installs it")  # by apt alone, not on every machine
    file = folder / "text.txt"
    file.write_text("\n".join(paragraphs), encoding="utf-8")
    command = (tool, "-f", file, "-j", "-ctx", "-owe", "-off", *NOT_GRAMMAR)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout[done.stdout.index("{") :])
    return [
        f"“{fault['sBefore']}[{fault['sUnderlined']}]{fault['sAfter']}”: {fault['sMessage']}"
        for paragraph in answer["data"]
        for fault in paragraph["lGrammarErrors"]
        if not any(known in f"{fault['sBefore']}[{fault['sUnderlined']}]{fault['sAfter']}" for known in RIGHT)
    ]


# Typography is checked above; these options of Grammalecte are about it, or about style.
NOT_GRAMMAR = ("typo", "apos", "esp", "nbsp", "tu", "unit", "num", "eif", "tab", "poncfin", "liga")
# What Grammalecte takes for a fault and is none, each with the reason.
RIGHT = {
    "[identique]": "what stands beside a number in a table",
    "menu [Actions]": "the name of a menu",
    "zone [Produits]": "the name of an area",
    "sont [Désactiver] et": "the names of buttons",
    "[Français]": "the name of the language, alone",
    "[répond] en JSON": "the help of an option, in the third person",
}


def test_french_grammar(pages: dict[str, HtmlPage], tmp_path: Path) -> None:
    """All pages at once: the checker takes a second to start."""
    paragraphs = sorted({text for texts in prose(pages, "fr").values() for text in texts})

    assert grammar(paragraphs, tmp_path) == []


def test_a_fault_of_grammar_is_noticed(tmp_path: Path) -> None:
    assert grammar(["Vous avez ajouter des licences.", "Les licence est payée."], tmp_path)
