"""`make bench`: calculator and page, side by side with what their user would write or do instead.

`python -m bench [part…] [--rounds N]`: all parts by default, about an hour, most of it for `start`. Each
leaves its figures in build/bench/. Times are only good for ratios within one run. Nothing here passes or
fails: goals are printed beside figures.
"""

import argparse
import json
import platform
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict

from bench import command_line, engine, imports, page, questions
from bench.commit import ROOT, measured_commit
from bench.growth import growth
from bench.measure import Figure, Note
from bench.start.measured import start
from bench.start.visits import ROUNDS
from bench.votes import votes

type Measured = Iterator[tuple[str, Iterable[Figure | Note]]]


def rules() -> Measured:
    """Yield what an answer costs, and how that grows with lines and periods."""
    yield "What is measured", [Note(engine.described_answer())]
    yield "A naive sum, and ours", engine.against_naive()
    yield "More lines", engine.growth_with_lines()
    yield "Longer periods", engine.growth_with_term()
    yield "What an answer loads", [Note(imports.loaded_modules())]


def others() -> Measured:
    """Yield what the other questions cost, over as many previews."""
    yield "Every day of three years", questions.schedule_against_previews()
    yield "More days", questions.growth_with_days()
    yield "Every convention", questions.reconcile_against_preview()


def shell() -> Measured:
    """Yield what thousands of rows cost."""
    yield "CSV through the command line", command_line.csv_rows()


def edits() -> Measured:
    """Yield how long the page takes to follow an edit."""
    yield "An edit in the page", page.edits()


PARTS: dict[str, Callable[[int], Measured]] = {
    "rules": lambda _: rules(),
    "questions": lambda _: others(),
    "shell": lambda _: shell(),
    "edits": lambda _: edits(),
    "growth": growth,
    "votes": votes,
    "start": start,
}


def main() -> None:
    """Measure the parts one after another; print and write what each of them gives."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}")
    parser.add_argument(
        "--rounds",
        type=int,
        default=ROUNDS,
        help=f"of `start`, `growth`; less than {ROUNDS} are not published",
    )
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    python = f"{platform.python_implementation()} {platform.python_version()}"
    machine = f"{python}, {platform.platform()}"
    print(f"{measured_commit()}\n{machine}")
    for part in asked.parts or PARTS:
        _run(part, PARTS[part](asked.rounds), machine)


def _run(part: str, rooms: Measured, machine: str) -> None:
    print(f"\n== {part}", flush=True)
    started = time.monotonic()
    measured = {}
    for title, figures in rooms:
        measured[title] = list(figures)
        print(f"\n{title}", *(figure.line for figure in measured[title]), sep="\n", flush=True)
    result = {
        "commit": measured_commit(),
        "machine": machine,
        "figures": {title: [asdict(figure) for figure in figures] for title, figures in measured.items()},
    }
    folder = ROOT / "build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{part}.json").write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(f"\n{time.monotonic() - started:.0f} seconds; build/bench/{part}.json has the same figures")


if __name__ == "__main__":
    main()
