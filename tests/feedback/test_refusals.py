"""Requests that get no success: one shape, the right code, the reader's language."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from feedback.app import create_app
from feedback.settings import Settings
from tests.feedback.running import VOTE, Running

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DEEP = "[" * 4000 + "]" * 4000


def faults_of(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return the codes and fields of a refusal, whose shape is checked."""
    told = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert set(told) == {"ok", "errors"}
    assert told["ok"] is False
    assert told["errors"]
    for fault in told["errors"]:
        assert set(fault) == {"code", "field", "message"}
        assert all(isinstance(part, str) for part in fault.values())
        assert fault["message"].endswith(".")
    return [(fault["code"], fault["field"]) for fault in told["errors"]]


# Changes of a good vote, then what is refused of it.
CHANGED: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "number for a page": ({"page": 7}, [("wrong_type", "page")]),
    "page with its slashes": ({"page": "/guides/add-licenses/"}, [("out_of_range", "page")]),
    "page in capitals": ({"page": "Guides/Add-Licenses"}, [("out_of_range", "page")]),
    "page up the tree": ({"page": "../../etc/passwd"}, [("out_of_range", "page")]),
    "empty page": ({"page": ""}, [("out_of_range", "page")]),
    "page too long": ({"page": "a" * 201}, [("out_of_range", "page")]),
    "page with a line feed": ({"page": "faq\n"}, [("out_of_range", "page")]),
    "page that the site lacks": ({"page": "guides/unknown"}, [("unknown_page", "page")]),
    "page with its language": ({"page": "en/guides/add-licenses"}, [("unknown_page", "page")]),
    "folder that is no page": ({"page": "assets"}, [("unknown_page", "page")]),
    "unknown language": ({"language": "de"}, [("unknown_language", "language")]),
    "language in capitals": ({"language": "FR"}, [("unknown_language", "language")]),
    "empty revision": ({"revision": ""}, [("out_of_range", "revision")]),
    "revision of 41 characters": ({"revision": "r" * 41}, [("out_of_range", "revision")]),
    "revision on two lines": ({"revision": "a\nb"}, [("out_of_range", "revision")]),
    "number for a revision": ({"revision": 20261122}, [("wrong_type", "revision")]),
    "0 for helpful": ({"helpful": 0}, [("wrong_type", "helpful")]),
    "1 for helpful": ({"helpful": 1}, [("wrong_type", "helpful")]),
    "text for helpful": ({"helpful": "true"}, [("wrong_type", "helpful")]),
    "null for helpful": ({"helpful": None}, [("wrong_type", "helpful")]),
    "empty reader": ({"reader": ""}, [("out_of_range", "reader")]),
    "long reader": ({"reader": "a" * 129}, [("out_of_range", "reader")]),
    "reader with a space": ({"reader": "a" * 15 + " b"}, [("out_of_range", "reader")]),
    "long reason": ({"reason": "a" * 201}, [("out_of_range", "reason")]),
    "step that is no id": ({"step": "Étape 4"}, [("out_of_range", "step")]),
    "comment with a NUL": ({"comment": "a\0b"}, [("out_of_range", "comment")]),
    "comment with an escape": ({"comment": "\x1b[31mred"}, [("out_of_range", "comment")]),
    "comment with half a pair": ({"comment": "\ud800"}, [("wrong_type", "comment")]),
    "list for a comment": ({"comment": ["a"]}, [("wrong_type", "comment")]),
    "unknown field": ({"stars": 5}, [("unknown_field", "stars")]),
    "unknown field named like a place": ({"query": 5}, [("unknown_field", "query")]),
    "unknown field with half a pair": ({"\udfff": 5}, [("unknown_field", "?")]),
    "unknown field of 100 letters": ({"x" * 100: 5}, [("unknown_field", "x" * 80)]),
    "three at once": (
        {"helpful": "yes", "language": "es", "revision": ""},
        [("unknown_language", "language"), ("out_of_range", "revision"), ("wrong_type", "helpful")],
    ),
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", CHANGED)
def test_a_faulty_vote_is_refused(shared: Running, name: str, language: str) -> None:
    changes, expected = CHANGED[name]
    vote = json.dumps(VOTE | {"language": language} | changes)
    answer = shared.client.put("/api/votes", content=vote, headers=JSON | {"Accept-Language": language})
    assert (answer.status_code, faults_of(answer)) == (400, expected)
    assert answer.headers["content-language"] == language
    assert shared.rows("id") == []


