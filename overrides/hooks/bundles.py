"""Our scripts and styles as readers get them: a file for the page, one for the worker, one of styles.

Each is named by its content. A visit then asks for three files of ours, not for fifty, and only once.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

import calculator
from overrides.hooks.building import kept, language_of, overrides, root, stamp

# What templates and other hooks know each by, in `config.extra["bundles"]`, and where its source begins.
ENTRIES = {
    "ahead": "assets/javascripts/ahead.js",
    "page": "assets/javascripts/main.js",
    "worker": "assets/javascripts/worker/worker.js",
    "search": "assets/javascripts/workers/search.js",  # in the theme's folder, from where it finds `../lunr`
    "styles": "assets/stylesheets/main.css",
}
SOURCES = ("assets/javascripts/", "assets/stylesheets/")
THEMES_SEARCH = "assets/javascripts/workers/search."  # then a hash
SERVED_AS_WRITTEN = ("assets/javascripts/lunr/",)  # the theme's search asks for these by name


@event_priority(-200)  # static-i18n sorts files by their place on disk, where the bundles have none
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Put the bundles in the place of their sources, and tell pages of them."""
    themes = next(
        file for file in files if file.src_uri.startswith(THEMES_SEARCH) and file.src_uri.endswith(".min.js")
    )
    sources = sorted(path for path in (overrides(config) / "assets").rglob("*") if path.is_file())
    made_from = (themes.src_uri, stamp(*sources))
    bundles = dict(kept("bundles", made_from, lambda: _bundled(config, Path(themes.src_uri).name)))
    # As it stands inside pages, in a strict block: none of its names is then another script's.
    config.extra["ahead"] = f"'use strict';{{{bundles.pop('ahead')[1].decode().strip()}}}"
    config.extra["bundles"] = {name: path for name, (path, _) in bundles.items()}
    config.extra["themes_search"] = themes.src_uri
    config.extra_css = [bundles["styles"][0]]
    for file in _sources(files, overrides(config)):
        files.remove(file)
    if language_of(config) == calculator.DEFAULT_LANGUAGE:  # every language shares them
        for path, content in bundles.values():
            files.append(File.generated(config, path, content=content))
    return files


def _sources(files: Files, ours: Path) -> list[File]:
    return [
        file
        for file in files
        if file.src_uri.startswith(SOURCES)
        and not file.src_uri.startswith(SERVED_AS_WRITTEN)
        and (ours / file.src_uri).exists()
    ]


def _bundled(config: MkDocsConfig, themes_search: str) -> dict[str, tuple[str, bytes]]:
    """Return each bundle's path in the site and its content."""
    with tempfile.TemporaryDirectory() as folder:
        esbuild(
            config,
            "--format=esm",
            "--entry-names=[dir]/[name].[hash].min",
            f"--outbase={overrides(config)}",
            f"--define:THEMES={json.dumps(themes_search)}",
            f"--outdir={folder}",
            *ENTRIES.values(),
        )
        return {name: _written(Path(folder), Path(entry)) for name, entry in ENTRIES.items()}


def esbuild(config: MkDocsConfig, *arguments: str) -> None:
    """Bundle as told; sources are named from `overrides/`.

    Raises:
        PluginError: a source is no script or no styles; with esbuild's words, which name the line.
    """
    tool = (Path(sys.prefix) / "bin/node", root(config) / "node_modules/esbuild/bin/esbuild")
    command = (*map(str, tool), "--bundle", "--minify", "--target=es2024", "--log-level=warning", *arguments)
    done = subprocess.run(command, cwd=overrides(config), capture_output=True, text=True, check=False)
    if done.returncode:
        raise PluginError(done.stderr)


def _written(folder: Path, entry: Path) -> tuple[str, bytes]:
    (file,) = (folder / entry.parent).glob(f"{entry.stem}.*.min{entry.suffix}")
    return file.relative_to(folder).as_posix(), file.read_bytes()
