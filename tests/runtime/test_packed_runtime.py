"""What the page downloads: it answers as CPython does, and is what its lock file and its name say."""

import gzip
import hashlib
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

import brotli
import pytest

import calculator
from runtime import pruned_babel
from runtime.compressed import forget_unused
from runtime.pack import NOT_FOR_THE_PAGE, content_hash, standard_modules
from tests.worked_example import FIFTY_TO_EIGHTY

ROOT = Path(__file__).resolve().parents[2]
NODE = Path(sys.prefix) / "bin/node"
LARGEST_DOWNLOAD = 3_700_000  # bytes with Brotli; the stock runtime takes 5,470,000
EXAMPLES = tomllib.loads((ROOT / "docs/examples.toml").read_text("utf-8"))
OF_OTHER_PLATFORMS: list[str] = []  # named in a branch that the page's Python never takes
ONE_LINE = {"quantity_before": 50, "quantity_after": 80, "unit_price": "24.00"}
WHOLE_PREVIEW = {
    "currency": "EUR",
    "period": {"start": "2026-03-10", "end": "2027-03-10"},
    "change_at": "2026-08-08",
    "lines": [ONE_LINE],
    "language": "en",
}


def form(language: str, **controls: str) -> tuple[str, str]:
    entry = {"form": FIFTY_TO_EIGHTY | controls, "language": language, "today": "2026-08-08"}
    return "form", json.dumps(entry)


def preview(**fields: object) -> tuple[str, str]:
    return "preview", json.dumps(WHOLE_PREVIEW | fields)


def desk(question: str, language: str, **own: object) -> tuple[str, str]:
    asked = {"form": FIFTY_TO_EIGHTY | {"payment": "transfer"}, "language": language, "today": "2026-11-23"}
    return question, json.dumps(asked | own)


QUESTIONS = {
    "French": form("fr"),
    "English": form("en"),
    "French as typed": form(
        "fr", unit_price="1 234,50 €", period_end="10/03/2027", change_at="1er août 2026"
    ),
    "English as typed": form("en", unit_price="$1,234.50", period_end="Mar 10, 2027", change_at="Aug 8 2026"),
    "yen, no decimals": form("fr", currency="JPY", unit_price="1500"),
    "dinar, three decimals": form("en", currency="KWD", unit_price="1.125"),
    "no currency": form("fr", currency="XXX"),
    "29 February": form("fr", period_end="2028-02-29", change_at="2028-02-28", term_months="1"),
    "today by default": form("en", change_at=""),
    "nothing filled in": form("fr", **dict.fromkeys(FIFTY_TO_EIGHTY, "")),
    "every control wrong, French": form("fr", **dict.fromkeys(FIFTY_TO_EIGHTY, "œuf")),
    "every control wrong, English": form("en", **dict.fromkeys(FIFTY_TO_EIGHTY, "-1e9")),
    "tiers and products, French": form(
        "fr",
        unit_price="",
        tier_model="volume",
        tier_up_to_1="60",
        tier_unit_price_1="24,00 €",
        tier_unit_price_2="20",
        label_2="Œuvre",
        quantity_before_2="10",
        quantity_after_2="13",
        unit_price_2="1,2340",
        payment="transfer",
        tax_rate="5,5",
    ),
    "rows with faults, English": form(
        "en",
        unit_price="$24",
        period_end="3/10/27",
        change_at="25/3/2026",
        tier_up_to_1="60",
        label_3="Studio",
        quantity_before_3="5",
        quantity_after_3="3",
        unit_price_3="-1",
    ),
    "total below": form("fr", quantity_after="20"),
    "both totals, disagreeing": form("en", quantity_added="5"),
    "after the period": form("fr", change_at="2028-01-01"),
    "emoji and surrogates": form("fr", unit_price="\ud83d\ude00 24", period_end="\udc00"),
    "preview": preview(),
    "preview of several lines": preview(
        lines=[ONE_LINE, ONE_LINE | {"label": "Œuvre", "unit_price": "0.005"}]
    ),
    "preview of the unknown": preview(unknown=1, language="fr"),
    "preview not supported": preview(policy={"unit": "month_then_day"}, tax={"rate": "0.2"}),
    "preview of a dated period": preview(period={"start": "2026-02-30", "end": "2026-01-01T25:00:00"}),
    "preview too deep": ("preview", "[" * 5000),
    "preview, key twice": ("preview", '{"currency": "EUR", "currency": "USD"}'),
    "preview of nothing": ("preview", ""),
    "form of nothing": ("form", "null"),
    "when to buy": desk("when_to_buy", "fr"),
    "scenarios suggested": desk("scenarios", "en"),
    "scenarios with faults": desk(
        "scenarios", "fr", scenarios=[{"change_at": "hier"}, {"quantity_after": "-1"}]
    ),
    "another amount": desk("other_amount", "fr", amount="420,16 €"),
    "an amount that nothing gives": desk("other_amount", "en", amount="$12"),
    "a budget": desk("budget", "en", budget="500"),
    "taken away": desk("take_away", "fr", sheets=["fr", "en"], address="https://example.org/#a?b=c"),
    "reply of support": desk("reply", "en", addresses={"fr": {"step": "https://example.org/é"}}),
} | {
    f"example {name}, {language}": (
        "form",
        json.dumps({"form": {k: v for k, v in example.items() if k != "title"}, "language": language}),
    )
    for name, example in EXAMPLES.items()
    for language in calculator.LANGUAGES
}


