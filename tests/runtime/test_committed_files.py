"""No committed file depends on one machine or names a package server: each machine asks its own."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE_SERVERS = re.compile(
    r"registry\.npm|pypi\.org/simple|files\.pythonhosted|\"resolved\":|--(extra-)?index-url"
)
MACHINE_PATHS = re.compile(r"(?<![\w.}])/(root|work|opt/pypi|home/\w+|Users/\w+)/")


def committed_files() -> list[Path]:
    listing = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a checkout")  # an unpacked archive has no list of committed files; CI has a clone
    paths = (ROOT / name for name in done.stdout.split("\0") if name)
    return [path for path in paths if path.is_file() and path != Path(__file__).resolve()]


@pytest.mark.parametrize(
    "forbidden", [PACKAGE_SERVERS, MACHINE_PATHS], ids=["package server", "machine path"]
)
def test_no_committed_file_names(forbidden: re.Pattern[str]) -> None:
    texts = ((path, path.read_bytes().decode("utf-8", "replace")) for path in committed_files())
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}" for path, text in texts if (match := forbidden.search(text))
    ]
    assert found == []


@pytest.mark.parametrize(("name", "at_least"), [("requirements.txt", 50), ("requirements-prove.txt", 3)])
def test_every_requirement_has_a_checksum(name: str, at_least: int) -> None:
    lines = (ROOT / name).read_text("utf-8").replace("\\\n", " ").splitlines()
    requirements = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert len(requirements) > at_least
    assert [line for line in requirements if "--hash=sha256:" not in line] == []
