"""The service's sentences, in both languages."""

import re
from typing import get_args

import pytest
from babel.messages.pofile import read_po

from feedback.contract import Code
from feedback.words import FOLDER


def messages(language: str) -> dict[str, list[str]]:
    """Return every key with its sentence, or with its singular and plural."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        entries = [entry for entry in read_po(file, locale=language) if entry.id]
    return {
        (entry.id if isinstance(entry.id, str) else entry.id[0]): (
            [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
        )
        for entry in entries
    }


FRENCH, ENGLISH = messages("fr"), messages("en")


def facts_in(sentence: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", sentence))


def test_both_languages_have_the_same_sentences() -> None:
    assert FRENCH.keys() == ENGLISH.keys()


@pytest.mark.parametrize("key", FRENCH)
def test_a_sentence_takes_the_same_facts_in_both_languages(key: str) -> None:
    facts = facts_in(FRENCH[key][0])
    assert [facts_in(sentence) for sentence in FRENCH[key]] == [facts] * len(FRENCH[key])
    assert [facts_in(sentence) for sentence in ENGLISH[key]] == [facts] * len(ENGLISH[key])


@pytest.mark.parametrize("code", get_args(Code))
def test_every_code_has_a_sentence(code: str) -> None:
    assert f"fault.{code}" in FRENCH


@pytest.mark.parametrize("key", FRENCH)
def test_french_is_spaced_as_france_does(key: str) -> None:
    for sentence in FRENCH[key]:
        assert not re.search(r"[^\u00a0]:|«[^\u00a0]|[^\u00a0]»|[^\u202f][;!?]|'", sentence), sentence


@pytest.mark.parametrize("key", FRENCH)
def test_no_sentence_begs_scolds_or_wavers(key: str) -> None:
    for sentence in FRENCH[key]:
        assert not re.search(r"veuillez|désolé|invalide|erreur", sentence, re.IGNORECASE), sentence
    for sentence in ENGLISH[key]:
        assert not re.search(r"\b(please|sorry|invalid|oops|may|might)\b|'", sentence, re.IGNORECASE), (
            sentence
        )