def ask(runtime_folder: Path, questions: Iterable[tuple[str, str]]) -> list[str]:
    """Return what the packed runtime answers to each (question, text)."""
    done = subprocess.run(
        (NODE, ROOT / "runtime/ask.mjs", runtime_folder),
        input="\n".join(json.dumps({"question": question, "text": text}) for question, text in questions),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def packed_answers(runtime_folder: Path) -> dict[str, str]:
    """Return what the packed runtime answers to each question, by the question's name."""
    return dict(zip(QUESTIONS, ask(runtime_folder, QUESTIONS.values()), strict=True))


@pytest.mark.parametrize("name", QUESTIONS)
def test_packed_python_answers_as_cpython_does(name: str, packed_answers: dict[str, str]) -> None:
    assert packed_answers[name] == calculator.answer(*QUESTIONS[name])


def test_packed_python_writes_the_amounts_of_the_contract(packed_answers: dict[str, str]) -> None:
    french, english = (json.loads(packed_answers[name]) for name in ("French", "English"))
    assert french["due_now"]["text"] == "422,14\u00a0€"
    assert french["renewal"]["text"] == "1\u202f920,00\u00a0€"
    assert english["due_now"]["text"] == "€422.14"
    assert english["renewal"]["text"] == "€1,920.00"


def test_lock_file_names_our_wheel_alone_with_its_checksum(runtime_folder: Path) -> None:
    packages = json.loads((runtime_folder / "pyodide-lock.json").read_text("utf-8"))["packages"]
    assert sorted(packages) == ["calculator"]
    for package in packages.values():
        content = (runtime_folder / package["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == package["sha256"]


def test_compressed_files_hold_the_same_bytes(runtime_folder: Path) -> None:
    plain = [path for path in runtime_folder.iterdir() if path.suffix not in (".br", ".gz")]
    assert len(plain) == 6
    for path in plain:
        content = path.read_bytes()
        assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == content
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == content


def test_what_no_build_used_for_a_month_is_not_kept(tmp_path: Path) -> None:
    today, long_ago = tmp_path / "today.br", tmp_path / "long-ago.br"
    for path in (today, long_ago):
        path.touch()
    os.utime(long_ago, (0, 0))
    forget_unused(tmp_path)
    assert list(tmp_path.iterdir()) == [today]


def test_archives_hold_bytecode_and_data_and_no_machine_path(runtime_folder: Path) -> None:
    library, wheel = runtime_folder / "library.zip", next(runtime_folder.glob("calculator-*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    assert {Path(name).suffix for name in zipfile.ZipFile(library).namelist()} == {".pyc", ".bin"}
    assert not {Path(name).suffix for name in names} & {".py", ".pyc", ".po", ".pot"}
    assert {"calculator/language/fr.mo", "calculator/language/en.mo"} <= set(names)
    for path in (library, wheel):
        assert str(ROOT).encode() not in path.read_bytes()


def test_download_stays_within_its_budget(runtime_folder: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in sorted(runtime_folder.glob("*.br"))}
    for name, size in sizes.items():
        print(f"{size:>10,} {name}")
    assert sum(sizes.values()) <= LARGEST_DOWNLOAD


def test_packing_again_gives_the_same_bytes(runtime_folder: Path, tmp_path: Path) -> None:
    packed = assembled(tmp_path, ROOT / "node_modules/pyodide")
    assert runtime_folder.name.endswith("-" + content_hash(packed))


def test_the_release_before_is_packed_the_same_way(runtime_folder: Path, tmp_path: Path) -> None:
    """The next one will be then, too: nothing names a release but package.json."""
    previous = ROOT / "node_modules/pyodide-previous"
    packed = assembled(tmp_path, previous)
    version = json.loads((previous / "package.json").read_text("utf-8"))["version"]
    assert not runtime_folder.name.startswith(f"{version}-")
    assert version in (packed / "pyodide.mjs").read_text("utf-8")
    asked = list(QUESTIONS.values())
    assert ask(packed, asked) == [calculator.answer(*question) for question in asked]


def assembled(folder: Path, stock: Path) -> Path:
    """Return the folder into which a release of Pyodide was packed, in an environment of nothing.

    No step may leave its own files behind.
    """
    program = "import sys, pathlib; from runtime import pack; pack.assemble(*map(pathlib.Path, sys.argv[1:]))"
    staged, packed, temporary = folder / "staged", folder / "packed", folder / "temporary"
    for empty in (staged, packed, temporary):
        empty.mkdir()
    done = subprocess.run(
        (sys.executable, "-c", program, staged, packed, stock),
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not list(temporary.iterdir())
    return packed


TRYING = """
for name in wanted:
    try:
        importlib.import_module(name)
    except ImportError:
        missing.append(name)
json.dumps(missing)
"""
WATCHING = """
sys.addaudithook(lambda event, about: event == "compile" and compiled.append(str(about)))
import calculator, sitecustomize
at_the_start = list(sitecustomize.MISSED)
for question, text in asked:
    calculator.answer(question, text)
json.dumps({"at the start": at_the_start, "for the answers": compiled})
"""


def run(runtime_folder: Path, program: str) -> str:
    """Return the text that the program's last line comes to, in the packed runtime."""
    command = (NODE, ROOT / "tests/runtime/run.mjs", runtime_folder)
    done = subprocess.run(command, input=program, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_whatever_our_sources_import_is_there(runtime_folder: Path) -> None:
    """In functions too, where only a reader's question would come by."""
    sources = [path for path in (ROOT / "calculator").rglob("*.py") if not is_for_the_build(path)]
    babel = Path(str(distribution("babel").locate_file("babel")))
    sources += [babel / f"{module}.py" for module in pruned_babel.MODULES]
    wanted = standard_modules(path.read_bytes() for path in sources)
    assert {"fractions", "gettext", "importlib", "zoneinfo"} <= wanted
    tried = f"import json, importlib\nwanted, missing = {sorted(wanted)!r}, []\n" + TRYING
    assert json.loads(run(runtime_folder, tried)) == OF_OTHER_PLATFORMS


def test_nothing_is_compiled_for_an_answer(runtime_folder: Path) -> None:
    """Python's compiler would take a tenth of a start; the library uses it where nobody would look for it."""
    watched = f"import json, sys\nasked, compiled = {list(QUESTIONS.values())!r}, []\n" + WATCHING
    told = json.loads(run(runtime_folder, watched))
    assert told == {"at the start": [], "for the answers": []}


def is_for_the_build(path: Path) -> bool:
    return str(path.relative_to(ROOT)).startswith(NOT_FOR_THE_PAGE)
