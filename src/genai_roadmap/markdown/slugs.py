"""Slugs for steps and topics, derived from their titles."""

import re
import unicodedata
from itertools import count

from anyascii import anyascii

from genai_roadmap.roadmap.ids import NUMBER

MAX_LENGTH = 80
# Short enough to type, and to leave space for the step's slug.
MAX_TITLE_LENGTH = 48
WORD = re.compile("[a-z0-9]+")
APOSTROPHE = re.compile("['’`]")
SPELLED_OUT = {"c++": "cpp", "c#": "csharp", "f#": "fsharp", ".net": "dotnet"}


class Slugs:
    """The slugs that are taken in a roadmap."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        # For each title that occurred, the last number appended, so that many equal titles take linear time.
        self._last_number: dict[str, int] = {}

    def take(self, title: str, step: str | None = None) -> str:
        """Return a unique slug for the title; if it is taken, with the step's slug or a number appended."""
        slug = base = slug_of_title(title)
        if slug in self.taken and step not in {None, base}:
            slug = f"{base}-{step}"
        if slug in self.taken or len(slug) > MAX_LENGTH:
            slug = self._numbered(base)
        self.taken.add(slug)
        return slug

    def replace(self, slug: str, other: str | None) -> str:
        """Return the other slug, which is then taken instead of the first; return the first if the other can't be."""
        if other is None or other in self.taken or len(other) > MAX_LENGTH or NUMBER.fullmatch(other):
            return slug
        self.taken ^= {slug, other}
        return other

    def _numbered(self, base: str) -> str:
        for number in count(self._last_number.get(base, 1) + 1):
            self._last_number[base] = number
            if f"{base}-{number}" not in self.taken:
                break
        return f"{base}-{number}"


def slug_of_title(title: str) -> str:
    """Return the title in lowercase ASCII letters, digits and hyphens, transliterated from any script."""
    text = title.casefold().replace("^", "")
    if not text.isascii():
        text = "".join(c for c in text if unicodedata.category(c) not in {"So", "Sk"})
    for name, spelled_out in SPELLED_OUT.items():
        text = text.replace(name, f" {spelled_out} ")
    words = WORD.findall(APOSTROPHE.sub("", anyascii(text)).casefold())
    # One more shows whether the last word is whole.
    slug = "-".join(words)[: MAX_TITLE_LENGTH + 1]
    if len(slug) > MAX_TITLE_LENGTH:
        slug = slug.rpartition("-")[0] or slug[:MAX_TITLE_LENGTH]
    slug = slug or "untitled"
    return f"topic-{slug}" if NUMBER.fullmatch(slug) or slug == "step" else slug
