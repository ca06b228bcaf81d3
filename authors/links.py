"""Whether external links still answer: `make links`, on a maintainer's machine, never in the tests.

Reads the Markdown, asks each address once, at most eight at a time, and says where the ones that fail stand.
"""

import re
import sys
import urllib.error
import urllib.request
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"\]\((https?://[^)\s]+)\)")
SECONDS = 20
AT_ONCE = 8
NAME = "Prorata link check (a help centre's maintainer)"


def main(folder: Path) -> int:
    """Print what each failing address answers and where it stands; return 1 if there is any."""
    places = external_links(folder)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = dict(zip(places, pool.map(asked, places), strict=True))
    failed = {address: answer for address, answer in answers.items() if answer}
    for address, answer in failed.items():
        print(f"{address}: {answer}")
        print("\n".join(f"    {place}" for place in places[address]))
    print(f"{len(places)} addresses asked, {len(failed)} failed.")
    return 1 if failed else 0


def external_links(folder: Path) -> dict[str, list[str]]:
    """Return each address that articles link to, with the files and lines where it stands."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(folder.rglob("*.md")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            for address in LINK.findall(line):
                found[address].append(f"{folder.name}/{file.relative_to(folder).as_posix()}:{number}")
    return found


def asked(address: str) -> str:
    """Return what is wrong with an address, nothing where a page answers."""
    request = urllib.request.Request(address, headers={"User-Agent": NAME})  # noqa: S310 our own articles' links
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return "" if answer.status < 400 else f"status {answer.status}"
    except urllib.error.HTTPError as error:
        return f"status {error.code}"
    except (urllib.error.URLError, TimeoutError, ConnectionError, ValueError) as error:
        return str(getattr(error, "reason", error)) or type(error).__name__


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs"))
