"""Damage progress files, in ways that the program has to refuse."""

import random
import re
from collections.abc import Callable

from genai_roadmap.storage.journal_toml import HEADER

FORMAT = b"format = 1"
CONFLICT = b'<<<<<<< HEAD\nmachine = "laptop"\n=======\nmachine = "desktop"\n>>>>>>> origin/main\n'


def cut(content: bytes, _: random.Random) -> bytes:
    """Cut the file in the middle, inside a string."""
    key = b"did = "
    middle = content.find(key, len(content) // 2)
    return content[: (middle if middle >= 0 else content.rindex(key)) + len(key) + 2]


def zero(content: bytes, rng: random.Random) -> bytes:
    """Overwrite a part of the file, as after a power failure."""
    begin, size = rng.randrange(len(content)), rng.choice((1, 64, 512, 4096))
    end = min(begin + size, len(content))
    return content[:begin] + bytes(end - begin) + content[end:]


def conflict(content: bytes, _: random.Random) -> bytes:
    """Leave a conflict of a merge in the file."""
    last = content.rindex(HEADER.encode())
    return content[:last] + CONFLICT + content[last:]


def newer(content: bytes, _: random.Random) -> bytes:
    """Change the format to one of a newer program."""
    return content.replace(FORMAT, b"format = 99", 1)


def huge_number(content: bytes, rng: random.Random) -> bytes:
    """Change the format to a number with many digits."""
    return content.replace(FORMAT, b"format = 1" + b"0" * rng.randint(20, 100_000), 1)


def other_roadmap(content: bytes, _: random.Random) -> bytes:
    """Change the id of the roadmap."""
    return content.replace(b'roadmap = "', b'roadmap = "other-', 1)


def empty(_content: bytes, _rng: random.Random) -> bytes:
    """Return an empty file."""
    return b""


def utf16(content: bytes, _: random.Random) -> bytes:
    """Encode the file as UTF-16."""
    return content.decode().encode("utf-16")


def binary(content: bytes, rng: random.Random) -> bytes:
    """Return random bytes, after the first ones of a PNG image."""
    return b"\x89PNG\r\n\x1a\n" + rng.randbytes(len(content))


def invalid_date(content: bytes, rng: random.Random) -> bytes:
    """Change the date of the first change to one that doesn't exist, or to one without a time and zone."""
    date = rng.choice((b"2026-02-30 10:00:00Z", b"2026-13-01 10:00:00Z", b"2026-01-01", b"yesterday"))
    return re.sub(rb"^at = .*$", b"at = " + date, content, count=1, flags=re.MULTILINE)


def duplicate_id(content: bytes, _: random.Random) -> bytes:
    """Append another change with the id of the first one."""
    first = re.search(rb'^id = ".*"$', content, re.MULTILINE)
    header = HEADER.encode()
    return content + b"\n".join(
        [b"", header, first[0] if first else b"", b"at = 2001-01-01 12:00:00Z", b'did = "goal"\n']
    )


Damage = Callable[[bytes, random.Random], bytes]
DAMAGES: tuple[Damage, ...] = (
    cut,
    zero,
    conflict,
    newer,
    huge_number,
    other_roadmap,
    empty,
    utf16,
    binary,
    invalid_date,
    duplicate_id,
)
