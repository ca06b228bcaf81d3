"""What a site ten times as large costs to build: ours beside the same pages in plain Material.

Articles are copied under new names until there are as many as asked, each in two languages. Plain Material
gets the same text, its figures already written in, with static-i18n and the search, and nothing of ours.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from mkdocs.utils.yaml import yaml_load

import calculator
from bench.commit import ROOT
from bench.measure import Figure
from overrides.hooks.articles import read_anchors
from overrides.hooks.short_codes import free_codes
from overrides.hooks.worked_examples import Example, read_examples

SIZES = (100, 500, 1_000)
ROUNDS = 3
IN_A_GROUP = 25
# On a disk, ten thousand files take one second or five, as it pleases.
MEMORY = Path("/dev/shm")  # noqa: S108
# Builds, then says the most memory it held: `ru_maxrss` begins with what the starting process held.
BUILD = """
import runpy, sys
sys.argv = ["mkdocs", "build"]
try:
    runpy.run_module("mkdocs", run_name="__main__")
finally:
    print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
"""
SOURCES = ("docs", "overrides", "calculator", "deploy", "runtime", "tests/calculator/cases")
# Articles as most are: text, steps, figures of examples; no calculator of their own.
COPIED = (
    *("guides/register-key", "guides/view-subscription", "guides/payment-and-orders", "guides/users"),
    *("guides/automatic-renewal", "guides/keys-and-seats", "concepts/renewal-total", "concepts/buying-twice"),
)
FIELD = re.compile(r"\{\{ ([a-z0-9-]+)\.([a-z_.]+) \}\}")
DIRECTIVE = re.compile(r"\{\{ .*? \}\}")
PLAIN = {
    "site_name": "Plain",
    "theme": {"name": "material", "language": "fr", "font": False, "features": ["navigation.prune"]},
    "plugins": {
        "search": {},
        "i18n": {
            "docs_structure": "suffix",
            "reconfigure_search": False,
            "languages": [
                {"locale": "fr", "name": "Français", "default": True},
                {"locale": "en", "name": "English"},
            ],
        },
    },
}


@dataclass(frozen=True)
class Built:
    """What one build took: seconds, and MiB at its peak."""

    seconds: float
    memory: float


def growth(rounds: int) -> Iterator[tuple[str, Iterable[Figure]]]:
    """Yield, for each size, time and memory over plain Material, and how heavy a page is."""
    perpage: dict[int, float] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            ours, plain = Path(folder, "ours"), Path(folder, "plain")
            write_ours(ours, size)
            write_plain(plain, size)
            pairs = [(build(ours), build(plain)) for _ in range(min(rounds, ROUNDS))]
            perpage[size] = median(pair[0].seconds for pair in pairs) / size
            yield f"{size} pages, each in two languages", list(_compared(pairs, ours, plain))
    first, last = SIZES[0], SIZES[-1]
    yield (
        "Growth",
        [Figure(f"a page's time at {last}, over that at {first}", perpage[last] / perpage[first], "x", 1.0)],
    )


def _compared(pairs: list[tuple[Built, Built]], ours: Path, plain: Path) -> Iterator[Figure]:
    yield Figure("seconds to build ours", median(mine.seconds for mine, _ in pairs), "s")
    yield Figure("seconds to build plain Material", median(other.seconds for _, other in pairs), "s")
    yield Figure("time, over plain", median(mine.seconds / other.seconds for mine, other in pairs), "x", 1.3)
    yield Figure("memory at its peak, ours", median(mine.memory for mine, _ in pairs), "MiB")
    yield Figure("memory, over plain", median(mine.memory / other.memory for mine, other in pairs), "x", 1.5)
    yield Figure("seconds to compress ours besides, before it is published", _compressed(ours), "s")
    for name, folder in (("ours", ours), ("plain", plain)):
        page = (folder / "site/guides/users/index.html").stat().st_size
        yield Figure(f"weight of the same page, {name}", page / 1_000, "kB")


def _compressed(folder: Path) -> float:
    started = time.monotonic()
    subprocess.run((sys.executable, "-m", "runtime.compressed", "site"), cwd=folder, check=True)
    return time.monotonic() - started


def build(folder: Path) -> Built:
    """Build the site of a folder from nothing, in a process of its own."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = (sys.executable, "-c", BUILD)
    started = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    if done.returncode:
        raise RuntimeError(f"{folder.name} did not build: {done.stderr[-2000:]}")
    return Built(seconds, int(done.stdout.split()[-1]) / 1024)


