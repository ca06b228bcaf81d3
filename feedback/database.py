"""Where the votes are: a SQLite file of its own, or a PostgreSQL server that several services share."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

PATIENCE = 5.0  # seconds that a statement waits for another program's lock


@dataclass(frozen=True)
class Database:
    """One way to write, whose every commit is on disk, and one to read, which can't write."""

    writer: Engine
    reader: Engine

    def close(self) -> None:
        """Let the connections go."""
        self.reader.dispose()
        self.writer.dispose()


def sqlite(file: Path, patience: float = PATIENCE) -> Database:
    """Return the database of a file, which SQLite makes where there is none."""
    return Database(
        # What is taken back is overwritten, not only forgotten.
        sqlite_engine(
            file,
            *("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON"),
            patience=patience,
        ),
        sqlite_engine(file, "PRAGMA query_only = ON", patience=patience),
    )


def sqlite_engine(file: Path, *pragmas: str, patience: float = PATIENCE) -> Engine:
    """Return the way to a file under these settings."""
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        connect_args={"timeout": patience},
        hide_parameters=True,  # a failing statement is told without what the reader wrote
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        for pragma in pragmas:
            connection.execute(pragma)
        connection.autocommit = False  # one real transaction for every statement, those of migrations too

    return engine


def sqlite_to_read(file: Path) -> Engine:
    """Return the way to a file that is read beside whoever writes it, a copy included.

    Raises:
        FileNotFoundError: there is no such file.
    """
    if not file.exists():
        raise FileNotFoundError(file)
    address = f"{file.resolve().as_uri()}?mode=ro"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True))


def postgresql(url: URL, patience: float = PATIENCE) -> Database:
    """Return the database at an address; nothing is asked of it yet."""
    return Database(
        _postgresql_engine(url, patience, synchronous_commit="on"),
        _postgresql_engine(url, patience, default_transaction_read_only="on"),
    )


def _postgresql_engine(url: URL, patience: float, **options: str) -> Engine:
    milliseconds = str(round(patience * 1000))
    options |= {"lock_timeout": milliseconds, "statement_timeout": milliseconds}
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={
            "connect_timeout": max(2, round(patience)),  # whole seconds, two at least
            "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
            "application_name": "prorata",
        },
        # A connection that the server has closed, being restarted, is replaced before it is used.
        pool_pre_ping=True,
        pool_timeout=patience,
        hide_parameters=True,
    )


def fault_of(error: Exception) -> str:
    """Return what a database calls a fault, without its sentence: PostgreSQL quotes the row in it."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(cause, "sqlite_errorname", None) or type(cause).__name__)


# What any statement raises that a database refuses, a pool without a free connection included.
Refused = SQLAlchemyError
