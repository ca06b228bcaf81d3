"""Files compressed once and for all, for servers that send ready-made ones.

`python -m runtime.compressed site` does so for a built site: its pages, styles, scripts and indexes. The
packed runtime brings its own.
"""

import gzip
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

KEPT = Path(__file__).resolve().parent.parent / "build/compressed"
FORGOTTEN_AFTER = 30 * 86_400  # seconds since a build last used it
ONCE = (".css", ".js", ".svg")  # few, asked for by each page, the same for months
AT_EACH_RELEASE = (".html", ".json")  # the smallest would take a tenth of a second each
LEAST = 1_000  # bytes: less fits into one packet as it is


def precompress_site(site: Path) -> None:
    """Put a `.br` and a `.gz` beside each file that is worth it."""
    files = [path for path in site.rglob("*") if "runtime" not in path.relative_to(site).parts]
    for endings, compress in ((ONCE, precompress), (AT_EACH_RELEASE, precompress_quickly)):
        compress(path for path in files if path.suffix in endings and path.stat().st_size >= LEAST)


def precompress(paths: Iterable[Path]) -> None:
    """Put a `.br` and a `.gz` beside each file."""
    with ThreadPoolExecutor() as threads:
        list(threads.map(_precompress, sorted(paths)))
    forget_unused(KEPT)


def forget_unused(folder: Path) -> None:
    """Remove from `folder` what no build has used for a month."""
    for kept in folder.glob("*.br"):
        if time.time() - kept.stat().st_mtime > FORGOTTEN_AFTER:
            kept.unlink(missing_ok=True)


def precompress_quickly(paths: Iterable[Path]) -> None:
    """Put a `.br` and a `.gz` beside each file, some percent larger, in a hundredth of the time."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(_precompress_quickly, sorted(paths)))


def _precompress_quickly(path: Path) -> None:
    content = path.read_bytes()
    # A window as large as pages are: each thread holds one.
    path.with_name(path.name + ".br").write_bytes(brotli.compress(content, quality=6, lgwin=18))
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 6, mtime=0))


def _precompress(path: Path) -> None:
    content = path.read_bytes()
    # The best Brotli of Python's WebAssembly takes half a minute and depends on its bytes alone.
    kept = KEPT / f"{hashlib.sha256(content).hexdigest()}.br"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as unfinished:
            unfinished.write(brotli.compress(content, quality=11, lgwin=24))
        Path(unfinished.name).replace(kept)
    shutil.copyfile(kept, path.with_name(path.name + ".br"))
    os.utime(kept)  # used today
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))


if __name__ == "__main__":
    precompress_site(Path(sys.argv[1]))
