"""`python -m feedback COMMAND`: the service, and what the team does with the votes, in a shell."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from feedback import keeping
from feedback.database import Refused, fault_of
from feedback.folder import FolderInUse
from feedback.publishing import published
from feedback.reading import last_week, report, rows
from feedback.serve import serve
from feedback.settings import CannotStart, Settings
from feedback.words import LANGUAGES, words
from feedback.written import as_csv, as_json, as_page, as_text

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 done, 2 when it can't be, with a sentence that says why."""
    asked = _parser().parse_args(arguments)
    if asked.command == "serve":
        return serve()
    try:
        settings = Settings.from_environment(os.environ)
    except CannotStart as reason:
        return _refused(str(reason))
    text = words(settings.language).text
    try:
        return COMMANDS[asked.command](asked, settings)
    except FileNotFoundError as error:
        return _refused(text("team.no_votes", file=error.args[0] if len(error.args) == 1 else error.filename))
    except FolderInUse:
        return _refused(text("team.in_use", folder=settings.data))
    except keeping.NotEmpty:
        return _refused(text("team.not_empty"))
    except Refused as error:
        return _refused(text("team.unreadable", reason=fault_of(error)))
    except OSError as error:
        return _refused(text("team.refused", reason=error.strerror or error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m feedback",
        description="PRORATA_DATA names the folder of the votes, PRORATA_DATABASE their server.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="serve the built site and keep its votes")
    reported = commands.add_parser("report", help="worst articles and steps, reasons, amounts, comments")
    reported.add_argument("--week", action="store_true", help="comments and amounts of the last seven days")
    reported.add_argument("--page", type=Path, metavar="FILE", help="write the report as an HTML page")
    export = commands.add_parser("export", help="every vote, without its reader, on standard output")
    export.add_argument("--format", choices=("csv", "json"), default="csv")
    triaged = commands.add_parser("triage", help="say what becomes of a vote's comment")
    triaged.add_argument("vote", type=int, help="its number in the report")
    triaged.add_argument("state", choices=keeping.STATES)
    triaged.add_argument("--note", help="for the team alone")
    for language in sorted(LANGUAGES):
        triaged.add_argument(f"--{language}", metavar="SENTENCE", help="what readers are told was changed")
    told = commands.add_parser("publish", help="write what the next build shows of the votes")
    told.add_argument("file", type=Path, nargs="?", default=Path("docs/readers.json"))
    copied = commands.add_parser("backup", help="copy the votes while the service runs")
    copied.add_argument("file", type=Path)
    restored = commands.add_parser("restore", help="put a copy in the place of the votes")
    restored.add_argument("file", type=Path)
    forgotten = commands.add_parser("forget", help="erase comments and figures not changed since a day")
    forgotten.add_argument("before", type=datetime.fromisoformat, metavar="YYYY-MM-DD")
    erased = commands.add_parser("erase", help="erase one vote, as its reader may ask")
    erased.add_argument("vote", type=int, help="its number in the report")
    commands.add_parser("move", help="copy the folder's votes to the server of PRORATA_DATABASE")
    return parser


def _report(asked: argparse.Namespace, settings: Settings) -> int:
    now = datetime.now(UTC).replace(tzinfo=None)
    told = report(rows(settings), last_week(now) if asked.week else None)
    if asked.page:
        title = words(settings.language).text("report.title", day=now.date().isoformat())
        asked.page.write_text(as_page(told, settings.language, title), encoding="utf-8")
    else:
        sys.stdout.write(as_text(told, settings.language))
    return 0


def _export(asked: argparse.Namespace, settings: Settings) -> int:
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    sys.stdout.write((as_csv if asked.format == "csv" else as_json)(rows(settings)))
    return 0


def _triage(asked: argparse.Namespace, settings: Settings) -> int:
    told = {language: vars(asked)[language] for language in LANGUAGES if vars(asked)[language]}
    if told and (len(told) < len(LANGUAGES) or asked.state != "done"):
        return _refused(words(settings.language).text("team.told_in_both"))
    if not keeping.triage(settings, asked.vote, asked.state, asked.note, told or None):
        return _refused(words(settings.language).text("team.no_such_vote", vote=asked.vote))
    return _done(settings, "team.triaged", vote=asked.vote, state=asked.state)


def _publish(asked: argparse.Namespace, settings: Settings) -> int:
    asked.file.write_text(published(settings), encoding="utf-8")
    return _done(settings, "team.published", file=asked.file)


def _back_up(asked: argparse.Namespace, settings: Settings) -> int:
    if asked.file.exists():
        return _refused(words(settings.language).text("team.copy_exists", file=asked.file))
    return _done(settings, "team.copied", count=keeping.back_up(settings, asked.file), file=asked.file)


def _restore(asked: argparse.Namespace, settings: Settings) -> int:
    if fault := keeping.damage(asked.file):
        return _refused(words(settings.language).text("team.damaged", file=asked.file, fault=fault))
    key = "team.restored_there" if settings.database else "team.restored"
    return _done(settings, key, **asdict(keeping.restore(asked.file, settings)))


def _move(_: argparse.Namespace, settings: Settings) -> int:
    if not settings.database:
        return _refused(words(settings.language).text("team.nowhere_to_move"))
    return _done(settings, "team.moved", **asdict(keeping.move(settings, settings.database)))


def _erase(asked: argparse.Namespace, settings: Settings) -> int:
    if not keeping.erase(settings, asked.vote):
        return _refused(words(settings.language).text("team.no_such_vote", vote=asked.vote))
    return _done(settings, "team.erased", vote=asked.vote)


def _forget(asked: argparse.Namespace, settings: Settings) -> int:
    return _done(settings, "team.forgotten", count=keeping.forget(settings, asked.before))


COMMANDS: dict[str, Callable[[argparse.Namespace, Settings], int]] = {
    "report": _report,
    "export": _export,
    "triage": _triage,
    "publish": _publish,
    "backup": _back_up,
    "restore": _restore,
    "move": _move,
    "forget": _forget,
    "erase": _erase,
}


def _done(settings: Settings, key: str, **facts: object) -> int:
    print(words(settings.language).text(key, **facts))
    return 0


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
