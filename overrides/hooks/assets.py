"""Which files besides pages reach the site: the page's Python, once for all languages, and no sources."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

import calculator
from overrides.hooks.building import kept, language_of, root

ASKING = ("proration-calculator", "rule-example", "support-desk")  # elements that ask Python

ARCHIVES = (".zip", ".whl")  # what is fetched whole, so that its checksum holds nothing back

log = get_plugin_logger("runtime")


def runtime_folder(config: MkDocsConfig) -> str:
    """Return the name of the current runtime's folder; it changes with every byte of the runtime.

    Raises:
        PluginError: the runtime isn't packed.
    """
    current = root(config) / "build/runtime/current.json"
    if not current.exists():
        raise PluginError("build/runtime/current.json is missing: `make build` packs it first")
    return str(json.loads(current.read_text(encoding="utf-8"))["folder"])


def packed_folder(config: MkDocsConfig) -> Path | None:
    """Return the folder of the memory image that pages start Python from, or None where they go without.

    `extra.runtime` says so: `floor` for none, `packed` for an image or a failure; unset, for what there is.

    Raises:
        PluginError: an image is asked for that is not there, or was made of other rules.
    """
    wanted, build = config.extra["runtime"] or "", root(config) / "build/packed"
    if wanted not in ("", "floor", "packed"):
        raise PluginError(f"PRORATA_RUNTIME is floor or packed, not {wanted!r}")
    current = build / "current.json"
    told = json.loads(current.read_text(encoding="utf-8")) if current.exists() else {}
    is_current = told.get("made_from") == runtime_folder(config)
    if wanted == "packed" and not is_current:
        raise PluginError("no memory image of these rules: `make runtime-packed` makes it")
    return build / told["folder"] if is_current and wanted != "floor" else None


def python_folder(config: MkDocsConfig) -> str:
    """Return the name of the folder that pages start Python from when all goes well."""
    image = packed_folder(config)
    return image.name if image else runtime_folder(config)


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
        image = packed_folder(config)
        for path in sorted(image.iterdir()) if image else ():
            address = f"assets/runtime/{path.parent.name}/{path.name}"
            files.append(File.generated(config, address, abs_src_path=str(path)))
        log.info("Python starts from %s", "a memory image, or else whole" if image else "its files, whole")
    return files


def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: object
) -> dict[str, Any]:
    """Give a page that asks Python something where Python is, and the lock file of its packages."""
    if not any(f"<{element} " in (page.content or "") for element in ASKING):
        return context
    folder = runtime_folder(config)
    packed = root(config) / "build/runtime" / folder
    context["python"] = {
        "worker": get_relative_url(config.extra["bundles"]["worker"], page.url),
        "runtime": get_relative_url(f"assets/runtime/{folder}/", page.url),
        **kept("python", packed, lambda: _packed(packed)),
    }
    if image := packed_folder(config):
        context["python"]["image"] = {
            "folder": get_relative_url(f"assets/runtime/{image.name}/", page.url),
            "integrity": kept("image", image, lambda: _checksums(image, (".bin", ".wasm"))),
        }
    return context


def _packed(folder: Path) -> dict[str, Any]:
    """Return what a page says of the runtime whatever its own address."""
    return {
        "lock": (folder / "pyodide-lock.json").read_text(encoding="utf-8"),
        "integrity": _checksums(folder, ARCHIVES),
    }


def _checksums(folder: Path, endings: tuple[str, ...]) -> dict[str, str]:
    return {path.name: _checksum(path) for path in sorted(folder.iterdir()) if path.suffix in endings}


def download_size(config: MkDocsConfig) -> int:
    """Return how many bytes of Python a reader downloads, with Brotli."""
    packed = packed_folder(config) or root(config) / "build/runtime" / runtime_folder(config)
    return kept("download", packed, lambda: sum(path.stat().st_size for path in packed.glob("*.br")))


def _checksum(path: Path) -> str:
    with path.open("rb") as content:
        return "sha256-" + base64.b64encode(hashlib.file_digest(content, "sha256").digest()).decode()
