"""The one door through which pages and words reach the terminal."""

import sys
from typing import TextIO

from rich.console import Console, JustifyMethod, RenderableType
from rich.text import Text

from genai_roadmap.look import Look

Page = RenderableType
Words = Text

# Wide enough that nothing in a pipe is ever wrapped.
UNWRAPPED = 10_000

# Characters that speak to a terminal, turn the text around or can't be seen become symbols that can.
_VISIBLE = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_VISIBLE |= dict.fromkeys(
    [*range(0x80, 0xA0), 0x061C, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF],
    0xFFFD,
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
        console.print(page)


def safe(text: str) -> str:
    """The text on one line, with whatever could steer a terminal made visible."""
    return text.translate(_VISIBLE)


def words(text: str, style: str = "", justify: JustifyMethod | None = None) -> Words:
    """Something to show of a text from anywhere: the only way into a page, so that no text can style or steer it."""
    return Text(safe(text), style=style, justify=justify)


def line(*parts: Words | tuple[str, str]) -> Words:
    """Several texts, some as (text, style), one after the other."""
    return Text().join(part if isinstance(part, Text) else words(*part) for part in parts)
