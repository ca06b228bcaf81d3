"""Which files besides pages reach the site: the page's Python, once for all languages, and no sources."""

import json
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

import calculator
from overrides.hooks.building import language_of, root

ASKING = ("proration-calculator", "rule-example", "support-desk")  # elements that ask Python


def runtime_folder(config: MkDocsConfig) -> str:
    """Return the name of the current runtime's folder; it changes with every byte of the runtime.

    Raises:
        PluginError: the runtime isn't packed.
    """
    current = root(config) / "build/runtime/current.json"
    if not current.exists():
        raise PluginError("build/runtime/current.json is missing: `make build` packs it first")
    return str(json.loads(current.read_text(encoding="utf-8"))["folder"])


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Leave out what templates and hooks read, and add the runtime."""
    for file in list(files):
        if file.src_uri.endswith(".po"):
            files.remove(file)
    if language_of(config) == calculator.DEFAULT_LANGUAGE:
        folder = runtime_folder(config)
        for path in sorted(Path(root(config), "build/runtime", folder).iterdir()):
            files.append(
                File.generated(config, f"assets/runtime/{folder}/{path.name}", abs_src_path=str(path))
            )
    return files


def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: object
) -> dict[str, Any]:
    """Give a page that asks Python something where Python is, and the lock file of its packages."""
    if not any(f"<{element} " in (page.content or "") for element in ASKING):
        return context
    folder = runtime_folder(config)
    lock = root(config) / "build/runtime" / folder / "pyodide-lock.json"
    context["python"] = {
        "worker": get_relative_url(config.extra["bundles"]["worker"], page.url),
        "runtime": get_relative_url(f"assets/runtime/{folder}/", page.url),
        "lock": lock.read_text(encoding="utf-8"),
    }
    return context
