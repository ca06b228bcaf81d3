"""Writes an image of memory as the page reads it: what the loader has to know, then what is not zero."""

import json
from collections.abc import Iterator
from typing import Any

GRAIN = 256  # bytes: of a longer run of zeros, nothing is written
WORD = 4  # bytes


def write_image(memory: bytes, head: dict[str, Any]) -> bytes:
    """Return the image: length of its head, the head as JSON, the bytes of each run that the head lists."""
    runs = list(runs_of(memory))
    text = json.dumps(head | {"runs": [(at, end - at) for at, end in runs]}, separators=(",", ":")).encode()
    text += b" " * (-len(text) % WORD)
    return len(text).to_bytes(WORD, "little") + text + b"".join(memory[at:end] for at, end in runs)


def runs_of(memory: bytes) -> Iterator[tuple[int, int]]:
    """Yield start and end of each part of memory that is not zero, the end exclusive."""
    zeros, start = bytes(GRAIN), None
    for at in range(0, len(memory), GRAIN):
        is_zero = memory[at : at + GRAIN] == zeros
        if is_zero and start is not None:
            yield start, at
            start = None
        elif not is_zero and start is None:
            start = at
    if start is not None:
        yield start, len(memory)
