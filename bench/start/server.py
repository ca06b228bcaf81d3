"""The service over the built site, and the peers beside it, on a line as slow as a mobile network's."""

import asyncio
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from feedback.app import create_app
from feedback.settings import Settings
from feedback.site import Site

_PIECE = 8 * 1024  # bytes sent between two looks at the clock
_PYTHON = ("/assets/runtime/", "/peers/")


@dataclass(frozen=True)
class Network:
    """What the server imitates; no rate and no delay is the loopback as it is."""

    name: str
    bytes_a_second: float = 0
    round_trip: float = 0  # seconds


LOOPBACK = Network("loopback")
SLOW_4G = Network("slow 4G, 1.6 Mbit/s and 150 ms", 1.6e6 / 8, 0.150)


@dataclass(frozen=True)
class Traffic:
    """What one visit has asked for until now: requests, and bytes of bodies as sent, Python's among them."""

    requests: int = 0
    bytes: int = 0
    python: int = 0

    def and_a(self, *, requests: int = 0, size: int = 0, is_python: bool = False) -> "Traffic":
        """Return the traffic with more of it."""
        return Traffic(self.requests + requests, self.bytes + size, self.python + is_python * size)


@dataclass
class Line:
    """The line between reader and server, shared by all connections of a visit."""

    network: Network = LOOPBACK
    free_at: float = 0  # when all that was sent has arrived
    known: set[object] = field(default_factory=set)  # connections that are set up
    traffic: dict[str, Traffic] = field(default_factory=lambda: defaultdict(Traffic))  # by host
    under_way: int = 0  # requests
    last_used: float = 0

    async def ask(self, connection: object) -> None:
        """Wait as long as a request travels, and a new connection's handshake before it."""
        trips = 1 if connection in self.known else 2
        self.known.add(connection)
        await asyncio.sleep(self.network.round_trip * trips)

    async def carry(self, size: int) -> None:
        """Wait as long as `size` bytes take after those that are on their way."""
        if not self.network.bytes_a_second:
            return
        now = time.monotonic()
        self.free_at = max(self.free_at, now) + size / self.network.bytes_a_second
        await asyncio.sleep(self.free_at - now)

    def wait_until_quiet(self, seconds: float = 1.5, patience: float = 120) -> None:
        """Wait until nothing was asked for in so many seconds: a service worker goes on after the answer."""
        deadline = time.monotonic() + patience
        while self.under_way or time.monotonic() - self.last_used < seconds:
            assert time.monotonic() < deadline, "the page never stops asking"
            time.sleep(0.05)


def over(line: Line, app: ASGIApp) -> ASGIApp:
    """Return the app at the other end of a line."""

    async def shaped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        host = Headers(scope=scope).get("host", "").partition(":")[0]
        is_python = scope["path"].startswith(_PYTHON)

        async def carried(message: Message) -> None:
            body = message.get("body", b"")
            for start in range(0, len(body), _PIECE):
                piece = body[start : start + _PIECE]
                await line.carry(len(piece))
                line.traffic[host] = line.traffic[host].and_a(size=len(piece), is_python=is_python)
                more = message.get("more_body", False) or start + _PIECE < len(body)
                await send({"type": "http.response.body", "body": piece, "more_body": more})
            if not body:
                await send(message)

        line.traffic[host] = line.traffic[host].and_a(requests=1)
        line.under_way += 1
        try:
            await line.ask(scope["client"])
            return await app(scope, receive, carried)
        finally:
            line.under_way -= 1
            line.last_used = time.monotonic()

    return shaped


class _Peers(Site):
    """Files as a content network serves them: packed, and for ever where no page."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        lasts = "public, max-age=31536000, immutable"
        answer.headers["Cache-Control"] = "no-cache" if path.endswith(".html") else lasts
        return answer


def _beside(site: ASGIApp, folder: Path) -> ASGIApp:
    """Return the site, and a folder's files where their addresses begin with `/peers/`."""
    peers = _Peers(folder)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        is_peer = scope["type"] == "http" and scope["path"].startswith("/peers/")
        await (peers if is_peer else site)(scope, receive, send)

    return app


@contextmanager
def serving(site: Path, line: Line, peers: Path | None = None) -> Iterator[int]:
    """Give the port on which our service serves a built site, votes included; ends with the block.

    Args:
        peers: a folder whose `peers/` is served beside the site.
    """
    with TemporaryDirectory() as votes:
        app: ASGIApp = create_app(Settings(site=site, data=Path(votes)))
        app = over(line, _beside(app, peers) if peers else app)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        with socket.create_server(("127.0.0.1", 0)) as listening:
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            try:
                while not server.started:
                    time.sleep(0.01)
                yield int(listening.getsockname()[1])
            finally:
                server.should_exit = True
                thread.join()
