"""How fast the calculator answers: README and the page show what was measured, and nothing else."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.site.conftest import Sources
from tests.site.html_page import HtmlPage

ROOT = Path(__file__).resolve().parents[2]
DATA: dict[str, Any] = json.loads((ROOT / "docs/start-times.json").read_text(encoding="utf-8"))
ADDRESSES = {"fr": "/concepts/start-times/", "en": "/en/concepts/start-times/"}
ORDER = ["prorata", "bare", "stock", "fence", "pyscript", "limit"]
KINDS = ["cold", "warm", "network", "processor", "firefox", "firefox-warm", "webkit"]
DRAWN = KINDS[:4]
NAMES = {
    "fr": [
        "Ce calculateur",
        "Le même, sur une page vide",
        "Pyodide et micropip",
        "À la façon de markdown-exec",
        "PyScript",
        "WebAssembly seul, sans Python",
    ],
    "en": [
        "This calculator",
        "The same, on an empty page",
        "Pyodide and micropip",
        "The way of markdown-exec",
        "PyScript",
        "WebAssembly alone, no Python",
    ],
}


def written(number: float, decimals: int, language: str) -> str:
    text = f"{number:.{decimals}f}"
    return text.replace(".", ",") if language == "fr" else text


def cells_of(page: HtmlPage, name: str) -> list[list[str]]:
    """Return the texts of a table's rows."""
    (table,) = (table for table in page.all("table") if table.has_class(name))
    rows = [row for row in page.all("tr") if any(above is table for above in row.above)]
    return [
        [cell.text for cell in page.all("th", "td") if any(above is row for above in cell.above)]
        for row in rows
    ]


def readme_rows() -> list[list[str]]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"<!-- start-times -->\n(.*?)<!-- end of start-times -->", text, re.DOTALL)
    return [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]


def test_every_way_is_measured_in_every_situation_often_enough() -> None:
    assert list(DATA["times"]) == KINDS
    assert all(list(DATA["times"][kind]) == ORDER for kind in DRAWN)
    assert all(list(DATA["times"][kind]) == ORDER[:3] for kind in KINDS[4:])
    assert list(DATA["weights"]) == ORDER
    assert DATA["rounds"] >= 7
    assert re.fullmatch("[0-9a-f]{40}", DATA["commit"])


def test_readme_shows_the_ratios() -> None:
    times = DATA["times"]
    rows = [[cell.strip("* ") for cell in row if cell.strip("* ")] for row in readme_rows()[2:]]

    for kind, (_, ours, bare, stock, *others) in zip(KINDS, rows[:7], strict=True):
        expected = [f"{times[kind][page]['ratio']:.2f}" for page in times[kind] if page != "stock"]
        assert [ours, bare, *others] == expected, kind
        assert stock == f"1 ({times[kind]['stock']['seconds']:.2f} s)"


def test_readme_shows_what_a_first_visit_takes() -> None:
    weights = DATA["weights"].values()
    rows = {row[0]: row[1:] for row in readme_rows()}

    assert rows["MB downloaded"] == [f"{weight['bytes'] / 1_000_000:.2f}" for weight in weights]
    assert rows["requests"] == [str(weight["requests"]) for weight in weights]
    assert rows["memory, MiB"] == [f"{weight['memory'] / 1_048_576:.0f}" for weight in weights]


@pytest.mark.parametrize("language", ADDRESSES)
def test_the_page_has_a_row_for_each_time(pages: dict[str, HtmlPage], language: str) -> None:
    head, *rows = cells_of(pages[ADDRESSES[language]], "start-times")
    expected = []
    for kind in KINDS:
        times = DATA["times"][kind].values()
        shown = [
            (written(time["ratio"], 2, language), written(time["seconds"], 2, language)) for time in times
        ]
        expected += [[name, *texts] for name, texts in zip(NAMES[language], shown, strict=False)]

    assert len(head) == 3
    assert [row for row in rows if len(row) == 3] == expected
    assert len([row for row in rows if len(row) == 1]) == 7


@pytest.mark.parametrize("language", ADDRESSES)
def test_the_page_has_a_row_for_each_weight(pages: dict[str, HtmlPage], language: str) -> None:
    _, *rows = cells_of(pages[ADDRESSES[language]], "start-weights")

    assert rows == [
        [
            name,
            written(weight["bytes"] / 1_000_000, 2, language),
            str(weight["requests"]),
            written(weight["memory"] / 1_048_576, 0, language),
        ]
        for name, weight in zip(NAMES[language], DATA["weights"].values(), strict=True)
    ]


@pytest.mark.parametrize("language", ADDRESSES)
def test_bars_are_as_long_as_their_ratios(pages: dict[str, HtmlPage], language: str) -> None:
    page = pages[ADDRESSES[language]]
    (chart,) = (element for element in page.all("div") if element.has_class("start-chart"))
    drawn = [element for element in page.elements if any(above is chart for above in element.above)]
    bars = [float(bar.attributes["width"].rstrip("%")) for bar in drawn if bar.tag == "rect"]
    ratios = [DATA["times"][kind][way]["ratio"] for kind in DRAWN for way in ORDER]
    texts = [text.text for text in drawn if text.tag == "text" and text.has_class("ratio")]

    assert texts == [written(ratio, 2, language) for ratio in ratios]
    assert max(bars) == 100
    assert bars == pytest.approx([100 * ratio / max(ratios) for ratio in ratios], abs=0.06)
    assert chart.attributes["aria-hidden"] == "true"


@pytest.mark.parametrize("language", ADDRESSES)
def test_sentences_say_the_same(pages: dict[str, HtmlPage], language: str) -> None:
    (article,) = pages[ADDRESSES[language]].all("article")
    told = article.text.replace("\u00a0", " ")
    cold, warm = (DATA["times"][kind]["prorata"]["ratio"] for kind in ("cold", "warm"))

    for fact in (
        {"fr": "le rapport est de ", "en": "the ratio is "}[language] + written(cold, 2, language),
        {"fr": "À la visite suivante, il est de ", "en": "On the next visit, it is "}[language]
        + written(warm, 2, language),
        *(DATA["browsers"].values()),
        DATA["machine"]["system"],
        DATA["pyodide"],
        DATA["commit"][:12],
        f"{written(1.6, 1, language)} Mbit/s",
        "150 ms",
    ):
        assert fact in told, fact


def test_other_times_make_another_page(sources: Sources) -> None:
    times = json.loads((sources.folder / "docs/start-times.json").read_text("utf-8"))
    times["times"]["cold"]["prorata"] = {"seconds": 1234.5, "ratio": 0.12}
    (sources.folder / "docs/start-times.json").write_text(json.dumps(times), "utf-8")

    built = sources.build()

    assert built.status == 0, built.told
    page = (built.site / "concepts/start-times/index.html").read_text("utf-8")
    assert "<td>0,12</td><td>1\u202f234,50</td>" in page
    assert "ce calculateur en fait attendre 1,2." in page
    assert not (built.site / "start-times.json").exists()
