"""After one visit the site is read without a network; a new release takes the place of the old one whole.

The network is cut at the host: Playwright's own `set_offline` does not reach service workers everywhere.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.start.server import LOOPBACK, Line, Network, serving
from tests.browser.host import Host
from tests.browser.reader import FIGURES, PATHS, ROOTS, MakeReader, Reader
from tests.browser.test_failures import SENTENCES
from tests.site.conftest import Sources, copy_sources

DUE_NOW = {"fr": "422,14\u00a0€", "en": "€422.14"}
SEARCHED = {"fr": ("etape", "Étape"), "en": ("rounding", "round")}
PATIENCE = 30  # seconds; two or three on an idle machine
NEXT_RUNTIME = "314.0.7-0123456789abcdef"
KEPT = """
async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    const requests = await (await caches.open(name)).keys();
    kept[name] = requests.map(({ url }) => new URL(url).pathname);
  }
  return kept;
}
"""
IS_CALCULATOR_KEPT = """
async () => {
  const name = (await caches.keys()).find((name) => name.startsWith("prorata.calculator"));
  return name && (await (await caches.open(name)).keys()).length === 5;
}
"""
IS_NEXT_KEPT = """
async () => {
  const page = await caches.match("/calculator/", { ignoreSearch: true });
  return (await page.text()).includes("NEXT");
}
""".replace("NEXT", NEXT_RUNTIME)
SHEETS = "[...document.styleSheets].map((sheet) => sheet.cssRules.length > 0)"


@pytest.fixture
def host(site_dir: Path, tmp_path: Path) -> Iterator[Host]:
    host = Host(site_dir, tmp_path / "data")
    yield host
    host.cut()


@pytest.fixture
def make_visitor(make_reader: MakeReader, host: Host) -> Callable[..., Reader]:
    """Return what opens a browser that keeps the site, as readers' browsers do."""

    def make(language: str = "fr") -> Reader:
        visitor = make_reader(language, keeps=True)
        visitor.served = host.address
        return visitor

    return make


type MakeVisitor = Callable[..., Reader]


@pytest.fixture(scope="module")
def next_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a later release: another page, other scripts, another worker, another runtime."""
    sources = copy_sources(tmp_path_factory.mktemp("next"))
    _rename_runtime(sources)
    sources.replace("docs/faq.md", "# Questions fréquentes", "# Questions nouvelles")
    sources.replace("docs/faq.en.md", "# Frequently asked questions", "# New questions")
    for script in ("main.js", "worker/worker.js"):
        path = sources.folder / "overrides/assets/javascripts" / script
        path.write_text(path.read_text(encoding="utf-8") + "\nself.isNext = true;\n", encoding="utf-8")
    built = sources.build()
    assert built.status == 0, built.told
    return built.site


def _rename_runtime(sources: Sources) -> None:
    packed = (sources.folder / "build/runtime").resolve()
    (sources.folder / "build").unlink()
    runtime = sources.folder / "build/runtime"
    folder = json.loads((packed / "current.json").read_text(encoding="utf-8"))["folder"]
    shutil.copytree(packed / folder, runtime / NEXT_RUNTIME)
    (runtime / "current.json").write_text(json.dumps({"folder": NEXT_RUNTIME}), encoding="utf-8")
    (sources.folder / "build/compressed").symlink_to(packed.parent / "compressed")


def kept(page: Page) -> dict[str, list[str]]:
    """Return the paths that the browser keeps, by the name under which it does."""
    found: dict[str, list[str]] = page.evaluate(KEPT)
    return found


def wait_until(page: Page, holds: str) -> None:
    """Wait until an expression holds; the content policy forbids Playwright's own way, `eval`."""
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(holds):
        assert time.monotonic() < deadline, holds
        page.wait_for_timeout(100)


def wait_until_kept(page: Page) -> None:
    wait_until(page, "Boolean(navigator.serviceWorker.controller)")


def calculate(visitor: Reader) -> None:
    """Type the first worked example and see it computed."""
    visitor.type(**FIGURES)
    visitor.wait_for_own_figures()
    expect(visitor.output("due_now")).to_have_text(DUE_NOW[visitor.language])


def runtime_asked(host: Host) -> list[str]:
    return [path for path in host.asked if "/assets/runtime/" in path]


