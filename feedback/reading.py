"""What the team reads of the votes, beside a service that may be writing them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, inspect, select

from feedback.database import postgresql, sqlite_to_read
from feedback.folder import TRIAGE, VOTES
from feedback.settings import Settings
from feedback.tables import triage, votes

PRIOR = 10  # votes of an average article that each article starts with


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
def reading(settings: Settings, file: str = VOTES) -> Iterator[Connection]:
    """Yield a connection that can't write, to the votes or, in their folder, to another file.

    Raises:
        FileNotFoundError: there is no such file.
    """
    at = settings.database
    engine = postgresql(at).reader if at else sqlite_to_read(settings.data / file)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def rows(settings: Settings) -> list[Row]:
    """Return every vote with what the team made of it, the newest first."""
    triaged = states(settings)
    with reading(settings) as connection:
        found = connection.execute(select(votes).order_by(votes.c.id.desc())).mappings()
        return [_row(vote, triaged) for vote in found]


def _row(vote: RowMapping, triaged: Mapping[int, tuple[str, str]]) -> Row:
    state, note = triaged.get(vote["id"], ("open", ""))
    told = {name: value for name, value in vote.items() if name != "reader_key"}
    dates = {name: vote[name].isoformat(" ") for name in ("created_at", "changed_at")}
    is_counted = vote["reader_key"] is not None
    return Row(**told | dates, is_counted=is_counted, state=state, note=note)


def states(settings: Settings) -> dict[int, tuple[str, str]]:
    """Return the state and the note of each vote that the team has looked at."""
    if not settings.database and not (settings.data / TRIAGE).exists():
        return {}
    with reading(settings, TRIAGE) as connection:
        if not inspect(connection).has_table(triage.name):
            return {}
        return {vote: (state, note) for vote, state, note in connection.execute(select(triage))}


def report(given: list[Row], since: datetime | None = None) -> Report:
    """Return what the votes say, spam left out; comments and amounts are those changed since then."""
    genuine = [vote for vote in given if vote.state != "spam"]
    recent = [vote for vote in genuine if since is None or _changed(vote) >= since]
    unhelpful = [vote for vote in genuine if not vote.helpful]
    steps = Counter(f"{vote.page}#{vote.step}" for vote in unhelpful if vote.step)
    reasons = Counter(vote.reason for vote in unhelpful if vote.reason)
    return Report(
        articles=_articles([vote for vote in genuine if vote.is_counted]),
        steps=steps.most_common(),
        reasons=reasons.most_common(),
        amounts=[vote for vote in recent if vote.reason == "amount"],
        comments=[vote for vote in recent if vote.comment],
    )


def last_week(now: datetime) -> datetime:
    """Return the beginning of the seven days that end now."""
    return now - timedelta(days=7)


def _articles(counted: list[Row]) -> list[Article]:
    """Return each article on its newest revision, by its Bayesian average.

    An article with one vote against it is not the worst of all: each starts with PRIOR votes that are like
    the average of all articles. 0 of 1 among articles at 80 percent scores (8 + 0) / (10 + 1) = 0.73.
    """
    newest = _newest_revisions(counted)
    counts: dict[str, list[bool]] = defaultdict(list)
    for vote in counted:
        if vote.revision == newest[vote.page]:
            counts[vote.page].append(vote.helpful)
    every = [helpful for helpfuls in counts.values() for helpful in helpfuls]
    average = sum(every) / len(every) if every else 0.0
    found = [
        Article(page, sum(given), len(given), (PRIOR * average + sum(given)) / (PRIOR + len(given)))
        for page, given in counts.items()
    ]
    return sorted(found, key=lambda article: (article.score, article.page))


def _newest_revisions(counted: list[Row]) -> dict[str, str]:
    """Return each page's revision whose first vote came last."""
    first: dict[tuple[str, str], int] = {}
    for vote in counted:
        key = (vote.page, vote.revision)
        first[key] = min(vote.id, first.get(key, vote.id))
    return {page: revision for (page, revision), _ in sorted(first.items(), key=lambda item: item[1])}


def _changed(vote: Row) -> datetime:
    return datetime.fromisoformat(vote.changed_at)
