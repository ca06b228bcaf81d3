"""The folder of the votes: made, owned by one service at a time, never shared."""

import fcntl
import os
from pathlib import Path
from typing import IO

VOTES = "votes.sqlite3"
TRIAGE = "triage.sqlite3"  # a file of its own: the service is the only one that writes votes


class FolderInUse(Exception):
    """Another service holds the folder."""


def claim(folder: Path) -> IO[bytes]:
    """Return the claim on a folder, made where there is none; closing it, or dying, gives the folder back.

    Raises:
        FolderInUse: another service holds it.
        OSError: it can't be made or written to.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.fdopen(os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600), "rb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise FolderInUse from None
    return file
