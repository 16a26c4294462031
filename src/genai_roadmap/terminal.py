"""The one door through which pages and words reach the terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import TextIO, cast

from rich.console import Console, Group, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from genai_roadmap.look import Look
from genai_roadmap.text import safe

Page = RenderableType
Words = Text

# Between the columns of a table in words alone.
GAP = "  "
BAR = 30


def show(page: Page, look: Look, stream: TextIO | None = None) -> None:
    """Prints a page."""
    stream = stream or sys.stdout
    if look.plain:
        # Nothing of what Rich lays out would be seen, and with thousands of rows it takes its time.
        stream.writelines(f"{line.rstrip()}\n" for line in _plain(page))
        return
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


def _plain(page: Page) -> Iterator[str]:
    """The lines of a page in words alone, the columns of a table side by side, however wide that is."""
    match page:
        case Text():
            yield page.plain
        case Group():
            for part in page.renderables:
                yield from _plain(part)
        case Padding():
            yield from (" " * page.left + line for line in _plain(page.renderable))
        case Table():
            columns = [_aligned([cast("Words", cell) for cell in column.cells]) for column in page.columns]
            yield from map(GAP.join, zip(*columns, strict=True))
        case _:
            message = f"no page is made of {type(page).__name__}"
            raise TypeError(message)


def _aligned(cells: list[Words]) -> Iterator[str]:
    """The texts of a column, filled with spaces to the width of the widest, on the left where they are justified so."""
    widths = [cell.cell_len for cell in cells]
    widest = max(widths, default=0)
    for cell, width in zip(cells, widths, strict=True):
        space = " " * (widest - width)
        yield space + cell.plain if cell.justify == "right" else cell.plain + space


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
