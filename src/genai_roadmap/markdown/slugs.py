"""Permanent names for steps and topics, made of their titles."""

import re
import unicodedata

from anyascii import anyascii

from genai_roadmap.roadmap.models import NUMBER

LONGEST = 80
# Long enough to be read, short enough to be typed and to take its step's slug.
USUAL = 48
SPELT = {"c++": "cpp", "c#": "csharp", "f#": "fsharp", ".net": "dotnet"}


class Slugs:
    """Gives each title a slug that no other has."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def take(self, title: str, step: str | None = None) -> str:
        """A slug for the title; where it is taken, its step's slug is appended, then a number."""
        base = slug_of_title(title)
        candidates = [base] if step in {None, base} else [base, f"{base}-{step}"]
        slug = next((each for each in candidates if each not in self.taken and len(each) <= LONGEST), None)
        number = 2
        while slug is None:
            numbered = f"{base}-{number}"
            slug = None if numbered in self.taken else numbered
            number += 1
        self.taken.add(slug)
        return slug


def slug_of_title(title: str) -> str:
    """The title in small letters, digits and hyphens, whatever its script."""
    text = "".join(c for c in title.casefold() if unicodedata.category(c) not in {"So", "Sk"})
    for name, spelt in SPELT.items():
        text = text.replace(name, f" {spelt} ")
    text = re.sub(r"['’`]", "", anyascii(text)).casefold()
    words = re.findall(r"[a-z0-9]+", text)
    slug = "-".join(words)
    while len(slug) > USUAL and len(words) > 1:
        words.pop()
        slug = "-".join(words)
    slug = slug[:USUAL] or "untitled"
    return f"topic-{slug}" if NUMBER.fullmatch(slug) or slug == "step" else slug
