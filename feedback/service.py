"""All that a route needs, opened once at start and closed once at the end."""

from dataclasses import dataclass
from typing import IO, Annotated

from fastapi import Depends
from starlette.requests import Request

from feedback.database import Refused, fault_of, postgresql, sqlite
from feedback.folder import VOTES, FolderInUse, claim
from feedback.guard import RateLimit, Room
from feedback.identity import server_secret
from feedback.pages import Pages
from feedback.settings import CannotStart, Settings
from feedback.store import Store


@dataclass(frozen=True)
class Service:
    """The store with its secret, the guard's memory, and what is known of the site."""

    claimed: IO[bytes] | None
    secret: bytes
    store: Store
    rate: RateLimit
    room: Room
    pages: Pages
    votes_shown_from: int

    @classmethod
    def open(cls, settings: Settings) -> "Service":
        """Return the service at work on its folder, or on the server that keeps the votes instead.

        Raises:
            CannotStart: one of them can't be used, with what to change.
        """
        claimed = None if settings.database else _claimed(settings)
        return cls(
            claimed,
            _secret(settings),
            _store(settings),
            RateLimit(settings.votes_a_minute),
            Room(),
            Pages(settings.site),
            settings.votes_shown_from,
        )

    def close(self) -> None:
        """Write what still waits, then give the folder back."""
        self.store.close()
        if self.claimed:
            self.claimed.close()


def _claimed(settings: Settings) -> IO[bytes]:
    try:
        return claim(settings.data)
    except FolderInUse:
        raise CannotStart(settings.language, "data_in_use", folder=settings.data) from None
    except OSError:
        raise CannotStart(settings.language, "data_refused", folder=settings.data) from None


def _secret(settings: Settings) -> bytes:
    if settings.secret:
        return settings.secret
    try:
        return server_secret(settings.data)
    except ValueError:
        raise _unreadable(settings, "secret") from None
    except OSError:
        raise CannotStart(settings.language, "data_refused", folder=settings.data) from None


def _store(settings: Settings) -> Store:
    if settings.database:
        try:
            return Store(postgresql(settings.database))
        except Refused as fault:
            told = settings.database.render_as_string(hide_password=True)
            raise CannotStart(
                settings.language, "database_refused", database=told, reason=fault_of(fault)
            ) from None
    file = settings.data / VOTES
    try:
        file.touch(mode=0o600)  # comments are for the team alone; SQLite gives its other files the same mode
        return Store(sqlite(file))
    except OSError:
        raise CannotStart(settings.language, "data_refused", folder=settings.data) from None
    except Refused:
        raise _unreadable(settings, VOTES) from None


def _unreadable(settings: Settings, file: str) -> CannotStart:
    return CannotStart(settings.language, "data_unreadable", folder=settings.data, file=file)


async def service_of(request: Request) -> Service:
    """Return the service that the application was made with; async, since FastAPI gives others a thread."""
    service: Service = request.app.state.service
    return service


ServiceOf = Annotated[Service, Depends(service_of)]
