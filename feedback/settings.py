"""What the environment says about the service, read once at start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from feedback.words import LANGUAGES, words


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
        site: folder of the built pages.
        votes_a_minute: most votes taken from one address in a minute; 0 lifts the limit. This
            machine has none.
        votes_shown_from: an article's count is shown from so many votes on; the API counts them all.
        language: of the sentences for the person who starts the service.
    """

    port: int = 8000
    data: Path = Path("data")
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

        def number(name: str, default: int, highest: int) -> int:
            text = environment.get(name) or str(default)
            if not (text.isascii() and text.isdigit() and int(text[:9]) <= highest):
                raise CannotStart(language, "not_a_number", name=name, value=text[:40], highest=highest)
            return int(text)

        return cls(
            port=number("PRORATA_PORT", cls.port, 65535),
            data=Path(environment.get("PRORATA_DATA") or cls.data),
            site=Path(environment.get("PRORATA_SITE") or cls.site),
            votes_a_minute=number("PRORATA_VOTES_A_MINUTE", cls.votes_a_minute, 1_000_000),
            votes_shown_from=number("PRORATA_VOTES_SHOWN_FROM", cls.votes_shown_from, 1_000_000),
            language=language,
        )


def _operator_language(environment: Mapping[str, str]) -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    first = next((environment[name] for name in names if environment.get(name)), "")
    return first[:2] if first[:2] in LANGUAGES else "en"
