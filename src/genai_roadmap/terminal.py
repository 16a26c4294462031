"""The one door through which pages and words reach the terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import TextIO

from rich.console import Console, JustifyMethod, RenderableType
from rich.text import Text

from genai_roadmap.look import Look
from genai_roadmap.text import safe

Page = RenderableType
Words = Text

# Wide enough that nothing in a pipe is ever wrapped.
UNWRAPPED = 10_000
BAR = 30


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


@contextmanager
def progress(stages: int, look: Look, stream: TextIO | None = None) -> Iterator[Callable[[str], None]]:
    """A progress bar while it is worked; what it gives is to be called with the name of each stage that begins."""
    # Only long work needs it, and it takes time to load.
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(file=stream or sys.stderr, width=look.width, no_color=not look.color)
    columns = (BarColumn(BAR), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as bar:
        task, begun = bar.add_task("", total=stages), count()
        yield lambda stage: bar.update(task, description=safe(stage), completed=next(begun))


def words(text: str, style: str = "", justify: JustifyMethod | None = None) -> Words:
    """Something to show of a text from anywhere: the only way into a page, so that no text can style or steer it."""
    return Text(safe(text), style=style, justify=justify)


def line(*parts: Words | tuple[str, str]) -> Words:
    """Several texts, some as (text, style), one after the other."""
    return Text().join(part if isinstance(part, Text) else words(*part) for part in parts)
