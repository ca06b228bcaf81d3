"""The table of votes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "votes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reader_key", sa.String(64), unique=True),
        sa.Column("page", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("revision", sa.String(40), nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(200)),
        sa.Column("step", sa.String(80)),
        sa.Column("comment", sa.Text),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("times_sent", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("votes_counted", "votes", ["page", "revision", "reader_key", "helpful"])
