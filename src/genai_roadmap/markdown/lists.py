"""The names that a text lists, like "Loops, arrays and queues" or "Python (loops, arrays)"."""

import re

from genai_roadmap.markdown import titles

BRACKETED = re.compile(r"\([^()]*\)")
NAME_AND_LIST = re.compile(r"([^()]+?)\s*[(（]([^()]+)[)）]")
COMMA = re.compile("[,;、，；]")
COMMA_OR_BRACKET = re.compile(r"[;、，；(\[（)\]）]|,(?=\s)")
BRACKETS = {"(": 1, "[": 1, "（": 1, ")": -1, "]": -1, "）": -1}
LEADING_AND = re.compile(r"(?i)^(?:and|or|&)\s+")
EXAMPLE = re.compile(r"(?i)^(?:e\.g\.|i\.e\.|such as|like|including|incl\.)[,:]?\s+")
# Words that begin an instruction or a purpose, and those that only a sentence has.
NOT_A_NAME = re.compile(
    r"(?i)^(?:for|to|with|by|from|in|on|how|when|if|use|build|create|learn|understand|practi[cs]e|contribute|develop|explore"
    r"|implement|make|write|read|watch|try|start|get|do|see|the|these|this)\b"
    r"|\b(?:is|are|was|were|can|will|should|must|you|your|we|it|that|which|this|they|has|have)\b"
)
# "Integration with files, databases and queues" is one name.
WITH_OBJECT = re.compile(r"(?i)^[^(]*\b(?:with|of|for|from|about|between|into|via)\b")
MAX_WORDS = 4
MAX_LENGTH = 45
MAX_UNSPACED_LENGTH = 14


def is_short_name(text: str) -> bool:
    """Return whether the text is a short name rather than a sentence."""
    bare = BRACKETED.sub("", text).strip()
    max_length = MAX_LENGTH if bare.isascii() or " " in bare else MAX_UNSPACED_LENGTH
    return 0 < len(bare.split()) <= MAX_WORDS and len(bare) <= max_length and not _is_sentence(bare)


def _is_sentence(text: str) -> bool:
    # IF and IT are names, if and it are not.
    words = [word for word in text.split() if len(word) == 1 or not word.isupper()]
    return ". " in text or bool(NOT_A_NAME.search(" ".join(words)))


def items(text: str) -> list[str]:
    """Return the short names that the text lists, or an empty list if it does not list any."""
    if not COMMA.search(text):
        return []
    parts = [part for part in _split(titles.tidy(EXAMPLE.sub("", text))) if part.strip(". ").casefold() != "etc"]
    if len(parts) < 2 or WITH_OBJECT.search(parts[0]):  # noqa: PLR2004
        return []
    names = [titles.tidy(part) for part in [*parts[:-1], *_split_last(parts[-1])]]
    return names if all(is_short_name(name) and titles.has_letters(name) for name in names) else []


def capitalized(name: str, code_spans: tuple[str, ...]) -> str:
    """Return a list's item as a title; the names of programs are not changed."""
    first = name.split(maxsplit=1)[0]
    unchanged = any(first in code for code in code_spans) or not first.isalpha() or not first.islower()
    return name if unchanged else name[0].upper() + name[1:]


def _split(text: str) -> list[str]:
    """Return the parts between commas outside of brackets."""
    parts, depth, start = [], 0, 0
    for found in COMMA_OR_BRACKET.finditer(text):
        change = BRACKETS.get(found[0])
        if change is not None:
            depth += change
        elif depth <= 0:
            parts.append(text[start : found.start()].strip())
            start = found.end()
    return [part for part in [*parts, text[start:].strip()] if part]


def _split_last(part: str) -> list[str]:
    """Return the last part of a list as one item, or as two if it is "A and B"."""
    if LEADING_AND.match(part):
        return [LEADING_AND.sub("", part)]
    first, conjunction, second = part.rpartition(" and ")
    is_pair = conjunction and "(" not in second and len(first.split()) >= len(second.split())
    return [first, second] if is_pair else [part]


def split_brackets(text: str) -> tuple[str, list[str]] | None:
    """Return the name and the items of a text like "Name (x, y, z)"."""
    found = NAME_AND_LIST.fullmatch(titles.tidy(text)) if COMMA.search(text) else None
    if found and is_short_name(found[1]) and (listed := items(found[2])):
        return found[1], listed
    return None
