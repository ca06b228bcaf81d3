"""Reads a WebAssembly module's sections and writes them anew, its functions under their old numbers.

Numbers stay, so that whatever an image of memory says of functions still holds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAGIC = b"\0asm\1\0\0\0"
IMPORT, GLOBAL, EXPORT, CODE, DATA, DATA_COUNT = 2, 6, 7, 10, 11, 12  # numbers of sections
I32, MUTABLE = 0x7F, 1
I32_CONST, GLOBAL_SET, UNREACHABLE, END = b"\x41", b"\x24", b"\x00", b"\x0b"
GLOBAL_KIND = 3  # of imports and exports
TYPED_REFERENCES = (0x63, 0x64)  # value types that are followed by the type they refer to


@dataclass(frozen=True, slots=True)
class Export:
    """A name that a module gives out, with what it stands for."""

    name: str
    kind: int
    index: int


def instrumented(module: bytes) -> bytes:
    """Return the module with a global for each function, `P0` and so on, that is 1 once the function ran."""
    sections = read_sections(module)
    count, at = read_number(sections[GLOBAL], 0)
    first = count + sum(kind == GLOBAL_KIND for kind in _import_kinds(sections[IMPORT]))
    bodies = list(read_items(sections[CODE]))
    flag = bytes((I32, MUTABLE)) + I32_CONST + b"\0" + END
    sections[GLOBAL] = number(count + len(bodies)) + sections[GLOBAL][at:] + flag * len(bodies)
    sections[CODE] = write_items(
        body[: (start := _after_locals(body))]
        + I32_CONST
        + b"\1"
        + GLOBAL_SET
        + number(first + index)
        + body[start:]
        for index, body in enumerate(bodies)
    )
    flags = [Export(f"P{index}", GLOBAL_KIND, first + index) for index in range(len(bodies))]
    sections[EXPORT] = _write_exports([*_read_exports(sections[EXPORT]), *flags])
    return write_sections(sections)


def reduced(module: bytes, ran: bytes, names: Iterable[str], others: bytes = UNREACHABLE) -> bytes:
    """Return the module for an image of its memory: without data, and with functions that ran alone.

    Args:
        ran: 1 or 0 for each function of the module. The others become a trap: whoever enters one ends there.
        names: what the module still exports.
        others: the instructions of functions that did not run.

    Raises:
        KeyError: the module exports no such name.
    """
    sections = read_sections(module)
    trap = number(0) + others + END  # no locals
    bodies = read_items(sections[CODE])
    sections[CODE] = write_items(body if kept else trap for body, kept in zip(bodies, ran, strict=True))
    exports = {export.name: export for export in _read_exports(sections[EXPORT])}
    sections[EXPORT] = _write_exports([exports[name] for name in names])
    del sections[DATA]
    sections.pop(DATA_COUNT, None)
    return write_sections(sections)


def read_sections(module: bytes) -> dict[int, bytes]:
    """Return each section's content by its number, in order; those that only tools read are left out."""
    if not module.startswith(MAGIC):
        raise ValueError("not a WebAssembly module")
    sections, at = {}, len(MAGIC)
    while at < len(module):
        length, start = read_number(module, at + 1)
        if module[at]:
            sections[module[at]] = module[start : start + length]
        at = start + length
    return sections


def write_sections(sections: dict[int, bytes]) -> bytes:
    """Return the module that `read_sections` read."""
    return MAGIC + b"".join(bytes((kind,)) + _sized(content) for kind, content in sections.items())


def read_number(text: bytes, at: int) -> tuple[int, int]:
    """Return the number at a place, as LEB128 writes it, and where it ends."""
    value = shift = 0
    while True:
        byte = text[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def number(value: int) -> bytes:
    """Return a number that is not negative as LEB128 writes it."""
    text = bytearray()
    while value >= 0x80:
        text.append(value & 0x7F | 0x80)
        value >>= 7
    text.append(value)
    return bytes(text)


def read_items(section: bytes) -> Iterator[bytes]:
    """Yield the items of a section of which each says its length."""
    count, at = read_number(section, 0)
    for _ in range(count):
        length, start = read_number(section, at)
        at = start + length
        yield section[start:at]


def write_items(items: Iterable[bytes]) -> bytes:
    """Return the section that `read_items` read."""
    written = [_sized(item) for item in items]
    return number(len(written)) + b"".join(written)


def _sized(content: bytes) -> bytes:
    return number(len(content)) + content


def _after_locals(body: bytes) -> int:
    """Return where a function's declarations end and its instructions start."""
    count, at = read_number(body, 0)
    for _ in range(count):
        _, at = read_number(body, at)
        at = read_number(body, at + 1)[1] if body[at] in TYPED_REFERENCES else at + 1
    return at


def _read_exports(section: bytes) -> list[Export]:
    count, at = read_number(section, 0)
    exports = []
    for _ in range(count):
        length, at = read_number(section, at)
        name, kind = section[at : at + length].decode(), section[at + length]
        index, at = read_number(section, at + length + 1)
        exports.append(Export(name, kind, index))
    return exports


def _write_exports(exports: list[Export]) -> bytes:
    entries = (_sized(one.name.encode()) + bytes((one.kind,)) + number(one.index) for one in exports)
    return number(len(exports)) + b"".join(entries)


def _import_kinds(section: bytes) -> Iterator[int]:
    count, at = read_number(section, 0)
    for _ in range(count):
        for _ in ("module", "name"):
            length, at = read_number(section, at)
            at += length
        kind = section[at]
        at = _after_import(section, kind, at + 1)
        yield kind


def _after_import(section: bytes, kind: int, at: int) -> int:
    """Return where what is said of an imported thing ends: of a function, table, memory, global or tag."""
    function, table, memory, tag = 0, 1, 2, 4
    if kind == function:
        return read_number(section, at)[1]
    if kind == GLOBAL_KIND:
        return at + 2
    if kind == tag:
        return read_number(section, at + 1)[1]
    if kind not in (table, memory):
        raise ValueError(f"an import of a kind that is not known, {kind}")
    at += kind == table  # its type of element
    has_maximum, at = read_number(section, at)
    for _ in range(1 + (has_maximum & 1)):
        _, at = read_number(section, at)
    return at
