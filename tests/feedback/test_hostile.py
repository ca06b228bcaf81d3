"""What nobody should send: each answer is one that the document foretells, none is a fault of ours."""

import socket
import time
from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.schemas import APIOperation

from feedback.guard import BODY_WITHIN
from tests.feedback.running import VOTE, Running

type Operation = APIOperation[Any, Any, Any, Any]

CASES = 250  # of each kind: 2,500 in all
SAMPLE = 20
ASKED = [
    ("PUT", "/api/votes"),
    ("DELETE", "/api/votes"),
    ("POST", "/api/votes"),
    ("GET", "/api/counts"),
    ("GET", "/api/thanks"),
]


@pytest.fixture(scope="module")
def operations(shared: Running) -> dict[tuple[str, str], Operation]:
    """Return what the service's own document says it can be asked."""
    load_all_checks()
    document = shared.client.get("/api/openapi.json").json()
    schema = schemathesis.openapi.from_dict(document)
    return {(method, path): schema[path][method] for method, path in ASKED}


@pytest.mark.parametrize("cases", [SAMPLE, pytest.param(CASES, marks=pytest.mark.prove)])
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_no_request_is_answered_otherwise_than_the_document_says(
    shared: Running,
    operations: dict[tuple[str, str], Operation],
    asked: tuple[str, str],
    mode: GenerationMode,
    cases: int,
) -> None:
    told: Counter[int] = Counter()

    @settings(
        max_examples=cases,
        deadline=None,
        derandomize=cases == SAMPLE,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(operations[asked].as_strategy(mode))
    def ask(case: Case[Any]) -> None:
        if mode is GenerationMode.POSITIVE:  # the document can't say which pages the site has
            given_fields = case.body if isinstance(case.body, dict) else case.query
            given_fields |= {"page": VOTE["page"]}
        answer = case.call_and_validate(base_url=shared.address, allow_redirects=False)
        told[answer.status_code] += 1

    ask()
    assert sum(told.values()) >= cases
    assert not [status for status in told if status >= 500]


@pytest.mark.sqlite
def test_a_body_that_does_not_come_is_refused_and_its_connection_cut(shared: Running) -> None:
    host, port = shared.address.removeprefix("http://").split(":")
    head = (
        f"PUT /api/votes HTTP/1.1\r\nHost: {host}\r\nAccept-Language: en\r\n"
        "Content-Type: application/json\r\nContent-Length: 200\r\n\r\n"
    )
    began = time.monotonic()
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(f'{head}{{"page":'.encode())
        told = b"".join(iter(lambda: connection.recv(65536), b""))  # until the service closes it

    assert told.startswith(b"HTTP/1.1 408 ")
    assert b"took more than ten seconds" in told
    assert BODY_WITHIN <= time.monotonic() - began < BODY_WITHIN + 3
    assert shared.client.get("/api/health").status_code == 200
