"""The capabilities of the terminal: width, colors, signs."""

import shutil
from collections.abc import Mapping
from typing import NamedTuple, TextIO

DEFAULT_WIDTH = 80
DEFAULT_HEIGHT = 24
SIGNS_AND_BARS = "✓◐○━─·▸▾│…░▒▓█▁▂▃▄▅▆▇▖▗▘▝▀▞▚▌▐▙▛▜▟⣀┤┬"


class Display(NamedTuple):
    """How to display pages: `plain` is text without layout, one item per line, `ascii` is without Unicode signs.

    `full_screen` is in the full-screen view, which has keys instead of commands; `can_browse` is if it is installed.
    """

    width: int = DEFAULT_WIDTH
    plain: bool = False
    color: bool = True
    ascii: bool = False
    height: int = DEFAULT_HEIGHT
    full_screen: bool = False
    can_browse: bool = True

    def resized(self) -> "Display":
        """Return the display with the size that the terminal has now."""
        size = shutil.get_terminal_size((DEFAULT_WIDTH, DEFAULT_HEIGHT))
        return self._replace(width=size.columns, height=size.lines)

    def has_room(self, width: int) -> bool:
        """Return whether lines of this width fit; those of plain text always do."""
        return self.plain or self.width >= width

    def command(self, command: str, key: str) -> str:
        """Return what to type: the command or, in the full-screen view, the key."""
        return key if self.full_screen else command


def detect_display(stream: TextIO, environ: Mapping[str, str], *, plain: bool = False, color: bool = True) -> Display:
    """Return the display for a stream: full on a terminal, plain in a pipe, unless options or environment differ."""
    forced = environ.get("FORCE_COLOR", "0") not in ("", "0")
    capable = stream.isatty() and environ.get("TERM") != "dumb"
    return Display(
        plain=plain or environ.get("ACCESSIBLE", "0") not in ("", "0") or not (capable or forced),
        color=color and (forced or (capable and not environ.get("NO_COLOR"))),
        ascii=not _can_encode(stream, SIGNS_AND_BARS),
    ).resized()


def _can_encode(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
