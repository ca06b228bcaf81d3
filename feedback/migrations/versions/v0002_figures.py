"""The figures that a reader attaches to a vote."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("votes", sa.Column("figures", sa.Text))
