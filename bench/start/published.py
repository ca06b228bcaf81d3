"""Where a start's times are published: docs/start-times.json, of which the site makes a page, and README."""

import json
import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.commit import ROOT, measured_commit
from bench.start.server import SLOW_4G
from bench.start.visits import MINE, PAGES, STOCK

DATA = ROOT / "docs/start-times.json"
README = ROOT / "README.md"
BETWEEN = re.compile(r"(?<=<!-- start-times -->\n).*?(?=<!-- end of start-times -->)", re.DOTALL)
_PAGES = {
    "prorata": "Prorata",
    "bare": "the same, page empty",
    "stock": "Pyodide and micropip",
    "fence": "markdown-exec's way",
    "pyscript": "PyScript",
    "limit": "its WebAssembly alone",
}
_TIMES = {
    "cold": "Chromium, first visit",
    "warm": "Chromium, next visit",
    "network": "the same, first visit, slow 4G",
    "processor": "the same, first visit, a quarter of the processor",
    "firefox": "Firefox, first visit",
    "firefox-warm": "Firefox, next visit",
    "webkit": "WebKit, first visit",
}
_WEIGHTS = {
    "bytes": ("MB downloaded", 1e6, 2),
    "requests": ("requests", 1, 0),
    "memory": ("memory, MiB", 2**20, 0),
}


def publish(measured: dict[str, Any]) -> None:
    """Write the data, with what was measured on, and the table of README."""
    pyodide = json.loads((ROOT / "node_modules/pyodide/package.json").read_text("utf-8"))["version"]
    data = {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": measured_commit(),
        "machine": {
            "system": f"{platform.system()} {platform.machine()}",
            "processors": len(os.sched_getaffinity(0)),
        },
        "pyodide": pyodide,
        "network": {
            "megabits": SLOW_4G.bytes_a_second * 8 / 1e6,
            "milliseconds": round(SLOW_4G.round_trip * 1000),
        },
        **measured,
    }
    DATA.write_text(json.dumps(data, indent=2) + "\n", "utf-8")
    write_readme(README, data)


def write_readme(readme: Path, data: dict[str, Any]) -> None:
    """Put the table of the data in its place."""
    text = readme.read_text("utf-8")
    assert BETWEEN.search(text), "README lost the place of the table"
    readme.write_text(BETWEEN.sub(lambda _: readme_table(data), text), "utf-8")


def readme_table(data: dict[str, Any]) -> str:
    """Return the table, and the sentence on what it was measured on."""
    rows = [
        ["", *_PAGES.values()],
        ["---"] * (1 + len(_PAGES)),
        *([title, *_ratios(data["times"][name])] for name, title in _TIMES.items()),
        *([title, *_sizes(data["weights"], name)] for name, (title, _, _) in _WEIGHTS.items()),
    ]
    browsers, machine = data["browsers"], data["machine"]
    told = (
        f"Measured on {data['date']} at {data['commit'][:12]}: {data['rounds']} interleaved rounds, "
        f"Pyodide {data['pyodide']}, Chromium {browsers['chromium']}, Firefox {browsers['firefox']}, "
        f"WebKitGTK {browsers['webkit']}, {machine['system']} with {machine['processors']} processors."
    )
    return "\n".join([*("| " + " | ".join(row) + " |" for row in rows), "", told, ""])


def _ratios(times: dict[str, Any]) -> list[str]:
    cells = {page: f"{time['ratio']:.2f}" for page, time in times.items()}
    cells[MINE] = f"**{cells[MINE]}**"
    cells[STOCK] = f"1 ({times[STOCK]['seconds']:.2f} s)"
    return [cells.get(page, "") for page in PAGES]


def _sizes(weights: dict[str, Any], name: str) -> list[str]:
    _, unit, decimals = _WEIGHTS[name]
    return [f"{weights[page][name] / unit:.{decimals}f}" for page in PAGES]
