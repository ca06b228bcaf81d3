"""A static server that counts what each visit downloads, and can be as slow as a mobile network."""

import asyncio
import mimetypes
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("application/wasm", ".wasm")
_PIECE = 8 * 1024  # bytes sent between two looks at the clock
_NAMED_BY_CONTENT = "/assets/runtime/"


@dataclass(frozen=True)
class Network:
    """What the server imitates; no rate and no delay is the loopback as it is."""

    name: str
    bytes_a_second: float = 0
    round_trip: float = 0  # seconds


LOOPBACK = Network("loopback")
SLOW_4G = Network("slow 4G: 1.6 Mbit/s, 150 ms", 1.6e6 / 8, 0.150)


@dataclass
class Traffic:
    """What one visit asked for: requests, and bytes of bodies as sent."""

    requests: int = 0
    bytes: int = 0


@dataclass
class Line:
    """The line between reader and server, shared by all connections of a visit."""

    network: Network = LOOPBACK
    free_at: float = 0  # when all that was sent has arrived
    known: set[object] = field(default_factory=set)  # connections that are set up
    traffic: dict[str, Traffic] = field(default_factory=lambda: defaultdict(Traffic))

    def use(self, network: Network) -> None:
        """Imitate another network from now on."""
        self.network, self.free_at = network, 0

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


class Files(StaticFiles):
    """A folder, whose files are sent with Brotli where a `.br` stands beside them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, to be kept for ever where its name changes with its content."""
        packed = Path(str(self.directory), f"{path}.br")
        if not (packed.is_file() and "br" in Headers(scope=scope).get("accept-encoding", "")):
            response = await super().get_response(path, scope)
        else:
            response = await super().get_response(f"{path}.br", scope)
            response.headers["Content-Encoding"] = "br"
            response.headers["Content-Type"] = mimetypes.guess_type(path)[0] or "application/octet-stream"
        kept = "public, max-age=31536000, immutable" if _NAMED_BY_CONTENT in scope["path"] else "no-cache"
        response.headers["Cache-Control"] = kept
        return response


def over(line: Line, app: ASGIApp) -> ASGIApp:
    """Return the app at the other end of a line."""

    async def shaped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        traffic = line.traffic[Headers(scope=scope).get("host", "").partition(":")[0]]
        traffic.requests += 1
        await line.ask(scope["client"])

        async def carried(message: Message) -> None:
            body = message.get("body", b"")
            for start in range(0, len(body), _PIECE):
                piece = body[start : start + _PIECE]
                await line.carry(len(piece))
                traffic.bytes += len(piece)
                is_last = start + _PIECE >= len(body)
                more = message.get("more_body", False) or not is_last
                await send({"type": "http.response.body", "body": piece, "more_body": more})
            if not body:
                await send(message)

        return await app(scope, receive, carried)

    return shaped


@contextmanager
def serving(folder: Path, line: Line) -> Iterator[int]:
    """Give the port on which the folder is served; ends with the block."""
    config = uvicorn.Config(over(line, Files(directory=folder, html=True)), log_level="error", lifespan="off")
    server = uvicorn.Server(config)
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