# --- without a network


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_opens_with_its_figures_and_styles(
    language: str, make_visitor: MakeVisitor, host: Host
) -> None:
    visitor = make_visitor(language)
    visitor.open("home")
    wait_until_kept(visitor.page)
    host.cut()
    failed: list[str] = []
    visitor.page.on("requestfailed", lambda request: failed.append(request.url))

    for each, root in ROOTS.items():
        visitor.language = each
        for name in PATHS:
            visitor.open(name)
            expect(visitor.page.locator("h1")).to_be_visible()
            assert visitor.page.evaluate(SHEETS) == [True, True, True], name
            if name in ("guide", "calculator"):
                expect(visitor.output("due_now")).to_have_text(DUE_NOW[each])
        assert visitor.page.goto(f"{host.address}{root}nowhere/").status == 404  # type: ignore[union-attr]
        title = {"fr": "Page introuvable", "en": "Page not found"}[each]
        expect(visitor.page.locator("h1")).to_have_text(title)

    assert [url for url in failed if "/api/" not in url] == []
    host.connect()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_search_finds_pages(language: str, make_visitor: MakeVisitor, host: Host) -> None:
    visitor = make_visitor(language)
    visitor.open("home")
    wait_until_kept(visitor.page)
    host.cut()
    visitor.open("faq")
    asked, found = SEARCHED[language]

    visitor.page.locator("[name=query]").press_sequentially(asked)

    expect(visitor.page.locator(".md-search-result__item").first).to_contain_text(found, ignore_case=True)
    host.connect()


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ("/en/calculator?utm_source=x#compute", "/en/calculator/?utm_source=x#compute"),
        ("/faq/index.html", "/faq/index.html"),
        ("/s/lomi/", "/guides/add-licenses/#step-new-total"),
    ],
)
def test_addresses_open_as_hosts_open_them(
    asked: str, opened: str, make_visitor: MakeVisitor, host: Host
) -> None:
    visitor = make_visitor()
    visitor.open("home")
    wait_until_kept(visitor.page)
    host.cut()

    visitor.page.goto(host.address + asked)

    visitor.page.wait_for_url(host.address + opened)
    assert visitor.page.evaluate(SHEETS) == [True, True, True]
    host.connect()


@pytest.mark.journey
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_calculator_that_was_used_calculates(language: str, make_visitor: MakeVisitor, host: Host) -> None:
    visitor = make_visitor(language)
    visitor.open("calculator")
    calculate(visitor)
    wait_until(visitor.page, IS_CALCULATOR_KEPT)
    host.cut()

    visitor.page.reload()
    visitor.wait_for_own_figures()
    expect(visitor.output("due_now")).to_have_text(DUE_NOW[language])
    visitor.open("guide")
    calculate(visitor)
    host.connect()


@pytest.mark.journey
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_calculator_that_was_not_used_says_so(language: str, make_visitor: MakeVisitor, host: Host) -> None:
    visitor = make_visitor(language)
    visitor.open("home")
    wait_until_kept(visitor.page)
    host.cut()
    visitor.open("calculator")
    visitor.type(**FIGURES)
    visitor.wait_for("failed")
    failure = visitor.calculator.locator("[data-part=failure]")
    expect(failure).to_contain_text(SENTENCES[language, "unreachable"])
    expect(visitor.output("due_now")).to_have_text(DUE_NOW[language])  # the worked example's

    host.connect()
    failure.locator("[data-part=retry]").click()

    visitor.wait_for_own_figures()
    expect(visitor.output("due_now")).to_have_text(DUE_NOW[language])
    wait_until(visitor.page, IS_CALCULATOR_KEPT)


def test_what_the_browser_itself_forgets_is_kept(make_visitor: MakeVisitor, host: Host) -> None:
    """Online, the large files come from the browser's own cache, which it may empty at any time."""
    visitor = make_visitor()
    visitor.open("calculator")
    calculate(visitor)
    wait_until(visitor.page, IS_CALCULATOR_KEPT)
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("Network.clearBrowserCache")
    host.cut()

    visitor.page.reload()
    visitor.wait_for_own_figures()

    expect(visitor.output("due_now")).to_have_text(DUE_NOW["fr"])
    host.connect()


# --- with a network


def test_a_visit_asks_for_nothing_of_python_and_no_one_else(make_visitor: MakeVisitor, host: Host) -> None:
    visitor = make_visitor()
    visitor.open("home")
    wait_until_kept(visitor.page)
    for name in PATHS:
        visitor.open(name)
        visitor.page.wait_for_load_state("networkidle")

    assert runtime_asked(host) == []
    assert list(kept(visitor.page)) == ["prorata.pages /"]
    assert visitor.troubles == []
    assert visitor.foreign_requests() == []


