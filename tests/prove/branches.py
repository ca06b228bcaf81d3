"""Branch coverage of the calculator under its own tests, the command line's processes included."""

import subprocess
import sys

from tests.prove.results import COMMIT, RESULTS, ROOT


def main() -> int:
    """Print and write the branches that no test takes, and return 0 where the tests pass."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    _coverage("erase")
    # Some words are for the site alone: its build asks for them, and one test does.
    rooms = ("tests/calculator", "tests/site/test_figures.py")
    tests = ("-m", "pytest", *rooms, "--quiet", "-p", "no:cacheprovider")
    passed = _coverage("run", *tests).returncode == 0
    _coverage("combine", "--quiet")
    report = _coverage("report", capture=True).stdout
    text = f"commit {COMMIT}\n\n{report}"
    (RESULTS / "coverage.txt").write_text(text, "utf-8")
    print(report)
    return 0 if passed else 1


def _coverage(*arguments: str, capture: bool = False) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "coverage", *arguments)
    return subprocess.run(command, cwd=ROOT, capture_output=capture, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
