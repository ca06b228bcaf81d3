"""Thousands of CSV rows through the command line, in a process of its own."""

import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.commit import ROOT
from bench.measure import Figure

FEW, MANY = 1_000, 10_000
_HEADER = "reference,currency,unit_price,quantity_before,quantity_after,term_months,period_end,change_at\n"


def csv_rows() -> list[Figure]:
    """Return time and memory of many rows, and whether a terminal sees them pass."""
    with TemporaryDirectory() as folder:
        few, many = _table(Path(folder), FEW), _table(Path(folder), MANY)
        few_seconds, few_peak = _run(few, FEW)
        many_seconds, many_peak = _run(many, MANY)
        drawn = _bars_on_a_terminal(few)
    row = (many_seconds - few_seconds) / (MANY - FEW)
    return [
        Figure(f"{MANY:,} rows", many_seconds, "s here"),
        Figure("one row more", row * 1e6, "µs here"),
        Figure(f"peak memory of {MANY:,} rows, over that of {FEW:,}", many_peak / few_peak, "x", 1.1),
        Figure(f"peak memory of {MANY:,} rows", many_peak / 1024, "MiB here"),
        Figure(f"pictures of the progress bar drawn on a terminal for {FEW:,} rows", drawn, "pictures"),
    ]


def _table(folder: Path, rows: int) -> Path:
    path = folder / f"{rows}.csv"
    lines = (
        f"customer-{row},EUR,{10 + row % 90}.50,{row % 500},{row % 500 + 1 + row % 7},12,"
        f"2027-03-10,2026-08-{1 + row % 28:02}\n"
        for row in range(rows)
    )
    path.write_text(_HEADER + "".join(lines), "utf-8")
    return path


def _run(table: Path, rows: int) -> tuple[float, float]:
    """Return the seconds and the peak memory, in KiB, of the whole command."""
    command = (sys.executable, "-m", "bench.peak", "preview", "--csv", str(table))
    started = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - started
    answered = done.stdout.splitlines()
    assert len(answered) == rows + 1, "one line a row, and the header"
    return seconds, float(done.stderr.split()[-1])


def _bars_on_a_terminal(table: Path) -> int:
    """Return how many times the bar is drawn where standard error is a terminal."""
    ours, theirs = pty.openpty()
    command = (sys.executable, "-m", "calculator", "preview", "--csv", str(table))
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    drawn = b""
    while True:
        try:
            read = os.read(ours, 4096)
        except OSError:  # Linux says so when the other end is closed
            break
        if not read:
            break
        drawn += read
    process.wait()
    os.close(ours)
    return len(re.findall(rb"\[#* *\]", drawn))
