"""Pages, styles and scripts also come compressed, for servers that send ready-made files."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from overrides.hooks.building import is_over, is_writing
from runtime.compressed import precompress, precompress_quickly

ONCE = (".css", ".js", ".svg")  # few, asked for by each page, the same for months
AT_EACH_RELEASE = (".html", ".json")  # the smallest would take a tenth of a second each
LEAST = 1_000  # bytes: less fits into one packet as it is


@event_priority(-400)  # after the headers, which are told by the files that there are
def on_post_build(*, config: MkDocsConfig) -> None:
    """Write `.br` and `.gz` beside them; the packed runtime brings its own."""
    if not is_over(config) or is_writing():
        return
    files = [path for path in Path(config.site_dir).rglob("*") if "runtime" not in path.parts]
    for endings, compress in ((ONCE, precompress), (AT_EACH_RELEASE, precompress_quickly)):
        compress(path for path in files if path.suffix in endings and path.stat().st_size >= LEAST)
