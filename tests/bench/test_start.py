"""The measurement of a start: what the line counts, how slow it is, and what a visit leaves behind."""

import time
import urllib.request
from pathlib import Path

import pytest

from bench.start import browsers, figures, published
from bench.start.server import SLOW_4G, Line, Network, Traffic, serving
from bench.start.visits import Run, Visit


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site with a page, a file of Python, and a service worker that never stops asking."""
    folder = tmp_path / "site"
    (folder / "assets/runtime").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Page</title>")
    (folder / "page.css").write_bytes(b"a" * 40_000)
    (folder / "assets/runtime/library.zip").write_bytes(b"b" * 30_000)
    (folder / "worker.js").write_text("setInterval(() => fetch('/page.css?beat'), 50);")
    (folder / "registers.html").write_text(
        "<!doctype html><title>Page</title><script>navigator.serviceWorker.register('/worker.js');"
        "const firstAnswer = { text: 'registered', at: 5 };"
        "navigator.serviceWorker.ready.then(() => Object.assign(window, { firstAnswer }));</script>"
    )
    return folder


def fetched(port: int, path: str) -> float:
    started = time.monotonic()
    with urllib.request.urlopen(f"http://localhost:{port}{path}") as answer:
        answer.read()
    return time.monotonic() - started


def test_requests_and_bytes_are_counted_and_those_of_python_apart(site: Path) -> None:
    line = Line()
    with serving(site, line) as port:
        fetched(port, "/page.css")
        fetched(port, "/assets/runtime/library.zip")
        line.wait_until_quiet(0)

    assert line.traffic["localhost"] == Traffic(requests=2, bytes=70_000, python=30_000)


def test_a_slow_line_carries_bytes_at_its_rate(site: Path) -> None:
    line = Line(Network("slow", bytes_a_second=100_000, round_trip=0.1))
    with serving(site, line) as port:
        took = fetched(port, "/page.css")

    assert took >= 0.6  # two round trips of a tenth, then 40,000 bytes at 100,000 a second


def test_slow_4g_is_what_others_call_so() -> None:
    assert (SLOW_4G.bytes_a_second, SLOW_4G.round_trip) == (200_000, 0.15)


def test_a_service_worker_ends_with_the_visit(site: Path) -> None:
    line = Line()
    with serving(site, line) as port, browsers.chromium(1) as browser:
        with browser.newcomer() as someone:
            assert someone.open(f"http://one.localhost:{port}/registers.html").text == "registered"
            time.sleep(1)
            before = line.traffic["one.localhost"].requests
            someone.leave()
            time.sleep(1)
            assert line.traffic["one.localhost"].requests > before + 5, "it works on when the page is left"
        line.wait_until_quiet(2, patience=6)


def visit(page: str, number: int, milliseconds: float, *, process: int, python: int = 10) -> Visit:
    return Visit(page, number, False, milliseconds, Traffic(3, 20, python), process, 1_000)


def test_a_ratio_is_the_median_of_the_rounds_ratios() -> None:
    times = {"prorata": (100, 900, 300), "stock": (1000, 1000, 2000)}
    run = Run("1.0", [visit(p, n, t, process=0) for p in times for n, t in enumerate(times[p])])

    assert dict(figures.times_of("processor", run)) == {
        "processor": {"prorata": {"seconds": 0.3, "ratio": 0.15}, "stock": {"seconds": 1.0, "ratio": 1.0}}
    }


def test_first_visits_that_were_none_are_told() -> None:
    run = Run(
        "1.0",
        [
            visit("prorata", 0, 1, process=7),
            visit("prorata", 1, 1, process=8, python=4),
            visit("stock", 0, 1, process=9),
            visit("stock", 1, 1, process=7),
        ],
    )

    assert [(figure.value, figure.verdict) for figure in figures.doubts(run)] == [
        (1, "MISSED"),
        (1, "MISSED"),
    ]


def test_the_table_takes_its_place_in_readme(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("Before\n\n<!-- start-times -->\nold\n<!-- end of start-times -->\n\nAfter\n", "utf-8")
    pages = ("prorata", "bare", "stock", "fence", "pyscript", "limit")
    one = {page: {"seconds": 2.5, "ratio": 0.5} for page in pages}
    kinds = ("cold", "warm", "network", "processor", "firefox", "firefox-warm", "webkit")
    data = {
        "date": "2026-11-23",
        "commit": "0123456789abcdef0123456789abcdef01234567",
        "machine": {"system": "Linux x86_64", "processors": 2},
        "pyodide": "314.0.7",
        "rounds": 7,
        "browsers": {"chromium": "156.0", "firefox": "153.7", "webkit": "2.50"},
        "times": dict.fromkeys(kinds, one),
        "weights": {page: {"bytes": 4_320_000, "requests": 20, "memory": 2**28} for page in pages},
    }

    published.write_readme(readme, data)

    text = readme.read_text("utf-8")
    assert text.startswith(
        "Before\n\n<!-- start-times -->\n|  | Prorata | the same, page empty | Pyodide and micropip |"
    )
    assert "| Firefox, first visit | **0.50** | 0.50 | 1 (2.50 s) | 0.50 | 0.50 | 0.50 |\n" in text
    assert "| MB downloaded | 4.32 | 4.32 | 4.32 | 4.32 | 4.32 | 4.32 |\n" in text
    assert "| memory, MiB | 256 | 256 | 256 | 256 | 256 | 256 |\n" in text
    assert "Measured on 2026-11-23 at 0123456789ab: 7 interleaved rounds" in text
    assert "old" not in text
    assert text.endswith("<!-- end of start-times -->\n\nAfter\n")
