"""What crosses the service's boundary: requests, answers and faults, as Pydantic models."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Language = Literal["fr", "en"]

Code = Literal[
    "not_json",
    "request_too_large",
    "request_too_slow",
    "duplicate_key",
    "unknown_field",
    "missing",
    "wrong_type",
    "out_of_range",
    "unknown_language",
    "unknown_page",
    "wrong_content_type",
    "not_found",
    "method_not_allowed",
    "too_many_votes",
    "too_busy",
    "storage_unavailable",
    "internal_error",
]


def _unix_lines(value: object) -> object:
    """Return text with the line ends that a browser counts as one character; a posted form sends two."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _none_if_blank(value: str | None) -> str | None:
    return value if value and value.strip() else None


# Nobody types a control character other than a line feed or a tab, and PostgreSQL stores no NUL.
TEXT = r"^[^\x00-\x08\x0B-\x1F\x7F]*$"
LINE = r"^[^\x00-\x1F\x7F]*$"

# Path of an article without its language: lower-case words joined by hyphens, parts joined by slashes.
Page = Annotated[
    str,
    StringConstraints(max_length=200, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$"),
    Field(examples=["guides/add-licenses"]),
]
Revision = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=LINE)]
# Length is no proof of chance: how random a token is stays the browser's affair, ours sends a UUID.
Reader = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[!-~]*$")]
Reason = Annotated[str, StringConstraints(max_length=200, pattern=LINE)]
Step = Annotated[str, StringConstraints(max_length=80, pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$")]
# What a reader chose to attach: the calculator's figures, as the page showed them before sending.
Figures = Annotated[str, StringConstraints(max_length=2000, pattern=TEXT), BeforeValidator(_unix_lines)]
Comment = Annotated[str, StringConstraints(max_length=2000, pattern=TEXT), BeforeValidator(_unix_lines)]
NoneIfBlank = AfterValidator(_none_if_blank)


class Closed(BaseModel):
    """A model that takes exactly its fields, of exactly their types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Opinion(Closed):
    """What a reader says of one revision of an article."""

    page: Page
    language: Language
    revision: Revision
    helpful: bool
    reason: Annotated[Reason | None, NoneIfBlank] = None
    step: Annotated[Step | None, NoneIfBlank] = None
    comment: Annotated[Comment | None, NoneIfBlank] = None
    figures: Annotated[Figures | None, NoneIfBlank] = None


class Vote(Opinion):
    """A vote that counts: `reader` is a random token that the browser keeps and we never store."""

    reader: Reader


class Withdrawal(Closed):
    """Whose vote on which revision of a page is taken back; a vote that isn't there is taken back already."""

    page: Page
    language: Language
    revision: Revision
    reader: Reader


def _yes_or_no(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


class PlainVote(Opinion):
    """The plain form's fields, as a browser without JavaScript posts them.

    `website` is a trap: no reader sees it, so whoever fills it isn't one.
    """

    helpful: Annotated[bool, BeforeValidator(_yes_or_no)]
    website: Annotated[str, StringConstraints(max_length=0)] = ""


class ArticleQuery(Closed):
    """Which article, in which language, an address asks about."""

    page: Page
    language: Language = "fr"


class CountsQuery(Closed):
    """Which article's count to put in words, and in which language; without a page, all in figures."""

    page: Page | None = None
    language: Language = "fr"


class Tally(Closed):
    """How many readers voted on the newest revision of an article, and how many of them found it helpful."""

    helpful: Annotated[int, Field(ge=0)]
    total: Annotated[int, Field(ge=0)]


class Counts(Closed):
    """`text` is there where a page was asked for: its count in words, null without votes."""

    ok: Literal[True] = True
    counts: dict[str, Tally]
    text: str | None = None


class Kept(Closed):
    """The vote is on disk. `text` is the article's new count in words; null while it is hidden."""

    ok: Literal[True] = True
    message: str
    text: str | None


class Health(Closed):
    """The service answers."""

    ok: Literal[True] = True


class Fault(Closed):
    """One thing that is wrong, for a program and for a person; `field` is empty for the whole request."""

    code: Code
    field: str
    message: str


class Faults(Closed):
    """The one shape of everything that isn't a success."""

    ok: Literal[False] = False
    errors: Annotated[list[Fault], Field(min_length=1)]

    @classmethod
    def of(cls, faults: list[Fault]) -> Self:
        """Return the answer that tells these faults."""
        return cls(errors=faults)
