"""The headers that the build decides on, from the file `_headers` of the site, as static hosts read it."""

import re
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

# What every answer carries where the build decides on nothing: it may do nothing at all in a browser.
API_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class BadHeadersFile(Exception):
    """A line of the file is neither a path nor a header."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True)
class Rule:
    """The headers of the paths that match; a value of none takes a header away that an earlier rule gave."""

    paths: re.Pattern[str]
    headers: list[tuple[str, str | None]]


def read_rules(text: str) -> list[Rule]:
    """Return the rules of a `_headers` file: a path (`*` stands for anything), then its indented headers.

    Raises:
        BadHeadersFile: with the number of the line that can't be read.
    """
    rules: list[Rule] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        if line.startswith("/"):
            rules.append(Rule(re.compile(re.escape(words).replace(r"\*", ".*")), []))
        elif rules and line[0].isspace() and words.startswith("!"):
            rules[-1].headers.append((words[1:].strip(), None))
        elif rules and line[0].isspace() and ":" in words:
            name, _, value = words.partition(":")
            rules[-1].headers.append((name.strip(), value.strip()))
        else:
            raise BadHeadersFile(number)
    return rules


def headers_for(rules: list[Rule], path: str) -> dict[str, str]:
    """Return the headers of a path; of two rules that give the same one, the later wins."""
    found: dict[str, tuple[str, str]] = {}
    for rule in rules:
        if not rule.paths.fullmatch(path):
            continue
        for name, value in rule.headers:
            found.pop(name.lower(), None)
            if value is not None:
                found[name.lower()] = name, value
    return dict(found.values())


class SiteHeaders:
    """Puts the site's headers on every answer; those that the answer has already stay."""

    def __init__(self, app: FastAPI, site: Path) -> None:
        self.app = app
        self._file = site / "_headers"
        self._read: tuple[int, list[Rule]] = (0, [])
        self.rules()

    def rules(self) -> list[Rule]:
        """Return the rules of the file as it is now; a build while we serve changes the policy's hashes."""
        try:
            written = self._file.stat().st_mtime_ns
            if written != self._read[0]:
                self._read = written, read_rules(self._file.read_text(encoding="utf-8"))
        except OSError:
            pass  # no site, or one that is being built: what was last read serves on
        return self._read[1]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer back with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        own = API_HEADERS if scope["path"].startswith("/api/") else {}
        wanted = headers_for(self.rules(), scope["path"]) | own

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in wanted.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
