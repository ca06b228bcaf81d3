"""Keys that recognize a reader or an address without keeping either."""

import hashlib
import hmac
import os
import secrets
from datetime import date
from ipaddress import IPv6Address, ip_address
from pathlib import Path


def server_secret(folder: Path) -> bytes:
    """Return the folder's secret of 32 bytes; the first call makes it, readable by its owner only.

    Whoever loses it lets every reader vote a second time, so it is on disk before the first vote is.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "secret"
    if not path.exists():
        draft = folder / "secret.draft"
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        _sync_folder(folder)
    return bytes.fromhex(path.read_text())


def reader_key(secret: bytes, reader: str, page: str, revision: str) -> str:
    """Return the key of one reader's vote on one revision of a page.

    The same reader has unrelated keys on two pages, so the votes of a person can't be put together. No part
    holds a line feed (contract.Vote refuses it), hence two different triples never read the same.
    """
    return hmac.new(secret, f"{reader}\n{page}\n{revision}".encode(), hashlib.sha256).hexdigest()


class AddressKeys:
    """Keys of addresses for the rate limit, under a salt that lives a day, in memory only."""

    def __init__(self) -> None:
        self._salts: dict[date, bytes] = {}

    def key(self, address: str, today: date) -> str:
        """Return today's key of an address; an IPv6 address counts by its /64, which is one subscriber."""
        if today not in self._salts:
            self._salts = {today: secrets.token_bytes(32)}  # yesterday's is gone for good
        return hmac.new(self._salts[today], _subscriber(address).encode(), hashlib.sha256).hexdigest()


def is_this_machine(address: str) -> bool:
    """Return whether an address is of the loopback interface."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _subscriber(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return parsed.packed[:8].hex()
    return str(parsed)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
