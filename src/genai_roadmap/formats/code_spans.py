"""Code between single backticks, as people write it in notes, details and questions."""

import re
from collections.abc import Callable

TAB_WIDTH = 4
# Code with its backticks, but without spaces inside them, which Markdown would remove.
CODE = re.compile(r"(?<!`)(`[^`\s](?:[^`]*[^`\s])?`)(?!`)")


def to_html(text: str, escape: Callable[[str], str]) -> str:
    """Return the text as HTML, in which code is an element; `escape` returns a part of the text as HTML."""
    parts = CODE.split(text)
    parts[::2] = map(escape, parts[::2])
    parts[1::2] = (f"<code>{escape(part[1:-1])}</code>" for part in parts[1::2])
    return "".join(parts)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, with spaces in place of tabs."""
    return text.expandtabs(TAB_WIDTH).splitlines()


def indentation(line: str) -> str:
    """Return the spaces that a line of code begins with as HTML or Markdown that keeps them."""
    return "&nbsp;" * (len(line) - len(line.lstrip(" ")))
