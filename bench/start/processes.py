"""The processes of one Chromium: the memory that a page holds, and a processor slower for all of them."""

import os
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_RUN = 0.005  # seconds between two pauses


@dataclass(frozen=True)
class PageProcess:
    """The process of a page; `memory` is in bytes, what it shares counted in proportion."""

    number: int
    memory: int


def largest_page(profile: str) -> PageProcess:
    """Return the page's process that holds most: that of the page which computes."""
    found = [PageProcess(number, _memory(number)) for number in _processes(profile, "--type=renderer")]
    return max(found, key=lambda process: process.memory)


def _memory(process: int) -> int:
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0  # it has ended
    return sum(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))


def _processes(profile: str, kind: str = "") -> list[int]:
    """Return the browser's processes, told by its profile, and all that they started; or one kind of them."""
    commands, children = dict[int, str](), defaultdict[int, list[int]](list)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            commands[int(folder.name)] = (folder / "cmdline").read_text()
        except OSError:
            continue  # it has ended
        children[parent].append(int(folder.name))
    found = [process for process, command in commands.items() if f"--user-data-dir={profile}" in command]
    for process in found:
        found += [child for child in children[process] if child not in found]
    return [process for process in found if kind in commands[process]]


@contextmanager
def slowed(profile: str, share: float) -> Iterator[None]:
    """Let all of the browser's processes run for a share of the time only: 5 ms, then a pause."""
    if share == 1:
        yield
        return
    ended = threading.Event()
    slowing = threading.Thread(target=_stop_and_go, args=(profile, share, ended))
    slowing.start()
    try:
        yield
    finally:
        ended.set()
        slowing.join()


def _stop_and_go(profile: str, share: float, ended: threading.Event) -> None:
    looked_at, processes = 0.0, list[int]()
    while not ended.is_set():
        if time.monotonic() - looked_at > 0.1:
            looked_at, processes = time.monotonic(), _processes(profile)
        _signal(processes, signal.SIGSTOP)
        time.sleep(_RUN / share - _RUN)
        _signal(processes, signal.SIGCONT)
        time.sleep(_RUN)


def _signal(processes: list[int], what: signal.Signals) -> None:
    for process in processes:
        try:
            os.kill(process, what)
        except ProcessLookupError:
            continue