@pytest.mark.parametrize("field", ["page", "language", "revision", "helpful", "reader"])
def test_a_vote_without_one_of_its_fields_is_refused(shared: Running, field: str) -> None:
    answer = shared.put(field)
    assert (answer.status_code, faults_of(answer)) == (400, [("missing", field)])


MISSING = [
    ("wrong_type", "page"),
    *(("missing", field) for field in ("language", "revision", "helpful", "reader")),
]
BODIES: dict[str, tuple[str | bytes, list[tuple[str, str]]]] = {
    "nothing": ("", [("not_json", "")]),
    "no JSON": ("helpful=true", [("not_json", "")]),
    "cut off": ('{"page": "faq"', [("not_json", "")]),
    "two objects": ("{}{}", [("not_json", "")]),
    "not a number": ('{"helpful": NaN}', [("not_json", "")]),
    "5,000 digits": ('{"helpful": ' + "1" * 5000 + "}", [("not_json", "")]),
    "Latin-1": ('{"comment": "é"}'.encode("latin-1"), [("not_json", "")]),
    "UTF-16": ('{"page": "faq"}'.encode("utf-16"), [("not_json", "")]),
    "a list": ("[]", [("not_json", "")]),
    "a string": ('"vote"', [("not_json", "")]),
    "null": ("null", [("not_json", "")]),
    "8,000 brackets": (DEEP, [("not_json", "")]),
    "8,000 brackets in a vote": ('{"page": ' + DEEP[100:-100] + "}", MISSING),
    "8,000 open brackets": ("[" * 8000, [("not_json", "")]),
    "key given twice": ('{"page": "faq", "page": "index"}', [("duplicate_key", "page")]),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_no_vote_is_refused(shared: Running, name: str) -> None:
    body, expected = BODIES[name]
    answer = shared.client.put("/api/votes", content=body, headers=JSON)
    assert (answer.status_code, faults_of(answer)) == (400, expected)


def test_a_body_over_32_kb_is_refused_with_and_without_its_length(shared: Running) -> None:
    declared = shared.client.put("/api/votes", content=b"x" * 32769, headers=JSON)
    chunked = shared.client.put("/api/votes", content=iter([b"x" * 20000, b"x" * 20000]), headers=JSON)
    largest = shared.client.put("/api/votes", content=b"x" * 32768, headers=JSON)
    assert (declared.status_code, faults_of(declared)) == (413, [("request_too_large", "")])
    assert (chunked.status_code, faults_of(chunked)) == (413, [("request_too_large", "")])
    assert (largest.status_code, faults_of(largest)) == (400, [("not_json", "")])


@pytest.mark.parametrize("content_type", ["text/plain", "", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_another_content_type_is_refused(shared: Running, method: str, content_type: str) -> None:
    answer = shared.client.request(
        method, "/api/votes", content=json.dumps(VOTE), headers={"Content-Type": content_type}
    )
    assert (answer.status_code, faults_of(answer)) == (415, [("wrong_content_type", "")])


def test_each_method_takes_its_own_content_type_only(shared: Running) -> None:
    assert shared.client.put("/api/votes", content="helpful=true", headers=FORM).status_code == 415
    assert shared.client.post("/api/votes", content=json.dumps(VOTE), headers=JSON).status_code == 415


FORMS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "nothing": (
        "",
        [("missing", "page"), ("missing", "language"), ("missing", "revision"), ("missing", "helpful")],
    ),
    "no choice": ("page=faq&language=en&revision=1&helpful=", [("missing", "helpful")]),
    "another word": ("page=faq&language=en&revision=1&helpful=oui", [("wrong_type", "helpful")]),
    "reader": (
        "page=faq&language=en&revision=1&helpful=true&reader=abcdefghijklmnop",
        [("unknown_field", "reader")],
    ),
    "field given twice": ("page=faq&page=index", [("duplicate_key", "page")]),
    "NUL": ("page=faq&language=en&revision=1&helpful=true&comment=%00", [("out_of_range", "comment")]),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_faulty_form_is_refused(shared: Running, name: str) -> None:
    body, expected = FORMS[name]
    answer = shared.client.post("/api/votes", content=body, headers=FORM)
    assert (answer.status_code, faults_of(answer)) == (400, expected)


QUERIES: dict[str, list[tuple[str, str]]] = {
    "/api/counts?pages=faq": [("unknown_field", "pages")],
    "/api/counts?page=FAQ": [("out_of_range", "page")],
    "/api/counts?page=guides/unknown": [("unknown_page", "page")],
    "/api/counts?language=de": [("unknown_language", "language")],
    "/api/thanks": [("missing", "page")],
    "/api/thanks?page=%3Cscript%3E": [("out_of_range", "page")],
    "/api/thanks?page=guides/unknown": [("unknown_page", "page")],
}


@pytest.mark.parametrize("address", QUERIES)
def test_a_faulty_query_is_refused(shared: Running, address: str) -> None:
    answer = shared.client.get(address)
    assert (answer.status_code, faults_of(answer)) == (400, QUERIES[address])


@pytest.mark.parametrize("path", ["/api/", "/api/vote", "/api/votes/", "/api/counts/x", "/api/../api/none"])
def test_an_unknown_address_of_the_api_is_refused(shared: Running, path: str) -> None:
    answer = shared.client.get(path)
    assert (answer.status_code, faults_of(answer)) == (404, [("not_found", "")])


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/votes", "DELETE, POST, PUT"),
        ("/api/counts", "GET"),
        ("/api/thanks", "GET"),
        ("/api/health", "GET"),
        ("/guides/add-licenses/", "GET, HEAD"),
    ],
)
def test_another_method_is_refused_with_those_that_serve(shared: Running, path: str, allowed: str) -> None:
    answer = shared.client.patch(path)
    assert (answer.status_code, faults_of(answer)) == (405, [("method_not_allowed", "")])
    assert answer.headers["allow"] == allowed


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("fr-CA, en;q=0.9", "fr"),
        ("de, en;q=0.3, fr;q=0.2", "en"),
        ("en;q=0, de", "fr"),
        ("", "fr"),
        ("*", "fr"),
        (";q=;;,q=x", "fr"),
    ],
)
def test_without_a_language_field_the_browser_chooses(shared: Running, header: str, language: str) -> None:
    answer = shared.client.get("/api/none", headers={"Accept-Language": header})
    assert answer.headers["content-language"] == language
    expected = {"fr": "Il n’y a rien à cette adresse.", "en": "There is nothing at this address."}
    assert answer.json()["errors"][0]["message"] == expected[language]


def test_the_language_field_wins_over_the_browsers(shared: Running) -> None:
    vote = json.dumps(VOTE | {"language": "en", "helpful": 1})
    put = shared.client.put("/api/votes", content=vote, headers=JSON | {"Accept-Language": "fr"})
    get = shared.client.get("/api/counts?page=X&language=en", headers={"Accept-Language": "fr"})
    assert put.json()["errors"][0]["message"] == "“helpful” must be true or false."
    assert get.headers["content-language"] == "en"


def test_a_fault_of_ours_has_the_same_shape_and_tells_nothing_of_the_inside(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path / "data", site=tmp_path))
    opened = app.app.state.service
    app.app.state.service = None  # nothing works without it

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get("/api/counts", headers={"Accept-Language": "en"})

    answer = asyncio.run(ask())
    opened.close()
    assert (answer.status_code, faults_of(answer)) == (500, [("internal_error", "")])
    assert answer.headers["content-language"] == "en"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "AttributeError" not in answer.text
