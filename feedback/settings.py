"""What the environment says about the service, read once at start."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from feedback.words import LANGUAGES, words

SECRET = re.compile("[0-9a-f]{64}")  # as the folder's file holds it
MOST_WORKERS = 64
EXAMPLE = "postgresql://account:password@host/database"


class CannotStart(Exception):
    """Why the service doesn't start: one sentence that names the variable to change."""

    def __init__(self, language: str, key: str, **facts: object) -> None:
        super().__init__(words(language).text(f"start.{key}", **facts))


@dataclass(frozen=True)
class Settings:
    """How one service runs.

    Args:
        port: 0 takes a free one.
        data: folder of the votes and of the secret; made where there is none.
        database: address of a PostgreSQL server that keeps the votes instead of the folder.
        secret: 32 bytes that recognize readers, instead of the folder's own; none where the folder has it.
        workers: processes that serve; more than one need `database`.
        site: folder of the built pages.
        votes_a_minute: most votes taken from one address in a minute; 0 lifts the limit. This
            machine has none.
        votes_shown_from: an article's count is shown from so many votes on; the API counts them all.
        language: of the sentences for the person who starts the service.
    """

    port: int = 8000
    data: Path = Path("data")
    database: URL | None = None
    secret: bytes = field(default=b"", repr=False)
    workers: int = 1
    site: Path = Path("site")
    votes_a_minute: int = 30
    votes_shown_from: int = 5
    language: str = "en"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Return the settings; a variable that is absent or empty leaves its default.

        Raises:
            CannotStart: a variable holds something else than it should.
        """
        language = _operator_language(environment)

        def number(name: str, default: int, highest: int, lowest: int = 0) -> int:
            text = environment.get(name) or str(default)
            if not (text.isascii() and text.isdigit() and lowest <= int(text[:9]) <= highest):
                bounds = {"lowest": lowest, "highest": highest}
                raise CannotStart(language, "not_a_number", name=name, value=text[:40], **bounds)
            return int(text)

        database = _database(environment.get("PRORATA_DATABASE", ""), language)
        secret = environment.get("PRORATA_SECRET", "")
        if secret and not SECRET.fullmatch(secret):
            raise CannotStart(language, "not_a_secret")
        workers = number("PRORATA_WORKERS", cls.workers, MOST_WORKERS, lowest=1)
        if workers > 1 and database is None:
            raise CannotStart(language, "one_worker")
        return cls(
            port=number("PRORATA_PORT", cls.port, 65535),
            data=Path(environment.get("PRORATA_DATA") or cls.data),
            database=database,
            secret=bytes.fromhex(secret),
            workers=workers,
            site=Path(environment.get("PRORATA_SITE") or cls.site),
            votes_a_minute=number("PRORATA_VOTES_A_MINUTE", cls.votes_a_minute, 1_000_000),
            votes_shown_from=number("PRORATA_VOTES_SHOWN_FROM", cls.votes_shown_from, 1_000_000),
            language=language,
        )


def _database(address: str, language: str) -> URL | None:
    """Return the address of a PostgreSQL server; a faulty one isn't repeated, for it may hold a password."""
    if not address:
        return None
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in ("postgresql", "postgres") or not url.database:
        raise CannotStart(language, "not_a_database", example=EXAMPLE)
    return url


def _operator_language(environment: Mapping[str, str]) -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    first = next((environment[name] for name in names if environment.get(name)), "")
    return first[:2] if first[:2] in LANGUAGES else "en"
