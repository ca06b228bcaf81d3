"""The catalogues: both languages whole, French spacing."""

import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import calculator
from calculator.language import formats
from calculator.language.catalogue import Catalogue
from tests.worked_example import FIFTY_TO_EIGHTY

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "calculator" / "language", ROOT / "overrides" / "language", ROOT / "feedback" / "language"]


def messages(folder: Path, language: str) -> dict[str, list[str]]:
    """Return the texts of each key, the plural after the singular."""
    with (folder / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    texts: dict[str, list[str]] = {}
    for message in catalogue:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            said = message.string or ""
            texts[key] = [said] if isinstance(said, str) else list(said)
    return texts


def placeholders(texts: list[str]) -> set[str]:
    """Return the names of the facts that a message uses."""
    return {name for text in texts for name in re.findall(r"{(\w+)}", text)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.parent.name)
def test_both_languages_say_the_same_things_with_the_same_facts(folder: Path) -> None:
    french, english = messages(folder, "fr"), messages(folder, "en")

    assert list(french) == list(english)
    for key, texts in french.items():
        assert all(texts), key
        assert all(english[key]), key
        assert placeholders(texts) == placeholders(english[key]), key


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.parent.name)
def test_french_is_spaced_as_in_france(folder: Path) -> None:
    wrong = [
        (key, text)
        for key, texts in messages(folder, "fr").items()
        for text in texts
        for bad in (
            r"[^\u00a0\w/{]:(?= |$)",
            r"\w:(?= |$)",
            r"[^\u202f][;!?](?=\s|$)",
            r"«[^\u00a0]",
            r"[^\u00a0]»",
            r"\w'\w",
        )
        if re.search(bad, text)
    ]

    assert wrong == []


def test_words_that_the_house_does_not_use_are_absent() -> None:
    banned = {
        "fr": r"veuillez|désolé|invalide|\bdevis\b",
        "en": r"please|sorry|invalid|oops|\blicence|\bquote\b",
    }
    for folder in FOLDERS:
        for language, pattern in banned.items():
            for key, texts in messages(folder, language).items():
                assert not re.search(pattern, " ".join(texts), re.IGNORECASE), key


def test_unknown_message_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError, match="no message"):
        Catalogue(FOLDERS[0], "fr").text("no.such.key")


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [("fr", 0, "0 jour"), ("fr", 1, "1 jour"), ("fr", 2, "2 jours"), ("en", 0, "0 days"), ("en", 1, "1 day")],
)
def test_plurals(language: str, number: int, expected: str) -> None:
    assert Catalogue(FOLDERS[0], language).count("unit.day", number) == expected


def test_explanation_in_both_languages() -> None:
    for language in calculator.LANGUAGES:
        golden = (Path(__file__).parent / "cases" / f"explanation.{language}.txt").read_text(encoding="utf-8")
        answer = calculator.form({"form": FIFTY_TO_EIGHTY, "language": language})
        assert "\n".join(step["text"] for step in answer["steps"]) + "\n" == golden


def test_french_says_premier() -> None:
    assert formats.date_text(date(2027, 3, 1), "fr") == "1er mars 2027"
    assert formats.date_text(date(2027, 3, 21), "fr") == "21 mars 2027"
