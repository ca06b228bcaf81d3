"""What our page is measured beside: the same rules, started as others start Python in a page."""

import hashlib
import html
import json
import re
import shutil
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

from bench.commit import ROOT
from runtime.archives import write_wheel
from runtime.compressed import precompress
from runtime.pack import STOCK, stage

PAGES = Path(__file__).parent / "pages"
PYSCRIPT = ROOT / "node_modules/@pyscript/core/dist"
_PYODIDE = ("pyodide.js", "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
_PACKED_SUFFIXES = (".js", ".mjs", ".json", ".wasm", ".zip", ".whl", ".html", ".css")

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
    """Fill `peers/` of an empty folder with what others need."""
    peers = folder / "peers"
    shutil.copytree(PAGES, peers)
    for name in _PYODIDE:
        shutil.copyfile(STOCK / name, peers / name)
    wheels = _wheels(peers)
    asked = {"question": "form", "text": json.dumps(ASKED)}
    (peers / "asked.json").write_text(json.dumps({**asked, "wheels": wheels}), "utf-8")
    shutil.copytree(PYSCRIPT, peers / "pyscript", ignore=shutil.ignore_patterns("*.map"))
    config = {"interpreter": "./pyodide.mjs", "packages": [f"./{name}" for name in wheels]}
    (peers / "pyscript.json").write_text(json.dumps(config), "utf-8")
    (peers / "bare.json").write_text(json.dumps(_bare(asked)), "utf-8")
    precompress(path for path in peers.rglob("*") if path.suffix in _PACKED_SUFFIXES)


def _bare(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what a page's head says of our Python, with what it is asked."""
    page = (ROOT / "site/calculator/index.html").read_text("utf-8")
    (content,) = re.findall(r'<meta name="python" content="([^"]*)"', page)
    python = json.loads(html.unescape(content))
    python |= {name: urljoin("/calculator/", python[name]) for name in ("worker", "runtime")}
    if image := python.get("image"):
        image["folder"] = urljoin("/calculator/", image["folder"])
    return {"python": python, "asked": asked}


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
