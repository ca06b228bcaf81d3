"""Changes of the tables, in order; `versions/` holds one file for each, named by what it does."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

_LOCK = 0x70726F72617461  # "prorata"


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the tables of this connection's database to a version, within its transaction."""
    if connection.dialect.name == "postgresql":  # services that start together change the tables in turn
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, to)
