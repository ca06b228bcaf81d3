"""What the team reads of the votes, from a file that the service may be writing."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

VOTES = "votes.sqlite3"
TRIAGE = "triage.sqlite3"  # a file of its own: the service is the only one that writes votes
PRIOR = 10  # votes of an average article that each article starts with

COLUMNS = (
    *("id", "page", "language", "revision", "helpful", "reason", "step", "comment", "figures"),
    *("created_at", "changed_at", "times_sent", "is_counted"),
)


@dataclass(frozen=True)
class Row:
    """A vote without its reader's key; `state` and `note` are the team's."""

    id: int
    page: str
    language: str
    revision: str
    helpful: bool
    reason: str | None
    step: str | None
    comment: str | None
    figures: str | None
    created_at: str
    changed_at: str
    times_sent: int
    is_counted: bool
    state: str = "open"
    note: str = ""


@dataclass(frozen=True)
class Article:
    """How an article does: its votes, and the share of helpful ones drawn towards the average of all."""

    page: str
    helpful: int
    total: int
    score: float


@dataclass(frozen=True)
class Report:
    """What the team acts on: the worst first."""

    articles: list[Article]
    steps: list[tuple[str, int]]
    reasons: list[tuple[str, int]]
    amounts: list[Row]
    comments: list[Row]


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that can't write.

    Raises:
        FileNotFoundError: there is no such file.
    """
    if not file.exists():
        raise FileNotFoundError(file)
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


def rows(folder: Path) -> list[Row]:
    """Return every vote of a folder with what the team made of it, the newest first."""
    triaged = states(folder)
    columns = ", ".join(name for name in COLUMNS if name != "is_counted")
    query = f"SELECT {columns}, reader_key IS NOT NULL FROM votes ORDER BY id DESC"  # noqa: S608 our own names
    with reading(folder / VOTES) as connection:
        return [
            _row(dict(zip(COLUMNS, values, strict=True)), triaged) for values in connection.execute(query)
        ]


def _row(fields: dict[str, object], triaged: Mapping[int, tuple[str, str]]) -> Row:
    state, note = triaged.get(int(str(fields["id"])), ("open", ""))
    flags = {name: bool(fields[name]) for name in ("helpful", "is_counted")}
    return Row(**{**fields, **flags}, state=state, note=note)  # type: ignore[arg-type]


def states(folder: Path) -> dict[int, tuple[str, str]]:
    """Return the state and the note of each vote that the team has looked at."""
    if not (folder / TRIAGE).exists():
        return {}
    with reading(folder / TRIAGE) as connection:
        return {vote: (state, note) for vote, state, note in connection.execute("SELECT * FROM triage")}


def report(votes: list[Row], since: datetime | None = None) -> Report:
    """Return what the votes say, spam left out; comments and amounts are those changed since then."""
    votes = [vote for vote in votes if vote.state != "spam"]
    recent = [vote for vote in votes if since is None or _changed(vote) >= since]
    unhelpful = [vote for vote in votes if not vote.helpful]
    steps = Counter(f"{vote.page}#{vote.step}" for vote in unhelpful if vote.step)
    reasons = Counter(vote.reason for vote in unhelpful if vote.reason)
    return Report(
        articles=_articles([vote for vote in votes if vote.is_counted]),
        steps=steps.most_common(),
        reasons=reasons.most_common(),
        amounts=[vote for vote in recent if vote.reason == "amount"],
        comments=[vote for vote in recent if vote.comment],
    )


def last_week(now: datetime) -> datetime:
    """Return the beginning of the seven days that end now."""
    return now - timedelta(days=7)


def _articles(votes: list[Row]) -> list[Article]:
    """Return each article on its newest revision, by its Bayesian average.

    An article with one vote against it is not the worst of all: each starts with PRIOR votes that are like
    the average of all articles. 0 of 1 among articles at 80 percent scores (8 + 0) / (10 + 1) = 0.73.
    """
    newest = _newest_revisions(votes)
    counts: dict[str, list[bool]] = defaultdict(list)
    for vote in votes:
        if vote.revision == newest[vote.page]:
            counts[vote.page].append(vote.helpful)
    every = [helpful for helpfuls in counts.values() for helpful in helpfuls]
    average = sum(every) / len(every) if every else 0.0
    found = [
        Article(page, sum(given), len(given), (PRIOR * average + sum(given)) / (PRIOR + len(given)))
        for page, given in counts.items()
    ]
    return sorted(found, key=lambda article: (article.score, article.page))


def _newest_revisions(votes: list[Row]) -> dict[str, str]:
    """Return each page's revision whose first vote came last."""
    first: dict[tuple[str, str], int] = {}
    for vote in votes:
        key = (vote.page, vote.revision)
        first[key] = min(vote.id, first.get(key, vote.id))
    return {page: revision for (page, revision), _ in sorted(first.items(), key=lambda item: item[1])}


def _changed(vote: Row) -> datetime:
    return datetime.fromisoformat(vote.changed_at)
