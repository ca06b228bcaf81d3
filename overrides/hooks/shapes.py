"""What an article of each type is made of: a guide tells screens apart, an answer links to an article."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from overrides.hooks.articles import Text, read_text
from overrides.hooks.building import place, refuse

SCREENS = "screens"  # the section of a guide that tells the vendor's screens apart
STEP = re.compile(r"\d+\.\s+## .*#step-")
BEFORE = re.compile(r"\s|[-*+]\s")
QUESTION = re.compile(r"### ")
TO_AN_ARTICLE = re.compile(r"\]\([\w./-]*\.md(?:#[\w-]+)?\)")
MOST_WORDS = 160  # of an answer: longer ones are articles


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Refuse an article that lacks what its type promises."""
    check = {"how-to": _guide, "faq": _answers}.get(page.meta["type"])
    if check:
        text = read_text(Path(str(page.file.abs_src_path)), Path(config.docs_dir))
        refuse(f"{place(config, text.name, number)}: {told}" for number, told in check(text))
    return markdown


def _guide(text: Text) -> Iterator[tuple[int, str]]:
    if SCREENS not in {anchor for anchor, _ in text.anchors}:
        yield (
            1,
            "a guide says which of the vendor's screens it describes: write a section "
            f"{{ #{SCREENS} }} with how to tell, and what differs in the others",
        )
    lines = [(number, line) for number, line in text.lines.items() if line.strip()]
    for (_, before), (number, line) in pairwise(lines):
        if line.startswith("1.") and STEP.match(line) and BEFORE.match(before):
            yield number, "a list stands right before the steps and swallows them: write a sentence between"
    if not any(STEP.match(line) for line in text.lines.values()):
        yield 1, "a guide has numbered steps: write 1.  ## Its first action { #step-its-meaning }"


def _answers(text: Text) -> Iterator[tuple[int, str]]:
    for number, lines in _questions(text):
        answer = "\n".join(lines)
        if not TO_AN_ARTICLE.search(answer):
            yield number, "an answer leads on: link it to the article that says more"
        if (count := len(answer.split())) > MOST_WORDS:
            yield (
                number,
                f"an answer has at most {MOST_WORDS} words, this one {count}: move the rest to the article",
            )


def _questions(text: Text) -> Iterator[tuple[int, list[str]]]:
    """Yield each question's line with the lines of its answer."""
    first, answer = 0, list[str]()
    for number, line in [*text.lines.items(), (0, "## ")]:
        if first and line.startswith(("## ", "### ")):
            yield first, answer
            first = 0
        if QUESTION.match(line):
            first, answer = number, []
        elif first:
            answer.append(line)
