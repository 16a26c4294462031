"""What may be shown of a text from anywhere."""

import re

NEWLINE = "\n"
# Characters that speak to a terminal, turn the text around or can't be seen become symbols that can.
VISIBLE = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
VISIBLE |= dict.fromkeys([0xFEFF, *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF], 0xFFFD)
VISIBLE |= dict.fromkeys(
    [*range(0x80, 0xA0), 0x061C, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2060, 0x2070)],
    0xFFFD,
)


def safe(text: str) -> str:
    """The text on one line, with whatever could steer a terminal or turn the text around made visible."""
    # What Python calls printable has none of these, and to see that is faster.
    return text if text.isprintable() else text.translate(VISIBLE)


def safe_lines(text: str) -> str:
    """The text with its lines, and otherwise safe."""
    return "\n".join(map(safe, text.splitlines()))


def escaped(text: str) -> str:
    """The text with all but line ends that could steer a terminal as escapes that JSON and TOML know."""
    steering = "".join(chr(code) for code in VISIBLE if chr(code) != NEWLINE)
    return re.sub(f"[{re.escape(steering)}]", lambda found: f"\\u{ord(found[0]):04x}", text)
