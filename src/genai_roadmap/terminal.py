"""The terminal: what it can show, and the one door through which pages and words reach it."""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console, JustifyMethod, RenderableType
from rich.text import Text

Page = RenderableType
Words = Text

DEFAULT_WIDTH = 80
# Wide enough that nothing in a pipe is ever wrapped.
UNWRAPPED = 10_000
SIGNS_AND_BARS = "✓◐○━·"

# Characters that speak to a terminal, turn the text around or can't be seen become symbols that can.
_VISIBLE = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_VISIBLE |= dict.fromkeys(
    [*range(0x80, 0xA0), 0x061C, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF],
    0xFFFD,
)


@dataclass(frozen=True, slots=True)
class Look:
    """How pages are to look: `plain` is one item a line in words alone, `ascii` signs that any encoding has."""

    width: int = DEFAULT_WIDTH
    plain: bool = False
    color: bool = True
    ascii: bool = False


def look(stream: TextIO, environ: Mapping[str, str], *, plain: bool = False, color: bool = True) -> Look:
    """The look that suits a stream: full on a terminal, plain in a pipe, or as the user and the environment want it."""
    forced = environ.get("FORCE_COLOR", "0") not in ("", "0")
    capable = stream.isatty() and environ.get("TERM") != "dumb"
    return Look(
        width=shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns,
        plain=plain or environ.get("ACCESSIBLE", "0") not in ("", "0") or not (capable or forced),
        color=color and (forced or (capable and not environ.get("NO_COLOR"))),
        ascii=not _can_encode(stream, SIGNS_AND_BARS),
    )


def show(page: Page, look: Look, stream: TextIO | None = None) -> None:
    """Prints a page."""
    stream = stream or sys.stdout
    if look.plain:
        console = Console(file=stream, width=UNWRAPPED, color_system=None, highlight=False, emoji=False, markup=False)
        with console.capture() as capture:
            console.print(page)
        # Tables fill their last column with spaces.
        stream.write("".join(f"{line.rstrip()}\n" for line in capture.get().splitlines()))
    else:
        console = Console(
            file=stream,
            width=look.width,
            force_terminal=True,
            no_color=not look.color,
            highlight=False,
            emoji=False,
            markup=False,
        )
        console.print(page, crop=False)


def safe(text: str) -> str:
    """The text on one line, with whatever could steer a terminal made visible."""
    return text.translate(_VISIBLE)


def words(text: str, style: str = "", justify: JustifyMethod | None = None) -> Words:
    """Something to show of a text from anywhere: the only way into a page, so that no text can style or steer it."""
    return Text(safe(text), style=style, justify=justify)


def line(*parts: Words | tuple[str, str]) -> Words:
    """Several texts, some as (text, style), one after the other."""
    return Text().join(part if isinstance(part, Text) else words(*part) for part in parts)


def _can_encode(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