def test_pages_hold_what_is_kept_and_nothing_else_is(make_visitor: MakeVisitor, host: Host) -> None:
    """All that pages ask for, except the votes: the first visit went to the network."""
    visitor = make_visitor()
    for name in PATHS:
        visitor.open(name)
        visitor.page.wait_for_load_state("networkidle")
    wait_until_kept(visitor.page)
    (paths,) = kept(visitor.page).values()

    asked = {path for path in host.asked if not path.startswith("/api/")} - {"/service-worker.js"}
    assert asked - set(paths) == set()
    assert [path for path in paths if path.endswith(".map") or "/runtime/" in path] == []


def test_votes_are_always_asked_of_the_service(make_visitor: MakeVisitor, host: Host) -> None:
    visitor = make_visitor()
    visitor.open("guide")
    wait_until_kept(visitor.page)
    for times in (1, 2):
        visitor.open("guide")
        visitor.vote.locator('input[value="true"]').check()
        visitor.vote.locator("button[type=submit]").click()
        expect(visitor.vote.locator("[data-output=message]")).not_to_be_empty()
        assert host.asked.count("/api/votes") == times
    assert [path for paths in kept(visitor.page).values() for path in paths if "/api/" in path] == []

    host.cut()
    visitor.open("guide")
    visitor.vote.locator('input[value="false"]').check()
    visitor.vote.locator("button[type=submit]").click()
    expect(visitor.vote.locator("[data-message=down]")).to_be_visible()
    host.connect()


def test_nothing_is_kept_where_data_is_saved(make_visitor: MakeVisitor, host: Host) -> None:
    visitor = make_visitor()
    saves = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"
    visitor.page.add_init_script(saves)
    visitor.open("calculator")
    calculate(visitor)
    visitor.page.wait_for_timeout(1_500)

    assert "/service-worker.js" not in host.asked
    assert kept(visitor.page) == {}


def test_a_damaged_file_is_not_kept(make_visitor: MakeVisitor, host: Host, tmp_path: Path) -> None:
    damaged = shutil.copytree(host.site, tmp_path / "damaged")
    (library,) = damaged.glob("assets/runtime/*/library.zip")
    for file in library.parent.glob("library.zip.*"):
        file.unlink()
    library.write_bytes(library.read_bytes()[:-1] + b"?")
    whole = host.site
    host.publish(damaged)
    visitor = make_visitor()
    visitor.open("home")
    wait_until_kept(visitor.page)
    visitor.open("calculator")
    visitor.type(**FIGURES)
    visitor.wait_for("failed")

    host.publish(whole)
    visitor.calculator.locator("[data-part=retry]").click()
    visitor.wait_for_own_figures()
    wait_until(visitor.page, IS_CALCULATOR_KEPT)
    host.cut()
    visitor.page.reload()
    visitor.wait_for_own_figures()
    expect(visitor.output("due_now")).to_have_text("422,14\u00a0€")
    host.connect()


def test_a_host_that_says_nothing_for_seconds(site_dir: Path, make_reader: MakeReader) -> None:
    line = Line()
    with serving(site_dir, line) as port:
        visitor = make_reader("fr", keeps=True)
        visitor.served = f"http://127.0.0.1:{port}"
        visitor.open("home")
        wait_until_kept(visitor.page)
        line.network = Network("silent", round_trip=8)
        visitor.page.goto(f"{visitor.served}/faq/", wait_until="commit", timeout=6_000)
        expect(visitor.page.locator("h1")).to_contain_text("Questions fréquentes")
        line.network = LOOPBACK


# --- from one release to the next


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_new_release_takes_the_place_of_the_old_one(
    language: str, make_visitor: MakeVisitor, host: Host, next_release: Path
) -> None:
    visitor = make_visitor(language)
    visitor.open("calculator")
    calculate(visitor)
    wait_until(visitor.page, IS_CALCULATOR_KEPT)
    (old,) = [name for name in kept(visitor.page) if name.startswith("prorata.calculator")]
    assert NEXT_RUNTIME not in old
    old_pages = set(kept(visitor.page)["prorata.pages /"])

    host.publish(next_release)
    visitor.open("faq")
    heading = {"fr": "Questions nouvelles", "en": "New questions"}[language]
    expect(visitor.page.locator("h1")).to_contain_text(heading)  # at once, not at the visit after
    assert visitor.page.evaluate("isNext")

    wait_until(visitor.page, f"caches.has({json.dumps(old)}).then((found) => !found)")
    assert list(kept(visitor.page)) == ["prorata.pages /"]
    new_pages = set(kept(visitor.page)["prorata.pages /"])
    gone = {path for path in old_pages - new_pages if "/main." in path or "/worker/" in path}
    assert len(gone) == 2
    visitor.open("calculator")
    calculate(visitor)
    (worker,) = [worker for worker in visitor.page.workers if "/worker/" in worker.url]
    assert worker.evaluate("isNext")
    asked = runtime_asked(host)
    assert asked
    assert [path for path in asked if NEXT_RUNTIME not in path] == []
    wait_until(visitor.page, IS_CALCULATOR_KEPT)
    host.cut()

    visitor.open("faq")
    expect(visitor.page.locator("h1")).to_contain_text(heading)
    visitor.open("calculator")
    calculate(visitor)
    host.connect()


