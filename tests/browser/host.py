"""A host of the site, on an address that stays: it can be cut off, and publish another release."""

import socket
import threading
import time
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from feedback.app import create_app
from feedback.settings import Settings


class Host:
    """The real service, in a thread of the test, which notes what it is asked for."""

    def __init__(self, site: Path, data: Path) -> None:
        self.site = site
        self.asked: list[str] = []
        self._data = data
        self._port = 0
        self.connect()

    @property
    def address(self) -> str:
        """Return the address, with no final slash."""
        return f"http://127.0.0.1:{self._port}"

    def connect(self) -> None:
        """Serve, at the same address as before."""
        app = create_app(Settings(data=self._data, site=self.site, votes_a_minute=0))
        self._listening = socket.create_server(("127.0.0.1", self._port))
        self._port = int(self._listening.getsockname()[1])
        config = uvicorn.Config(self._noting(app), log_level="error", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listening]})
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def cut(self) -> None:
        """End: connections are refused from now on."""
        self._server.should_exit = True
        self._thread.join()
        self._listening.close()

    def publish(self, site: Path) -> None:
        """Serve another release, and forget what was asked of the former."""
        self.cut()
        self.site = site
        self.asked.clear()
        self.connect()

    def _noting(self, app: ASGIApp) -> ASGIApp:
        async def noting(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                self.asked.append(scope["path"])
            await app(scope, receive, send)

        return noting
