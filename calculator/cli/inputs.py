"""What a shell gives to read: a file or standard input, whole or line by line, never more than is needed."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Self

from calculator.checks import MAX_BYTES, Faults, printable
from calculator.faults import Fault
from calculator.language.operands import catalogue

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Source:
    """A file, or standard input where there is none or it is `-`. One that can't be read is a fault as any.

    `taken` counts the bytes read line by line; `size` is how many there are, None where nobody knows.
    """

    def __init__(self, path: str | None, language: str) -> None:
        self._path = path if path is not None else "-"
        self._language = language
        self.taken = 0
        self.has_byte_order_mark = False

    def __enter__(self) -> Self:
        try:
            self._file = self._open()
            status = os.fstat(self._file.fileno())
        except (OSError, ValueError):  # a path with a NUL is a ValueError
            raise self._unreadable() from None
        self.size = status.st_size if stat.S_ISREG(status.st_mode) else None
        return self

    def __exit__(self, *_: object) -> None:
        if self._path != "-":
            self._file.close()

    def text(self) -> str:
        """Return the whole text, which is one request.

        Raises:
            Faults: it can't be read, is larger than a request, or isn't UTF-8.
        """
        try:
            # One byte more than a request may have is enough to refuse it, whatever comes after.
            raw = self._file.read(MAX_BYTES + 1)
        except OSError:
            raise self._unreadable() from None
        if len(raw) > MAX_BYTES:
            raise Faults([Fault("request_too_large", "")], self._language)
        return decoded(raw, self._language)

    def lines(self) -> Iterator[bytes]:
        """Yield each line with its end; of one longer than a request, one byte too many and no more."""
        while line := self._line():
            first, ended = self.taken == 0, line.endswith(b"\n")
            self.taken += len(line)
            if len(line) > MAX_BYTES and not ended:
                self._skip_line()
            if first and line.startswith(_BYTE_ORDER_MARK):
                self.has_byte_order_mark = True
                line = line.removeprefix(_BYTE_ORDER_MARK)
            yield line

    def _skip_line(self) -> None:
        while (more := self._line()) and not more.endswith(b"\n"):
            self.taken += len(more)
        self.taken += len(more)

    def _line(self) -> bytes:
        try:
            return self._file.readline(MAX_BYTES + 1)
        except OSError:
            raise self._unreadable() from None

    def _open(self) -> BinaryIO:
        if self._path != "-":
            return Path(self._path).open("rb")
        if sys.stdin is None:  # the shell closed it: `<&-`
            raise self._unreadable()
        if sys.stdin.isatty():
            print(catalogue(self._language).text("cli.waiting"), file=sys.stderr)
        return sys.stdin.buffer

    def _unreadable(self) -> Faults:
        facts = {"typed": printable(self._path)}
        return Faults([Fault("missing", "file", dict(facts), "unreadable_file")], self._language)


def decoded(raw: bytes, language: str) -> str:
    """Return UTF-8 text without the mark that some programs put before it.

    Raises:
        Faults: `not_json`, since the bytes are not UTF-8.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Faults([Fault("not_json", "", {}, "not_utf8")], language) from None
