"""Code between single backticks, or lines of them, as people write it in notes, details and questions."""

import re
from collections.abc import Callable, Iterator

TAB_WIDTH = 4
# Code with its backticks, but without spaces inside them, which Markdown would remove.
# As in Markdown, code in a fence that is not closed ends with the text.
FENCE = re.compile(
    r"(?m)^ {0,3}(?P<fence>`{3,}|~{3,})[^`\n]*(?:\n|\Z)(?P<code>(?:.*\n)*?.*?)(?:^ {0,3}(?P=fence)[`~]* *$|\Z)"
)
CODE = re.compile(r"(?<!`)(`[^`\s](?:[^`]*[^`\s])?`)(?!`)")


def to_html(text: str, escape: Callable[[str], str]) -> str:
    """Return the text as HTML, in which code is an element; `escape` returns a part of the text as HTML."""
    parts = CODE.split(text)
    parts[::2] = map(escape, parts[::2])
    parts[1::2] = (f"<code>{escape(part[1:-1])}</code>" for part in parts[1::2])
    return "".join(parts)


def parts_of(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the lines of each text, without empty ones at its ends, and those of the fenced code that follows it."""
    text, start = "\n".join(lines_of(text)), 0
    for found in FENCE.finditer(text):
        yield lines_of(text[start : found.start()].strip("\n")), found["code"].splitlines()
        start = found.end()
    yield lines_of(text[start:].strip("\n")), []


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, with spaces in place of tabs."""
    return text.expandtabs(TAB_WIDTH).splitlines()


def indentation(line: str) -> str:
    """Return the spaces that a line of code begins with as HTML or Markdown that keeps them."""
    return "&nbsp;" * (len(line) - len(line.lstrip(" ")))