def write_ours(folder: Path, size: int) -> None:
    """Write our sources with as many articles."""
    for name in SOURCES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("build", "node_modules"):
        (folder / name).symlink_to(ROOT / name)
    docs, added = folder / "docs", []
    for article, name in _names(size, docs):
        added.append(name)
        for suffix in (".md", ".en.md"):
            shutil.copyfile(docs / f"{article}{suffix}", docs / f"{name}{suffix}")
    _add_codes(docs, added)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    lines = f"  - Grown: {json.dumps(_grouped(added))}\n"
    config = config.replace("  - privacy.md\n", f"{lines}  - privacy.md\n")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")


def write_plain(folder: Path, size: int) -> None:
    """Write the same articles for plain Material, their figures written in."""
    docs, examples = folder / "docs", read_examples(ROOT / "docs/examples.toml")
    for file in sorted((ROOT / "docs").rglob("*.md")):
        copy = docs / file.relative_to(ROOT / "docs")
        copy.parent.mkdir(parents=True, exist_ok=True)
        language = "en" if file.name.endswith(".en.md") else calculator.DEFAULT_LANGUAGE
        copy.write_text(_filled(file.read_text(encoding="utf-8"), examples, language), encoding="utf-8")
    added = []
    for article, name in _names(size, docs):
        added.append(name)
        for suffix in (".md", ".en.md"):
            shutil.copyfile(docs / f"{article}{suffix}", docs / f"{name}{suffix}")
    ours = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    config = PLAIN | {
        "nav": [*ours["nav"][:-2], {"Grown": _grouped(added)}, *ours["nav"][-2:]],
        "markdown_extensions": ours["markdown_extensions"],
    }
    (folder / "mkdocs.yml").write_text(json.dumps(config), encoding="utf-8")  # JSON is YAML, too


def _names(size: int, docs: Path) -> Iterator[tuple[str, str]]:
    """Yield articles to copy with the names of their copies, until there are as many as asked."""
    there = len(list(docs.rglob("*.en.md")))
    for number, article in enumerate(islice(cycle(COPIED), size - there), 1):
        yield article, f"{article}-{number}"


def _grouped(names: list[str]) -> list[dict[str, list[str]]]:
    """Return a menu in which no group has more entries than a reader looks through."""
    groups = [names[start : start + IN_A_GROUP] for start in range(0, len(names), IN_A_GROUP)]
    return [{f"Part {number}": [f"{name}.md" for name in group]} for number, group in enumerate(groups, 1)]


def _add_codes(docs: Path, added: list[str]) -> None:
    file = docs / "short-codes.toml"
    text = file.read_text(encoding="utf-8")
    taken = re.findall(r"(?m)^([a-z]+) =", text)
    places = [place for name in added for place in _places(name, docs)]
    lines = "".join(f'{code} = "{place}"\n' for code, place in zip(free_codes(taken), places, strict=False))
    file.write_text(text.replace("\n[retired]", f"{lines}\n[retired]"), encoding="utf-8")


def _places(name: str, docs: Path) -> Iterator[str]:
    yield name
    anchors = read_anchors(docs / f"{name}.md", docs)
    yield from (f"{name}#{anchor}" for anchor in anchors if "step-" in anchor)


def _filled(text: str, examples: dict[str, Example], language: str) -> str:
    def figure(field: re.Match[str]) -> str:
        example = examples.get(field[1])
        return example.figures(language).get(field[2], example.figures(language)["title"]) if example else ""

    return DIRECTIVE.sub("", FIELD.sub(figure, text))
