"""All that a route needs, opened once at start and closed once at the end."""

from dataclasses import dataclass
from typing import IO, Annotated

from fastapi import Depends
from sqlalchemy.exc import DatabaseError
from starlette.requests import Request

from feedback.folder import FolderInUse, claim
from feedback.guard import RateLimit
from feedback.identity import server_secret
from feedback.pages import Pages
from feedback.settings import CannotStart, Settings
from feedback.store import Store


@dataclass(frozen=True)
class Service:
    """The store with its secret, the guard's memory, and what is known of the site."""

    folder: IO[bytes]
    secret: bytes
    store: Store
    rate: RateLimit
    pages: Pages
    votes_shown_from: int

    @classmethod
    def open(cls, settings: Settings) -> "Service":
        """Return the service at work on its folder.

        Raises:
            CannotStart: the folder can't be used, with what to change.
        """
        data = settings.data
        try:
            folder = claim(data)
        except FolderInUse:
            raise CannotStart(settings.language, "data_in_use", folder=data) from None
        except OSError:
            raise CannotStart(settings.language, "data_refused", folder=data) from None
        try:
            secret = server_secret(data)
            store = Store(data / "votes.sqlite3")
        except ValueError:
            raise CannotStart(settings.language, "data_unreadable", folder=data, file="secret") from None
        except OSError:
            raise CannotStart(settings.language, "data_refused", folder=data) from None
        except DatabaseError:
            raise CannotStart(
                settings.language, "data_unreadable", folder=data, file="votes.sqlite3"
            ) from None
        return cls(
            folder,
            secret,
            store,
            RateLimit(settings.votes_a_minute),
            Pages(settings.site),
            settings.votes_shown_from,
        )

    def close(self) -> None:
        """Write what still waits, then give the folder back."""
        self.store.close()
        self.folder.close()


async def service_of(request: Request) -> Service:
    """Return the service that the application was made with; async, since FastAPI gives others a thread."""
    service: Service = request.app.state.service
    return service


ServiceOf = Annotated[Service, Depends(service_of)]
