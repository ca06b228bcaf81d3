"""site/_headers: what a server says with each file, from deploy/headers.toml and the pages' own scripts."""

import base64
import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from overrides.hooks.building import files_of, is_over, root

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
RUNS = re.compile(r"""^(?!.*\bsrc=)(?!.*\btype=["']?(?:application/(?:ld\+)?json|text/plain))""", re.DOTALL)
NAMED_BY_CONTENT = re.compile(r"\.[0-9A-Za-z]{8}\.min\.(?:js|css)$")


@event_priority(-300)  # the last: pages are as readers get them
def on_post_build(*, config: MkDocsConfig) -> None:
    """Write the file for static hosts; the feedback service reads it too."""
    if not is_over(config):
        return
    site = Path(config.site_dir)
    rules = tomllib.loads((root(config) / "deploy/headers.toml").read_text(encoding="utf-8"))
    files = files_of(site)
    scripts = script_hashes(site, files)
    named = [f"/{file}" for file in files if NAMED_BY_CONTENT.search(file)]
    paths = {"pages": list(_pages(site)), "named-by-content": named}
    lines = ["# Written by the build from deploy/headers.toml."]
    for pattern, headers in rules.items():
        for path in paths.get(pattern, [pattern]):
            lines += [path, *(f"  {name}: {_value(value, scripts)}" for name, value in headers.items())]
    (site / "_headers").write_text("\n".join(lines) + "\n", encoding="utf-8")


def script_hashes(site: Path, files: list[str]) -> list[str]:
    """Return the sources by which a content policy knows the scripts written inside the pages, sorted."""
    texts = {
        script["text"]
        for file in files
        if file.endswith(".html") and b"<script" in (page := (site / file).read_bytes())
        for script in SCRIPT.finditer(page.decode())
        if RUNS.match(script["attributes"])
    }
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _value(value: str | list[str], scripts: list[str]) -> str:
    """Return a header's value; a list is a content policy."""
    if isinstance(value, str):
        return value
    return "; ".join(value).replace("{scripts}", " ".join(scripts))


def _pages(site: Path) -> Iterator[str]:
    """Yield patterns that match every page and no asset: two rules that give a header would both be sent."""
    for child in sorted(site.iterdir()):
        if child.name == "index.html":
            yield "/"
        elif child.suffix in (".html", ".xml"):
            yield f"/{child.name}"
        elif child.is_dir() and any(child.rglob("*.html")):
            yield f"/{child.name}/*"
