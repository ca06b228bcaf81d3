"""Zip archives and wheels whose bytes depend on their content alone: sorted, undated, uncompressed.

Uncompressed, since the server's Brotli then packs the whole file far better than zip packs each member.
Used by the build and, inside Pyodide, by `bytecode`: standard library only.
"""

import base64
import hashlib
import zipfile
from pathlib import Path

_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def write_archive(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, _FIXED_DATE)
            member.external_attr = 0o644 << 16
            member.create_system = 3  # Unix, whatever the machine that builds
            archive.writestr(member, files[name])


def read_archive(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {member.filename: archive.read(member) for member in archive.infolist() if not member.is_dir()}


def write_wheel(folder: Path, files: dict[str, bytes], tag: str) -> Path:
    """Return the wheel written into `folder`.

    Args:
        files: the package and its metadata by path; `WHEEL` and `RECORD` are written anew.
        tag: the Python that reads it, such as `py3`.
    """
    metadata = next(name.split("/")[0] for name in files if name.endswith(".dist-info/METADATA"))
    files = {name: content for name, content in files.items() if name != f"{metadata}/RECORD"}
    files[f"{metadata}/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: prorata\nRoot-Is-Purelib: true\nTag: {tag}-none-any\n".encode()
    )
    records = [f"{name},{_checksum(content)},{len(content)}" for name, content in sorted(files.items())]
    files[f"{metadata}/RECORD"] = "\n".join([*records, f"{metadata}/RECORD,,", ""]).encode()
    path = folder / f"{metadata.removesuffix('.dist-info')}-{tag}-none-any.whl"
    write_archive(path, files)
    return path


def _checksum(content: bytes) -> str:
    digest = hashlib.sha256(content).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
