"""Stable pseudonyms of learners."""

import base64
import hmac
import os
import re
from pathlib import Path

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.storage import files

_BYTES = 32
_KEY = re.compile(rb"[0-9a-f]{64}\n?")
# 50 bits: of a million learners, two have the same one with a probability of 1 in 2,000.
_LETTERS = 10
_UNREADABLE = "can't be read"
_HIDDEN_REASON = "can't be used; the reason is left out, because it may contain a name"


def read_key() -> bytes:
    """Return the secret key of the pseudonyms on this machine; the first time, make one.

    With the same key, a learner has the same pseudonym; without it, nobody can find the name by trying names.
    Raises FileInvalidError and FileWriteError.
    """
    path = _path()
    try:
        key = files.read(path)
    except FileNotFoundError:
        key = _make_key(path)
    if not _KEY.fullmatch(key):
        message = f"{path} is damaged. Remove it for a new key, with which all pseudonyms change"
        raise FileInvalidError(message)
    return key


def _make_key(path: Path) -> bytes:
    with files.lock(path) as target:
        # Another process may have made one meanwhile.
        if not target.exists():
            files.replace(target, os.urandom(_BYTES).hex().encode() + b"\n")
        return files.read_existing(target)


def pseudonym(name: str, key: bytes) -> str:
    """Return the pseudonym of a learner."""
    digest = hmac.digest(key, name.encode(errors="surrogatepass"), "sha256")
    return f"learner-{base64.b32encode(digest).decode().lower()[:_LETTERS]}"


def anonymous_reason(reason: str) -> str:
    """Return why a file can't be used, without what could quote the learner or name the files."""
    return reason if reason.startswith(_UNREADABLE) else _HIDDEN_REASON


def _path() -> Path:
    return files.home() / "cohort.key"
