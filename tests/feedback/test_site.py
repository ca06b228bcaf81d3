"""The built site, served as a static host would."""

import gzip
from pathlib import Path

import brotli
import pytest

from feedback.site_headers import BadHeadersFile, headers_for, read_rules
from tests.feedback.running import Running, launch

POLICY = "default-src 'none'; script-src 'self'"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "Accueil"),
        ("/en/", "Home"),
        ("/guides/add-licenses/", "Ajouter des licences"),
        ("/guides/add-licenses/index.html", "Ajouter des licences"),
        ("/en/guides/add-licenses/?q=1", "Add licenses"),
    ],
)
def test_a_page_is_served_with_the_headers_of_the_build(shared: Running, path: str, title: str) -> None:
    answer = shared.client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert f"<title>{title}</title>" in answer.text
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/assets/runtime/1/pyodide.mjs", "text/javascript; charset=utf-8"),
        ("/assets/runtime/1/pyodide.asm.wasm", "application/wasm"),
        ("/assets/runtime/1/calculator-1-py3-none-any.whl", "application/zip"),
        ("/assets/main.js", "text/javascript; charset=utf-8"),
        ("/assets/site.css", "text/css; charset=utf-8"),
        ("/assets/runtime/1/pyodide.mjs.br", "application/octet-stream"),
    ],
)
def test_a_file_has_the_type_that_browsers_ask_for(shared: Running, path: str, content_type: str) -> None:
    answer = shared.client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)


def test_a_later_rule_replaces_a_header_and_another_takes_it_away(shared: Running) -> None:
    runtime = shared.client.get("/assets/runtime/1/pyodide.asm.wasm").headers
    assert runtime["cache-control"] == "public, max-age=31536000, immutable"
    assert runtime["content-security-policy"] == POLICY
    assert "cache-control" not in shared.client.get("/plain.txt").headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_a_compressed_sibling_is_sent_to_browsers_that_take_it(
    shared: Running, small_site: Path, accepted: str, encoding: str | None
) -> None:
    path = "/assets/runtime/1/pyodide.mjs"
    request = shared.client.build_request("GET", path, headers={"Accept-Encoding": accepted})
    answer = shared.client.send(request, stream=True)
    sent = b"".join(answer.iter_raw())
    stored = (small_site / path[1:]).read_bytes()
    expected = {"br": brotli.compress(stored), "gzip": gzip.compress(stored, mtime=0), None: stored}
    assert sent == expected[encoding]
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["content-length"] == str(len(expected[encoding]))


def test_a_file_that_the_browser_has_is_not_sent_again(shared: Running) -> None:
    first = shared.client.get("/guides/add-licenses/")
    again = shared.client.get("/guides/add-licenses/", headers={"If-None-Match": first.headers["etag"]})
    other = shared.client.get("/guides/add-licenses/", headers={"If-None-Match": '"another"'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert other.status_code == 200


def test_the_two_encodings_of_a_file_have_tags_of_their_own(shared: Running) -> None:
    path = "/assets/runtime/1/pyodide.mjs"
    tags = {
        shared.client.head(path, headers={"Accept-Encoding": encoding}).headers["etag"]
        for encoding in ("br", "gzip", "identity")
    }
    assert len(tags) == 3


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/nothing/", "Page introuvable"),
        ("/nothing", "Page introuvable"),
        ("/en/nothing/", "Page not found"),
        ("/england", "Page introuvable"),
        ("/plain.txt/", "Page introuvable"),
        ("/_headers", "Page introuvable"),
        ("/" + "a" * 300, "Page introuvable"),
        ("/%00", "Page introuvable"),
    ],
)
def test_an_unknown_address_gets_the_404_page_of_its_language(shared: Running, path: str, title: str) -> None:
    answer = shared.client.get(path, headers={"Range": "bytes=0-3", "If-None-Match": "*"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert f"<title>{title}</title>" in answer.text
    assert answer.headers["content-security-policy"] == POLICY


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/guides/add-licenses", "/guides/add-licenses/"),
        ("/en/guides/add-licenses?a=b&c=%C3%A9", "/en/guides/add-licenses/?a=b&c=%C3%A9"),
        ("/en", "/en/"),
        ("//en", "/en/"),
    ],
)
def test_a_folder_without_its_slash_leads_to_it_on_the_same_host(
    shared: Running, path: str, location: str
) -> None:
    answer = shared.client.get(shared.address + path, headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["location"]) == (301, location)


@pytest.mark.parametrize(
    "path",
    [
        "/..%2f..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2fsecret.txt",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/..%5c..%5csecret.txt",
        "/link-out/secret.txt",
    ],
)
def test_nothing_outside_the_site_is_served(shared: Running, small_site: Path, path: str) -> None:
    secret = small_site.parent / "secret.txt"
    secret.write_text("outside")
    (small_site / "link-out").unlink(missing_ok=True)
    (small_site / "link-out").symlink_to(small_site.parent)
    answer = shared.client.get(shared.address + path)
    assert answer.status_code == 404
    assert "outside" not in answer.text
    assert "root:" not in answer.text


def test_a_head_request_gets_the_headers_alone(shared: Running) -> None:
    answer = shared.client.head("/plain.txt")
    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, "5", b"")


def test_a_part_of_a_file_is_sent_on_demand(shared: Running) -> None:
    answer = shared.client.get("/plain.txt", headers={"Range": "bytes=1-2"})
    assert (answer.status_code, answer.text) == (206, "ex")


@pytest.mark.parametrize(
    "path", ["/api/counts", "/api/health", "/api/none", "/api/thanks?page=faq", "/api/openapi.json"]
)
def test_an_answer_of_the_api_is_kept_nowhere_and_can_do_nothing(shared: Running, path: str) -> None:
    headers = shared.client.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]


def test_a_build_while_serving_brings_its_own_headers(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("first")
    (site / "_headers").write_text("/*\n  X-Build: 1\n")
    service = Running(tmp_path / "data", site)
    assert service.client.get("/").headers["x-build"] == "1"
    (site / "index.html").write_text("second, longer")
    (site / "_headers").write_text("/*\n  X-Build: 22\n")
    answer = service.client.get("/")
    assert (answer.headers["x-build"], answer.text) == ("22", "second, longer")
    assert service.stop()[0] == 0


def test_a_headers_file_that_cant_be_read_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/_headers").write_text("/*\n  X-Good: 1\nContent-Security-Policy\n")
    process = launch(tmp_path / "data", tmp_path / "site")
    printed, told = process.communicate(timeout=20)
    assert (process.returncode, printed) == (2, "")
    assert "_headers, line 3, is neither a path nor a header" in told
    assert "PRORATA_SITE" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("text", ["X: 1\n", "  X: 1\n", "/*\n  nonsense\n", "/*\nX: 1\n"])
def test_a_line_that_is_neither_path_nor_header_is_a_fault(text: str) -> None:
    with pytest.raises(BadHeadersFile):
        read_rules(text)


def test_a_star_stands_for_any_part_of_a_path() -> None:
    rules = read_rules("/a/*\n  X: 1\n/b.txt\n  Y: https://example.org/\n")
    assert headers_for(rules, "/a/") == {"X": "1"}
    assert headers_for(rules, "/a/b/c") == {"X": "1"}
    assert headers_for(rules, "/b.txt") == {"Y": "https://example.org/"}
    assert headers_for(rules, "/bxtxt") == {}
