"""The folder that is visited: our built site, and beside it the same rules started as others start Python."""

import hashlib
import json
import shutil
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import urlencode

import brotli

from runtime.archives import write_wheel
from runtime.pack import STOCK, stage

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).parent / "pages"
PYSCRIPT = ROOT / "node_modules/@pyscript/core/dist"
_PACKED_SUFFIXES = (".js", ".mjs", ".json", ".wasm", ".zip", ".whl", ".html", ".css")
_KEPT = ROOT / "build/bench/compressed"

FORM = {
    "quantity_before": "50",
    "quantity_after": "80",
    "unit_price": "24.00",
    "currency": "EUR",
    "term_months": "12",
    "period_end": "2027-03-10",
    "change_at": "2026-08-08",
}
ASKED = {"form": FORM, "language": "fr", "today": "2026-08-08"}
# The page takes figures after `#`, computes at once, and shows the amount that the others return.
OURS = f"/calculator/#{urlencode(FORM)}"
SHOWN = "422,14\u00a0€"


def lay_out(folder: Path) -> None:
    """Fill an empty folder with the built site and, under `/peers/`, with what others need."""
    shutil.copytree(ROOT / "site", folder, dirs_exist_ok=True)
    peers = folder / "peers"
    peers.mkdir()
    for page in PAGES.glob("*.html"):
        shutil.copyfile(page, peers / page.name)
    for name in ("pyodide.js", "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"):
        shutil.copyfile(STOCK / name, peers / name)
    wheels = _wheels(peers)
    asked = {"question": "form", "text": json.dumps(ASKED), "wheels": wheels}
    (peers / "asked.json").write_text(json.dumps(asked), "utf-8")
    shutil.copytree(PYSCRIPT, peers / "pyscript", ignore=shutil.ignore_patterns("*.map"))
    config = {"interpreter": "./pyodide.mjs", "packages": [f"./{name}" for name in wheels]}
    (peers / "pyscript.json").write_text(json.dumps(config), "utf-8")
    for path in [*peers.rglob("*")]:
        if path.suffix in _PACKED_SUFFIXES and path.is_file():
            _pack(path)


def _wheels(peers: Path) -> list[str]:
    """Write our wheels as sources, and micropip with a lock file that knows it; return the names of ours."""
    staged = peers / "staged"
    staged.mkdir()
    stage(staged)
    ours = sorted(path.name for path in staged.glob("*.whl"))
    for name in ours:
        (staged / name).rename(peers / name)
    shutil.rmtree(staged)
    micropip = _wheel_of("micropip", peers)
    lock = json.loads((STOCK / "pyodide-lock.json").read_text("utf-8"))
    lock["packages"]["micropip"]["file_name"] = micropip.name
    lock["packages"]["micropip"]["sha256"] = hashlib.sha256(micropip.read_bytes()).hexdigest()
    (peers / "pyodide-lock.json").write_text(json.dumps(lock), "utf-8")
    return ours


def _wheel_of(name: str, folder: Path) -> Path:
    installed = distribution(name)
    paths = [
        path for path in installed.files or () if path.suffix in (".py", ".pyi") or path.name == "METADATA"
    ]
    files = {str(path): Path(str(installed.locate_file(path))).read_bytes() for path in paths}
    return write_wheel(folder, files, "py3")


def _pack(path: Path) -> None:
    """Put the best Brotli beside a file; that of the same bytes is kept for the next run."""
    content = path.read_bytes()
    kept = _KEPT / f"{hashlib.sha256(content).hexdigest()}.br"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(brotli.compress(content, quality=11, lgwin=24))
    shutil.copyfile(kept, path.with_name(path.name + ".br"))
