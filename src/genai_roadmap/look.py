"""What a stream can show: colors, signs, how wide."""

import shutil
from collections.abc import Mapping
from typing import NamedTuple, TextIO

DEFAULT_WIDTH = 80
SIGNS_AND_BARS = "✓◐○━─·▸▾│…░▒▓█▁▂▃▄▅▆▇▖▗▘▝▀▞▚▌▐▙▛▜▟⣀┤┬"


class Look(NamedTuple):
    """How pages are to look: `plain` is one item a line in words alone, `ascii` signs that any encoding has."""

    width: int = DEFAULT_WIDTH
    plain: bool = False
    color: bool = True
    ascii: bool = False


def look_of(stream: TextIO, environ: Mapping[str, str], *, plain: bool = False, color: bool = True) -> Look:
    """The look that suits a stream: full on a terminal, plain in a pipe, or as the user and the environment want it."""
    forced = environ.get("FORCE_COLOR", "0") not in ("", "0")
    capable = stream.isatty() and environ.get("TERM") != "dumb"
    return Look(
        width=shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns,
        plain=plain or environ.get("ACCESSIBLE", "0") not in ("", "0") or not (capable or forced),
        color=color and (forced or (capable and not environ.get("NO_COLOR"))),
        ascii=not _can_encode(stream, SIGNS_AND_BARS),
    )


def _can_encode(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
