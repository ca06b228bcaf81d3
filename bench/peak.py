"""The command line, and after it the most memory it ever held, in KiB, on standard error."""

import re
import resource
import sys
from pathlib import Path

from calculator.cli import main


def peak_kib() -> int:
    """Return the most memory that this process held."""
    status = Path("/proc/self/status")
    if status.exists():
        # Not `ru_maxrss`, which on Linux begins with what the starting process held.
        found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text("ascii"))
        return int(found[1]) if found else 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024  # macOS counts bytes


if __name__ == "__main__":
    exit_status = main(sys.argv[1:])
    print(peak_kib(), file=sys.stderr)
    sys.exit(exit_status)