def test_a_tab_left_open_over_a_release(make_visitor: MakeVisitor, host: Host, next_release: Path) -> None:
    """Its own rules are gone, and the new ones are not its own: it says that it can't calculate."""
    visitor = make_visitor()
    visitor.open("calculator")
    wait_until_kept(visitor.page)
    host.publish(next_release)
    other = visitor.page.context.new_page()
    other.goto(f"{host.address}/faq/")
    expect(other.locator("h1")).to_contain_text("Questions nouvelles")
    wait_until(other, IS_NEXT_KEPT)

    visitor.type(**FIGURES)
    visitor.wait_for("failed")
    expect(visitor.calculator.locator("[data-part=failure]")).to_contain_text(SENTENCES["fr", "unreachable"])
    assert [path for path in runtime_asked(host) if NEXT_RUNTIME in path] == []

    host.asked.clear()
    visitor.page.reload()
    calculate(visitor)
    assert runtime_asked(host)
    assert [path for path in runtime_asked(host) if NEXT_RUNTIME not in path] == []


# --- how it ends


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_reader_erases_what_is_kept(language: str, make_visitor: MakeVisitor, host: Host) -> None:
    visitor = make_visitor(language)
    visitor.open("calculator")
    calculate(visitor)
    wait_until(visitor.page, IS_CALCULATOR_KEPT)
    visitor.open("privacy")
    listed = visitor.page.locator("erase-data li")
    said = {
        "fr": "les pages de ce site, pour les lire sans connexion prorata.pages /",
        "en": "the pages of this site, to read them without a connection prorata.pages /",
    }[language]
    expect(listed.filter(has_text="prorata.pages")).to_have_text(said)
    expect(listed.filter(has_text="prorata.calculator")).to_have_count(1)

    visitor.page.locator("erase-data button").click()

    expect(listed).to_have_count(0)
    assert kept(visitor.page) == {}
    assert visitor.page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    visitor.open("home")  # as the privacy page says, the next page keeps them again
    wait_until_kept(visitor.page)
    assert list(kept(visitor.page)) == ["prorata.pages /"]


def test_a_release_that_keeps_nothing_takes_away_what_was_kept(
    make_visitor: MakeVisitor, host: Host, tmp_path: Path
) -> None:
    built = copy_sources(tmp_path / "sources").build(offline="false")
    assert built.status == 0, built.told
    visitor = make_visitor()
    visitor.open("calculator")
    calculate(visitor)
    wait_until(visitor.page, IS_CALCULATOR_KEPT)

    host.publish(built.site)
    visitor.open("faq")

    wait_until(visitor.page, "caches.keys().then((names) => !names.length)")
    wait_until(visitor.page, "navigator.serviceWorker.getRegistrations().then((all) => !all.length)")
    visitor.open("calculator")
    calculate(visitor)
    visitor.page.wait_for_timeout(1_500)
    assert kept(visitor.page) == {}
    assert visitor.troubles == []


def test_a_site_below_another_sites_address(make_reader: MakeReader, tmp_path: Path) -> None:
    built = copy_sources(tmp_path / "sources").build("https://aide.example.org/kb/")
    assert built.status == 0, built.told
    built.site.rename(tmp_path / "kb")
    (tmp_path / "public").mkdir()
    (tmp_path / "kb").rename(tmp_path / "public/kb")
    visitor = make_reader("en", keeps=True)
    with serving(tmp_path / "public", Line()) as port:
        visitor.served = f"http://127.0.0.1:{port}/kb"
        visitor.open("calculator")
        calculate(visitor)
        wait_until(visitor.page, IS_CALCULATOR_KEPT)
        names = sorted(kept(visitor.page))
        assert [name.rpartition(" ")[2] for name in names] == ["/kb/", "/kb/"]

    visitor.page.reload()
    visitor.wait_for_own_figures()
    visitor.open("faq")
    expect(visitor.page.locator("h1")).to_contain_text("Frequently asked questions")
    visitor.page.goto(f"{visitor.served}/en/nowhere/")
    expect(visitor.page.locator("h1")).to_have_text("Page not found")
