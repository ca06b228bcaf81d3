"""`serve`: the application on a loopback address, in one process or several, until it is stopped."""

import os
import signal
import socket
import sys
from errno import EADDRINUSE

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from feedback.app import create_app
from feedback.logs import LOGGING
from feedback.settings import CannotStart, Settings
from feedback.words import words

HOST = "127.0.0.1"
WORKER_STARTS_WITHIN = 30  # seconds


class _Server(uvicorn.Server):
    """Uvicorn's server that says its address once it takes requests."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _say_address(sockets or [])


class _Workers(Multiprocess):
    """Uvicorn's processes, which replace one that dies; the address is said once all take requests."""

    def init_processes(self) -> None:
        super().init_processes()
        ready = [
            process.wait_until_ready(WORKER_STARTS_WITHIN, self.should_exit) for process in self.processes
        ]
        if all(ready):
            _say_address(self.sockets)


def serve() -> int:
    """Return the exit status: 0 once stopped by Ctrl-C or SIGTERM, 2 when the service can't start."""
    # Uvicorn raises the signal again after its clean stop; before its start there is nothing to clean.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        settings = Settings.from_environment(os.environ)
        listener = _listener(settings)
        app = create_app(settings) if settings.workers == 1 else _checked(settings)
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 2
    if not settings.site.is_dir():
        print(words(settings.language).text("start.no_site", folder=settings.site), file=sys.stderr)
    configuration = _configuration(app, settings.workers)
    if settings.workers == 1:
        _Server(configuration).run([listener])
    else:
        _Workers(configuration, [listener]).run()
    return 0


def application() -> ASGIApp:
    """Return the application of one process among several, made from the environment as theirs is."""
    return create_app(Settings.from_environment(os.environ))


def _checked(settings: Settings) -> str:
    """Return where each process finds its application, once it is sure that one can be made.

    Raises:
        CannotStart: it can't, with what to change; said once, and not by every process.
    """
    create_app(settings).app.state.service.close()
    return "feedback.serve:application"


def _configuration(app: ASGIApp | str, workers: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=workers,
        log_level="warning",
        log_config=LOGGING,
        access_log=False,  # it would keep addresses
        server_header=False,
        # A proxy on this machine says whose request it passes on; nobody else can reach the address.
        proxy_headers=True,
        forwarded_allow_ips=HOST,
        timeout_graceful_shutdown=5,
    )


def _say_address(sockets: list[socket.socket]) -> None:
    port = sockets[0].getsockname()[1] if sockets else 0
    print(f"Prorata: http://{HOST}:{port}/", flush=True)


def _listener(settings: Settings) -> socket.socket:
    # Named TCP: asyncio sends small answers at once on such a socket alone, on others 40 ms later (Nagle).
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, settings.port))
        listener.listen(uvicorn.Config("").backlog)
    except OSError as error:
        listener.close()
        reason = "port_taken" if error.errno == EADDRINUSE else "port_refused"
        raise CannotStart(settings.language, reason, port=settings.port) from None
    return listener
