"""Positions that the learner typed, like step-4, 4.2 or 1.1.2-4."""

import re
from collections.abc import Iterable
from itertools import chain

from genai_roadmap.roadmap.ids import NUMBER

MIXED_RANGE = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})*-[0-9]{1,4}(?:\.[0-9]{1,4})*")
RANGE = re.compile(r"((?:[0-9]{1,4}\.)*)([0-9]{1,4})-(?:\1)?([0-9]{1,4})")


def position(text: str) -> str:
    """Return the normalized position for text like step-4, 04 or 4.2; empty if the text is not a position."""
    match = NUMBER.fullmatch(text)
    return ".".join(str(int(part)) for part in match[1][:100].split(".") if part) if match else ""


def kind(position: str) -> str:
    """Return whether a position is that of a step or of a topic."""
    return "topic" if "." in position else "step"


def in_range(text: str) -> list[str]:
    """Return the positions in a range like 1-3 or 1.1.2-4; none if the text is not a range."""
    match = RANGE.fullmatch(text.strip())
    return [f"{match[1]}{number}" for number in range(int(match[2]), int(match[3]) + 1)] if match else []


def separate_numbers(words: Iterable[str]) -> list[str]:
    """Return the words, with one for each number in a range or with commas, like 1-3 or 1,3."""
    return list(chain.from_iterable(map(_numbers_in, words)))


def _numbers_in(word: str) -> list[str]:
    found = [number for part in word.split(",") for number in in_range(part) or [part]]
    return found if all(map(str.isdecimal, found)) else [word]


def swapped_range(text: str) -> str:
    """Return a range like 5-3 with its ends in order; empty if the text is not such a range."""
    match = RANGE.fullmatch(text.strip())
    return f"{match[1]}{match[3]}-{match[2]}" if match and int(match[2]) > int(match[3]) else ""


def is_mixed_range(text: str) -> bool:
    """Return whether the text is like 2.1-3.1, whose ends are not below the same item."""
    return bool(MIXED_RANGE.fullmatch(text.strip())) and not RANGE.fullmatch(text.strip())


def join_positions(words: Iterable[str]) -> list[str]:
    """Return the words, with a step and its number, like Step 4, as one."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1].casefold() == "step" and NUMBER.fullmatch(word):
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return joined
