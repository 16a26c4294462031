"""Make text from anywhere safe to print."""

import re

# Characters that control a terminal, reverse the text or are invisible, and the visible ones that replace them.
VISIBLE = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
VISIBLE |= dict.fromkeys([0xFEFF, *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF], 0xFFFD)
VISIBLE |= dict.fromkeys(
    [*range(0x80, 0xA0), 0x061C, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2060, 0x2070)],
    0xFFFD,
)


def printable(text: str) -> str:
    """Return the text on one line, with every control, bidirectional and invisible character made visible."""
    # Python's own definition of printable excludes all of these, and is faster to check.
    return text if text.isprintable() else text.translate(VISIBLE)


def printable_lines(text: str) -> str:
    """Return the text with its line ends, and each line printable."""
    return "\n".join(map(printable, text.splitlines()))


def escape_controls(text: str) -> str:
    """Return JSON or TOML with the characters that are not printable, except line ends, as escape sequences."""
    controls = "".join(chr(code) for code in VISIBLE if chr(code) != "\n")
    return re.sub(f"[{re.escape(controls)}]", lambda found: f"\\u{ord(found[0]):04x}", text)
