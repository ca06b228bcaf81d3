"""The OpenAPI document says what the service does."""

from typing import Any

import pytest

from tests.feedback.running import VOTE, Running

REFUSALS = {
    ("put", "/api/votes"): {"400", "408", "413", "415", "429", "503"},
    ("post", "/api/votes"): {"400", "408", "413", "415", "429", "503"},
    ("delete", "/api/votes"): {"400", "408", "413", "415", "429", "503"},
    ("get", "/api/thanks"): {"400"},
    ("get", "/api/counts"): {"400", "503"},
    ("get", "/api/ready"): {"503"},
}
SUCCESSES = {
    ("put", "/api/votes"): {"200", "201"},
    ("post", "/api/votes"): {"303"},
    ("delete", "/api/votes"): {"200"},
    ("get", "/api/thanks"): {"200"},
    ("get", "/api/counts"): {"200"},
    ("get", "/api/health"): {"200"},
    ("get", "/api/ready"): {"200"},
}


@pytest.fixture(scope="module")
def document(shared: Running) -> dict[str, Any]:
    answer = shared.client.get("/api/openapi.json")
    assert answer.status_code == 200
    document: dict[str, Any] = answer.json()
    return document


def test_it_lists_every_route(document: dict[str, Any]) -> None:
    listed = {(method, path) for path, methods in document["paths"].items() for method in methods}
    assert listed == set(SUCCESSES)


@pytest.mark.parametrize(("method", "path"), REFUSALS)
def test_it_tells_every_answer(document: dict[str, Any], method: str, path: str) -> None:
    answers = document["paths"][path][method]["responses"]
    assert set(answers) == REFUSALS[method, path] | SUCCESSES[method, path] | {"default"}
    for status in REFUSALS[method, path] | {"default"}:
        schema = answers[status]["content"]["application/json"]["schema"]
        assert schema == {"$ref": "#/components/schemas/Faults"}


def test_it_closes_the_vote_and_gives_its_bounds(document: dict[str, Any]) -> None:
    body = document["paths"]["/api/votes"]["put"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["additionalProperties"] is False
    assert set(body["required"]) == set(VOTE)
    assert body["properties"]["helpful"]["type"] == "boolean"
    assert (body["properties"]["reader"]["minLength"], body["properties"]["reader"]["maxLength"]) == (1, 128)
    assert body["properties"]["comment"]["anyOf"][0]["maxLength"] == 2000
    assert body["properties"]["comment"]["anyOf"][0]["pattern"]
    assert document["paths"]["/api/votes"]["post"]["requestBody"]["content"].keys() == {
        "application/x-www-form-urlencoded"
    }


def test_it_names_every_code_of_a_refusal(document: dict[str, Any]) -> None:
    assert document["components"]["schemas"]["Fault"]["properties"]["code"]["enum"] == [
        "not_json",
        "request_too_large",
        "request_too_slow",
        "duplicate_key",
        "unknown_field",
        "missing",
        "wrong_type",
        "out_of_range",
        "unknown_language",
        "unknown_page",
        "wrong_content_type",
        "not_found",
        "method_not_allowed",
        "too_many_votes",
        "too_busy",
        "storage_unavailable",
        "internal_error",
    ]


def test_there_is_no_page_that_loads_scripts_from_elsewhere(shared: Running) -> None:
    assert [shared.client.get(path).status_code for path in ("/docs", "/redoc", "/api/docs")] == [404] * 3


def test_it_tells_which_answers_are_pages(document: dict[str, Any]) -> None:
    types = {
        (method, path, status): set(answer.get("content", {}))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        for status, answer in operation["responses"].items()
    }
    pages = {key for key, told in types.items() if "text/html" in told}
    assert pages == {("get", "/api/thanks", "200")} | {
        ("post", "/api/votes", status) for status in ("400", "408", "413", "415", "429", "503", "default")
    }
    assert types["get", "/api/thanks", "200"] == {"text/html"}
    assert types["post", "/api/votes", "303"] == set()
