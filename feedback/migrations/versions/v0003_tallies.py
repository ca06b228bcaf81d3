"""The counts of each revision, kept by the database itself: a count never reads the votes.

On a server, workers that count for one page at a time would wait for each other's commit, so that each
connection adds to one of SHARDS rows; a row alone means nothing, the sum of all does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

SHARDS = 16

BACKFILL = """
INSERT INTO tallies (page, revision, shard, helpful, total, first_vote)
SELECT page, revision, 0, sum(CAST(helpful AS INTEGER)), count(*), min(id)
FROM votes WHERE reader_key IS NOT NULL GROUP BY page, revision
"""

SQLITE = (
    """
CREATE TRIGGER votes_kept AFTER INSERT ON votes WHEN NEW.reader_key IS NOT NULL BEGIN
  INSERT INTO tallies (page, revision, shard, helpful, total, first_vote)
  VALUES (NEW.page, NEW.revision, 0, NEW.helpful, 1, NEW.id)
  ON CONFLICT (page, revision, shard) DO UPDATE SET
    helpful = tallies.helpful + excluded.helpful, total = tallies.total + excluded.total;
END
""",
    """
CREATE TRIGGER votes_changed AFTER UPDATE OF helpful ON votes WHEN NEW.reader_key IS NOT NULL BEGIN
  UPDATE tallies SET helpful = helpful + NEW.helpful - OLD.helpful
  WHERE page = NEW.page AND revision = NEW.revision;
END
""",
    """
CREATE TRIGGER votes_taken_back AFTER DELETE ON votes WHEN OLD.reader_key IS NOT NULL BEGIN
  UPDATE tallies SET helpful = helpful - OLD.helpful, total = total - 1
  WHERE page = OLD.page AND revision = OLD.revision;
END
""",
)

# Once for a statement, however many rows it wrote; in the order of pages, so that two never wait in a ring.
SUM = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO tallies (page, revision, shard, helpful, total, first_vote)
  SELECT page, revision, pg_backend_pid() % {shards}, sum(helpful), sum(votes), min(id) FROM ({rows}) AS told
  GROUP BY page, revision ORDER BY page, revision
  ON CONFLICT (page, revision, shard) DO UPDATE SET
    helpful = tallies.helpful + excluded.helpful, total = tallies.total + excluded.total;
  RETURN NULL;
END $$
"""
KEPT = "SELECT page, revision, helpful::int AS helpful, {votes} AS votes, id FROM written"
GONE = "SELECT page, revision, -helpful::int AS helpful, {votes} AS votes, id FROM overwritten"
COUNTED = " WHERE reader_key IS NOT NULL"
POSTGRESQL = {
    "votes_kept": ("INSERT", "NEW TABLE AS written", KEPT.format(votes=1) + COUNTED),
    "votes_changed": (
        "UPDATE",
        "OLD TABLE AS overwritten NEW TABLE AS written",
        f"{KEPT.format(votes=0)}{COUNTED} UNION ALL {GONE.format(votes=0)}{COUNTED}",
    ),
    "votes_taken_back": ("DELETE", "OLD TABLE AS overwritten", GONE.format(votes=-1) + COUNTED),
}


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("page", sa.String(200), primary_key=True),
        sa.Column("revision", sa.String(40), primary_key=True),
        sa.Column("shard", sa.Integer, primary_key=True),
        sa.Column("helpful", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("first_vote", sa.Integer, nullable=False),
    )
    op.execute(BACKFILL)
    op.drop_index("votes_counted", "votes")
    if op.get_bind().dialect.name == "sqlite":
        for trigger in SQLITE:
            op.execute(trigger)
        return
    for name, (event, tables, rows) in POSTGRESQL.items():
        op.execute(SUM.format(name=name, shards=SHARDS, rows=rows))
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON votes REFERENCING {tables} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
