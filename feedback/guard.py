"""What a request must pass before it reaches the store: each check refuses with a code or lets it through."""

import json
from asyncio import timeout
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from feedback.faults import Refusal
from feedback.identity import AddressKeys, is_this_machine

AT_ONCE = 256  # votes on their way; at 2,000 a second, the last of them waits an eighth of a second
BODY_WITHIN = 10.0  # seconds; a vote is a few hundred bytes
BODY_LIMIT = 32 * 1024  # bytes; 2,000 characters of a posted form take up to 24,000
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


async def body_of(request: Request, content_type: str) -> bytes:
    """Return the body, read no further than its limit.

    Raises:
        Refusal: it is of another type, too large, or too slow to come.
    """
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != content_type:
        raise Refusal(("wrong_content_type", ""))
    body = b""
    try:
        async with timeout(BODY_WITHIN):
            async for chunk in request.stream():
                body += chunk
                if len(body) > BODY_LIMIT:
                    raise Refusal(("request_too_large", ""))
    except TimeoutError:
        raise Refusal(("request_too_slow", "")) from None
    return body


def read_json(body: bytes) -> dict[str, object]:
    """Return the fields of a JSON object.

    Raises:
        Refusal: it isn't one JSON object in UTF-8, or gives a key twice.
    """
    try:
        value = _DECODER.decode(body.decode())
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise Refusal(("not_json", ""))
    return value


def read_form(body: bytes) -> dict[str, str]:
    """Return the fields of a posted form that were filled.

    Raises:
        Refusal: a field is given twice.
    """
    return _object(parse_qsl(body.decode("utf-8", "replace"), errors="replace"))


class Room:
    """For so many votes at once. Whoever comes on top is told at once, before anything is checked.

    A body that is still on its way takes no room, or slow ones would shut everybody else out.

    It is the work on requests that an overload makes slow, not the disk: without a bound all wait, for longer
    than a reader does. 3,200 connections had their answers after 3 s.
    """

    def __init__(self, votes: int = AT_ONCE) -> None:
        self._left = votes

    def __enter__(self) -> None:
        if self._left == 0:
            raise Refusal(("too_busy", ""))
        self._left -= 1

    def __exit__(self, *_: object) -> None:
        self._left += 1


class RateLimit:
    """Votes that an address may send in a minute, remembered under keys that tell no address."""

    def __init__(self, votes_a_minute: int) -> None:
        self._item = RateLimitItemPerMinute(votes_a_minute) if votes_a_minute else None
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._keys = AddressKeys()

    def admit(self, request: Request) -> None:
        """Count one vote from the request's address; this machine's own is not limited.

        A proxy on this machine that tells no address would otherwise put every reader under one limit.

        Raises:
            Refusal: there were too many within a minute.
        """
        address = request.client.host if request.client else ""
        key = self._keys.key(address, datetime.now(UTC).date())
        if is_this_machine(address):
            return
        if self._item and not self._limiter.hit(self._item, key):
            raise Refusal(("too_many_votes", ""))


def _object[Value](pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    entries: dict[str, Value] = {}
    for name, value in pairs:
        key = name.encode("utf-8", "replace").decode()  # no answer can carry halves of surrogate pairs
        if key in entries:
            raise Refusal(("duplicate_key", key))
        entries[key] = value
    return entries


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} isn't JSON")


# One for all: a decoder refers to itself, and a new one for each request waits for the garbage collector.
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_constant)
