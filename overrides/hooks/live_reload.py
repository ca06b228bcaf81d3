"""`make write` shows edits of the calculator and of hooks too, not only those of pages."""

import sys
from collections.abc import Callable

from mkdocs.config.config_options import Hooks
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer


def on_serve(
    server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]
) -> LiveReloadServer:
    """Forget our modules before each build: Python and MkDocs would keep those of the first."""

    def build_afresh() -> None:
        for name in list(sys.modules):
            if name.split(".")[0] in ("calculator", "overrides"):
                del sys.modules[name]
        Hooks._load_hook.cache_clear()
        builder()

    server.builder = build_afresh
    return server
