"""Pages, styles and scripts also come compressed, for servers that send ready-made files."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from overrides.hooks.building import is_over, is_writing
from runtime.compressed import precompress, precompress_quickly

COMPRESSED = (".css", ".html", ".js", ".json", ".svg")
PAGES = (".html", ".json")
LEAST = 1_000  # bytes: less fits into one packet as it is


@event_priority(-400)  # after the headers, which are told by the files that there are
def on_post_build(*, config: MkDocsConfig) -> None:
    """Write `.br` and `.gz` beside them; the packed runtime brings its own."""
    if not is_over(config) or is_writing():
        return
    site = Path(config.site_dir)
    files = (path for path in site.rglob("*") if path.suffix in COMPRESSED)
    ours = [path for path in files if path.stat().st_size >= LEAST and "runtime" not in path.parts]
    # Every release changes every page; scripts and styles are few, and asked for by each.
    precompress(path for path in ours if path.suffix not in PAGES)
    precompress_quickly(path for path in ours if path.suffix in PAGES)
