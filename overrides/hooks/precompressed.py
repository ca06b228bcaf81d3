"""Pages, styles and scripts also come compressed, for servers that send ready-made files."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from overrides.hooks.building import is_over
from runtime.compressed import precompress

COMPRESSED = (".css", ".html", ".js", ".json", ".svg")
LEAST = 1_000  # bytes: less fits into one packet as it is


@event_priority(-400)  # after the headers, which are told by the files that there are
def on_post_build(*, config: MkDocsConfig) -> None:
    """Write `.br` and `.gz` beside them; the packed runtime brings its own."""
    if not is_over(config):
        return
    site = Path(config.site_dir)
    files = (path for path in site.rglob("*") if path.suffix in COMPRESSED)
    precompress(path for path in files if path.stat().st_size >= LEAST and "runtime" not in path.parts)
