"""`make write` shows edits of the calculator and of hooks too, not only those of pages."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from mkdocs.config.config_options import Hooks
from mkdocs.config.defaults import MkDocsConfig

from overrides.hooks.building import root, stamp

if TYPE_CHECKING:  # a build serves nothing, and needn't load what does
    from mkdocs.livereload import LiveReloadServer


def on_serve(
    server: "LiveReloadServer", *, config: MkDocsConfig, builder: Callable[[], None]
) -> "LiveReloadServer":
    """Forget our modules before each build: Python and MkDocs would keep those of the first."""
    before = _sources(config)

    def build_afresh() -> None:
        nonlocal before
        if (
            now := _sources(config)
        ) != before:  # else what hooks keep under the files it was made from still holds
            before = now
            for name in list(sys.modules):
                if name.split(".")[0] in ("calculator", "overrides"):
                    del sys.modules[name]
            Hooks._load_hook.cache_clear()
        builder()

    server.builder = build_afresh
    return server


def _sources(config: MkDocsConfig) -> tuple[tuple[str, int], ...]:
    """Return the state of our modules and of their words."""
    folders = (root(config) / "calculator", root(config) / "overrides")
    return stamp(*(file for folder in folders for file in folder.rglob("*") if file.suffix in (".py", ".po")))
