"""Make text from anywhere safe to print."""

import re
import shlex
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regex import Match, Pattern

# More of what was typed is not repeated in an error.
MAX_SHOWN = 80
# Of several titles or names, more are only counted.
MAX_LISTED = 3
# Control characters are replaced by their visible symbols, other invisible characters by the replacement character.
SYMBOLS = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
REPLACEMENT = "\ufffd"
# The characters that need no quotes on Windows, besides letters and digits.
UNQUOTED = "\\/:._-@+"

# A suggested command, in backticks or up to the end of the line.
COMMAND = re.compile(r"(?<=`)genai-roadmap [^`\n]+|(?<!\S)genai-roadmap [^\n]+", re.MULTILINE)
# A character for private use, which takes the place of a space.
HELD = "\ue000"

# Parts of emoji, and joiners in scripts that need them, are kept. All other characters without a visible form are
# replaced: default-ignorable, control, format, unassigned and surrogate characters, and blank signs.
INVISIBLE = r"""
    (?<visible>
        [0-9\#*]\uFE0F?\u20E3
      | \p{Extended_Pictographic}[\uFE0E\uFE0F]?\p{EMod}?(\u200D\p{Extended_Pictographic}[\uFE0E\uFE0F]?\p{EMod}?)*
      | [[\p{Arabic}\p{Syriac}\p{Mongolian}]--[\p{DI}\p{Cf}\p{M}]][\u200C\u200D](?=\p{L})
      | (?<=\p{InSC=Consonant}\p{InSC=Nukta}?)\p{CCC=Virama}[\u200C\u200D](?=\p{InSC=Consonant})
    )
  | [\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\u2800\U00013441\U00013442\U00016FE4\U0001D159]
"""


def printable(text: str) -> str:
    """Return the text on one line, with every control, bidirectional and invisible character made visible."""
    # The usual case, without the regular expression, which is slow to import.
    if text.isascii():
        return text if text.isprintable() else text.translate(SYMBOLS)
    return _invisible().sub(_visible, text)


def printable_lines(text: str) -> str:
    """Return the text with its line ends, and each line printable."""
    return "\n".join(map(printable, text.splitlines()))


def beginning(text: str, length: int) -> str:
    """Return the words at the beginning of a text that fit this length; only a word that is longer than it is cut."""
    if len(text) <= length:
        return text
    words, space, _ = text[: length + 1].rpartition(" ")
    next_word = text[len(words + space) :].partition(" ")[0]
    return words.rstrip() if words.strip() and len(next_word) <= length else text[:length].rstrip()


def shown_count(count: int, most: int) -> int:
    """Return how many lines of a list to show: at most this many, or one more in place of a line that says so."""
    return count if count <= most + 1 else most


def shortlist(texts: Sequence[str], most: int = MAX_LISTED) -> str:
    """Return the first texts, and how many more there are."""
    count = shown_count(len(texts), most)
    return ", ".join(texts[:count]) + (f" and {len(texts) - count:,} more" if len(texts) > count else "")


def listed(words: Iterable[str], conjunction: str) -> str:
    """Return words, at least one, like a, b or c."""
    *others, last = words
    return f"{', '.join(others)} {conjunction} {last}" if others else last


def quoted(argument: str) -> str:
    """Return an argument to paste into a shell, in quotes if it needs them; on Windows, for cmd and PowerShell."""
    if sys.platform != "win32":
        return shlex.quote(argument)
    if argument and all(char.isalnum() or char in UNQUOTED for char in argument):
        return argument
    doubled = argument.replace('"', '""')
    return f'"{doubled}"'


def hold_commands(text: str, width: int) -> str:
    """Return the text with HELD in place of the spaces in its commands, so that wrapping it does not break them.

    Commands that are wider than this are not changed.
    """
    return COMMAND.sub(lambda found: found[0].replace(" ", HELD) if len(found[0]) <= width else found[0], text)


def escape_controls(text: str) -> str:
    """Return JSON or TOML with the invisible characters, except line ends, as escape sequences."""
    lines = text.split("\n")
    return "\n".join(
        line if line.isascii() and line.isprintable() else _invisible().sub(_escaped, line) for line in lines
    )


@cache
def _invisible() -> "Pattern[str]":
    import regex

    return regex.compile(INVISIBLE, regex.VERBOSE | regex.VERSION1)


def _visible(match: "Match[str]") -> str:
    return match[0] if match["visible"] else chr(SYMBOLS[ord(match[0])]) if ord(match[0]) in SYMBOLS else REPLACEMENT


def _escaped(match: "Match[str]") -> str:
    if match["visible"]:
        return match[0]
    code = ord(match[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - the largest of four digits
