"""The built site, and copies of its sources in which a test may plant a fault."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site.html_page import HtmlPage, pages_of, redirects_of

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("docs", "overrides", "calculator", "deploy", "runtime", "tests/calculator/cases")


@dataclass(frozen=True)
class Sources:
    """A copy of what the site is built from."""

    folder: Path

    def build(self, site_url: str = "", offline: str = "") -> "Built":
        """Return the build's outcome."""
        told = {"PRORATA_SITE_URL": site_url, "PRORATA_OFFLINE": offline}
        environment = {name: value for name, value in os.environ.items() if name not in told}
        environment |= {name: value for name, value in told.items() if value}
        environment["NO_MKDOCS_2_WARNING"] = "1"
        command = (sys.executable, "-m", "mkdocs", "build")
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        return Built(self.folder / "site", done.returncode, done.stdout + done.stderr)

    def replace(self, file: str, old: str, new: str) -> None:
        """Put a text in place of another's first occurrence."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} no longer holds {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def line_of(self, file: str, text: str) -> int:
        """Return the number of the first line that holds a text."""
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)


@dataclass(frozen=True)
class Built:
    """What a build left behind."""

    site: Path
    status: int
    told: str


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    """Return a copy of the sources; the packed runtime is shared."""
    return copy_sources(tmp_path)


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site built for an address below another site's."""
    built = copy_sources(tmp_path_factory.mktemp("elsewhere")).build("https://aide.example.org/kb/")
    assert built.status == 0, built.told
    return built.site


@pytest.fixture(scope="session")
def pages(site_dir: Path) -> dict[str, HtmlPage]:
    """Return the pages of the built site by their path."""
    return pages_of(site_dir)


@pytest.fixture(scope="session")
def redirects(site_dir: Path) -> dict[str, HtmlPage]:
    """Return the pages of the site's short codes by their path."""
    return redirects_of(site_dir)


def copy_sources(folder: Path) -> Sources:
    """Return a copy of the sources in a folder."""
    for name in SOURCES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for name in ("build", "node_modules"):
        (folder / name).symlink_to(ROOT / name)
    return Sources(folder)
