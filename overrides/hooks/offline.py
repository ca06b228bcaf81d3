"""service-worker.js: what keeps the site for reading without a network, and the list of what it keeps."""

import base64
import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from overrides.hooks.assets import python_folder
from overrides.hooks.building import files_of, is_over
from overrides.hooks.bundles import esbuild
from overrides.hooks.headers import NAMED_BY_CONTENT

NAME = "service-worker.js"
SOURCES = "assets/javascripts/service-worker/"
# All that pages ask for, except Python, kept once it has been used: 65 files of 1.5 MB, 0.3 MB as sent.
KEPT = re.compile(
    r".*\.html"  # also the short codes' pages: half a kilobyte each, and read aloud where networks are poor
    r"|assets/images/[^/]+\.svg"
    r"|assets/.*\.min\.css"
    # Of the search's languages, which are those of the whole world, the ones that it asks for.
    r"|assets/(?!javascripts/lunr/min/).*\.min\.js"
    r"|assets/javascripts/lunr/min/lunr\.(?:fr|prorata-en|prorata-fr|stemmer\.support)\.min\.js"
    r"|assets/javascripts/lunr/lunr\.prorata\.js"
    r"|(?:.*/)?search/search_index\.json"
)


@event_priority(-350)  # pages are as readers get them; what compresses files comes after
def on_post_build(*, config: MkDocsConfig) -> None:
    """Write the service worker, or, where `extra.offline` is off, one that takes the former away."""
    if not is_over(config):
        return
    site = Path(config.site_dir)
    folder = f"assets/runtime/{python_folder(config)}/"
    told = {
        "KEPT": list(kept(site)),
        "PYTHON": {"folder": folder, "checksums": dict(_checksums(site / folder))},
    }
    source = NAME if config.extra["offline"] else "farewell.js"
    with tempfile.TemporaryDirectory() as temporary:
        # As a file: the list of a site of hundreds of pages is longer than an argument may be.
        values = Path(temporary, "told.js")
        lines = (f"export const {name} = {json.dumps(value)};\n" for name, value in told.items())
        values.write_text("".join(lines), encoding="utf-8")
        esbuild(
            config,
            f"{SOURCES}{source}",
            "--format=iife",
            f"--outfile={site.resolve() / NAME}",
            '--define:process.env.NODE_ENV="production"',
            f"--inject:{values}",
        )


def kept(site: Path) -> Iterator[dict[str, Any]]:
    """Yield each file that is kept, as Workbox lists them: address from the site's root, revision, checksum.

    The checksum makes sure that no file of another release, published meanwhile, gets among them.
    """
    for path in filter(KEPT.fullmatch, files_of(site)):
        digest = hashlib.sha256((site / path).read_bytes()).digest()
        yield {
            "url": path.removesuffix("index.html") or "./",
            # Without one, the name itself is the revision.
            "revision": None if NAMED_BY_CONTENT.search(path) else digest.hex()[:16],
            "integrity": _integrity(digest),
        }


def _checksums(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the files that Python is started from; pages hold the lock file's text."""
    for file in sorted(folder.iterdir()):
        if file.suffix not in (".br", ".gz", ".json"):
            with file.open("rb") as content:  # Python's WebAssembly is as large as all pages together
                yield file.name, _integrity(hashlib.file_digest(content, "sha256").digest())


def _integrity(digest: bytes) -> str:
    return f"sha256-{base64.b64encode(digest).decode()}"
