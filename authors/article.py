"""A new article in both languages: `make article NAME=guides/move-a-key TYPE=how-to`.

Writes both files from the type's templates and gives short codes to the page and its steps. What is left to
write stands in double square brackets, which `make build` refuses and `make write` shows.
"""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import calculator
from overrides.hooks.articles import read_anchors
from overrides.hooks.short_codes import NAME as CODES
from overrides.hooks.short_codes import free_codes

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = Path(__file__).with_name("templates")
TYPES = tuple(sorted({file.name.split(".")[0] for file in TEMPLATES.glob("*.md")}))
PATH = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)?")


def main(arguments: list[str]) -> int:
    """Write the article and say what comes next; return the exit status, 2 for faults of the request."""
    name, kind = [*arguments, "", ""][:2]
    faults = list(_faults(name, kind, ROOT / "docs"))
    if faults:
        print("\n".join(faults), file=sys.stderr)
        return 2
    files = write_article(name, kind, ROOT / "docs")
    codes = give_codes(name, ROOT)
    print("\n".join(f"docs/{file}" for file in files))
    print(f"docs/{CODES}: {', '.join(codes)}. Say them aloud; change what sounds wrong before you publish.")
    print(f"Next: add {name}.md to nav in mkdocs.yml, then `make write`. authors/STYLE.md is one page.")
    return 0


def _faults(name: str, kind: str, docs: Path) -> list[str]:
    found = []
    if not PATH.fullmatch(name):
        found.append("NAME: write a path of lower-case words, such as NAME=guides/move-a-key")
    elif (docs / f"{name}.md").exists():
        found.append(f"NAME: docs/{name}.md is there already")
    if kind not in TYPES:
        found.append(f"TYPE: write one of {', '.join(TYPES)}, such as TYPE={TYPES[0]}")
    return found


def write_article(name: str, kind: str, docs: Path) -> list[str]:
    """Write the article's files and return their names in the folder."""
    today = datetime.now(UTC).date().isoformat()
    written = []
    for language in calculator.LANGUAGES:
        text = (TEMPLATES / f"{kind}.{language}.md").read_text(encoding="utf-8")
        suffix = "" if language == calculator.DEFAULT_LANGUAGE else f".{language}"
        file = docs / f"{name}{suffix}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            text.replace("TODAY", today).replace("ANCHOR", name.rpartition("/")[2]), encoding="utf-8"
        )
        written.append(file.relative_to(docs).as_posix())
    return written


def give_codes(name: str, root: Path) -> list[str]:
    """Give a code to the page and to each of its steps, in the file of codes and in the published list."""
    docs, file = root / "docs", root / "docs" / CODES
    anchors = [anchor for anchor in read_anchors(docs / f"{name}.md", docs) if "step-" in anchor]
    text = file.read_text(encoding="utf-8")
    taken = re.findall(r"(?m)^([a-z]+) =", text)
    places = dict(zip([name, *(f"{name}#{anchor}" for anchor in anchors)], free_codes(taken), strict=False))
    lines = "".join(f'{code} = "{place}"\n' for place, code in places.items())
    file.write_text(text.replace("\n[retired]", f"{lines}\n[retired]"), encoding="utf-8")
    published = root / "tests/site/published-codes.txt"
    addresses = (
        f"{code} /{place.partition('#')[0]}/{place[place.index('#') :] if '#' in place else ''}\n"
        for place, code in places.items()
    )
    published.write_text(published.read_text(encoding="utf-8") + "".join(addresses), encoding="utf-8")
    return list(places.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
