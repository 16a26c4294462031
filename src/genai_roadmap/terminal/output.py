"""The output to the terminal: pages, and the safe text that they consist of."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any, TextIO, cast

from rich.console import Console, ConsoleOptions, Group, JustifyMethod, RenderableType
from rich.containers import Lines
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.pager import page_through
from genai_roadmap.text import HELD, beginning, hold_commands, printable, printable_lines

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

Page = RenderableType
StyledText = Text

# Widths are in characters.
COLUMN_GAP = 2
# Longer texts on a plain page are not aligned.
MAX_ALIGNED_WIDTH = 80
PROGRESS_BAR_WIDTH = 30
MIN_CLIPPED_WIDTH = 10
TAB_WIDTH = 4
# The bullet or number of an item of a list.
MARKER = re.compile(r" *(?:[-*+•]|\d{1,3}[.)]) +(?=\S)")


class _PageText(Text):
    """Text for a page, whose commands stay whole when it is wrapped."""

    def wrap(self, console: Console, width: int, **options: Any) -> Lines:
        """Return the lines of this width; a command that does not fit beside other text begins one."""
        if self.cell_len <= width or (held := hold_commands(self.plain, width)) == self.plain:
            return super().wrap(console, width, **options)
        text = self.copy()
        text.plain = held
        lines = text.wrap(console, width, **options)
        for line in lines:
            line.plain = line.plain.replace(HELD, " ")
        return lines


class _ListText(_PageText):
    """Text for a page with lines, of which those that begin with a bullet or number are wrapped beside it."""

    def wrap(self, console: Console, width: int, **options: Any) -> Lines:
        """Return the lines of this width."""
        found = Lines()
        for line in self.split("\n", allow_blank=True):
            marker = MARKER.match(line.plain)
            indent = len(marker[0]) if marker and line.cell_len > width >= MIN_CLIPPED_WIDTH + len(marker[0]) else 0
            text = _PageText(style=self.style, end="").append_text(line[indent:])
            rows = text.wrap(console, width - indent, **options)
            first = line[:indent]
            found.extend(Text(" " * indent if number else "").append_text(row) for number, row in enumerate(rows))
            if indent:
                found[-len(rows)] = first.append_text(rows[0])
        return found


class _Indented(Padding):
    """A page beside an indent. Unlike those of a Padding, lines that are wider than the page are not cut."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        narrower = options.update_width(max(options.max_width - self.left, 1))
        for line in Segment.split_lines(console.render(self.renderable, narrower)):
            yield from (Segment(" " * self.left), *line, Segment.line())


def show(page: Page, display: Display, stream: TextIO | None = None, pager: Callable[[], list[str]] = list) -> None:
    """Print a page to a stream, by default stdout; if it is longer than the terminal, through the command `pager()`."""
    stream = stream or sys.stdout
    if display.plain:
        # Rich's layout would not be visible, and is slow for thousands of rows.
        stream.writelines(f"{line.rstrip()}\n" for line in _plain_lines(page))
        return
    console = Console(file=stream, width=display.width, force_terminal=True, no_color=not display.color)
    with console.capture() as capture:
        # The console would join a text of its own with others, and not call its `wrap`.
        console.print(Group(page), crop=False)
    text = capture.get()
    command = pager() if text.count("\n") >= display.height and stream.isatty() else []
    if not command or not page_through(command, text):
        stream.write(text)


def safe_text(text: str, style: str = "", justify: JustifyMethod | None = None) -> StyledText:
    """Return text for a page; markup and control characters in it have no effect."""
    return _PageText(printable(text), style=style, justify=justify)


def safe_line(text: str, style: str = "") -> StyledText:
    """Return text for a page with spaces in place of line breaks, otherwise like `safe_text`."""
    return safe_text(" ".join(text.splitlines()), style)


def safe_lines(text: str, style: str = "") -> StyledText:
    """Return text for a page with its line breaks and indentation, otherwise like `safe_text`."""
    return _ListText(printable_lines(text.expandtabs(TAB_WIDTH)), style=style)


def clipped_text(text: str, lines: int, display: Display, *, style: str = "", indent: int = 0) -> StyledText:
    """Return text for a page that takes at most this many lines, with an ellipsis if it is cut; a plain page cuts none.

    `indent` is the width that is not available for it. Line breaks are kept if there is more than one line for it.
    """
    width = max(display.width - indent, MIN_CLIPPED_WIDTH)
    whole = safe_lines(text, style) if lines > 1 or display.plain else safe_line(text, style)
    if display.plain or (whole.cell_len <= width and "\n" not in whole.plain):
        return whole
    wrapped = whole.wrap(Console(width=width), width) if lines > 1 else [whole]
    if len(wrapped) <= lines > 1:
        return whole
    # The spaces make it too wide, so it ends with an ellipsis.
    last = shortened(wrapped[lines - 1].append(" " * width), width, display)
    return Text("\n", style).join([*wrapped[: lines - 1], last])


def unwrapped(text: StyledText) -> StyledText:
    """Return text for a page that stays on one line, even if it is wider than the page."""
    whole = text.copy()
    whole.no_wrap, whole.overflow = True, "ignore"
    return whole


def indented(page: Page, width: int) -> Page:
    """Return a page with spaces before each line."""
    return _Indented(page, (0, 0, 0, width))


def line_count(text: StyledText, display: Display, indent: int) -> int:
    """Return the number of lines of a text beside or below an indent of this width."""
    width = max(display.width - indent, MIN_CLIPPED_WIDTH)
    return len(text.wrap(Console(width=width), width))


def shortened(text: StyledText, width: int, display: Display) -> StyledText:
    """Return text on one line, with an ellipsis if it is wider than this; only a word longer than the line is cut."""
    if display.plain or text.cell_len <= width:
        return text
    ellipsis = "..." if display.ascii else "…"
    short = text.copy()
    short.truncate(max(width - len(ellipsis), 0))
    # The last of wide characters may have become a space.
    kept = beginning(text.plain, len(short.plain.rstrip()))
    return short[: len(kept)].append(ellipsis)


def join_text(*parts: StyledText | tuple[str, str]) -> StyledText:
    """Return the concatenation of texts and (text, style) pairs."""
    joined = _PageText()
    for part in parts:
        joined.append_text(part if isinstance(part, Text) else safe_text(*part))
    return joined


@contextmanager
def progress_bar(stages: int, display: Display, stream: TextIO | None = None) -> Iterator[Callable[[str], None]]:
    """Show a progress bar, by default on stderr; yield a function to call with the name of each stage as it starts."""
    # Slow to import, and needed only for long work.
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(file=stream or sys.stderr, width=display.width, no_color=not display.color)
    columns = (BarColumn(PROGRESS_BAR_WIDTH), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as bar:
        task, completed = bar.add_task("", total=stages), count()
        yield lambda stage: bar.update(task, description=printable(stage), completed=next(completed))


@contextmanager
def download_bar(display: Display, stream: TextIO | None = None) -> Iterator[Callable[[int, int | None], None]]:
    """Show a progress bar, by default on stderr; yield a function to call with the bytes received and those of all.

    It may be called by another thread, and the number of all bytes may be unknown.
    """
    # Slow to import, and needed only for long work.
    from rich.progress import DownloadColumn

    with _updated_bar("downloading", DownloadColumn(), display, stream) as update:
        yield update


@contextmanager
def counting_bar(what: str, display: Display, stream: TextIO | None = None) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar, by default on stderr; yield a function to call with the number of things done and of all."""
    from rich.progress import MofNCompleteColumn

    with _updated_bar(what, MofNCompleteColumn(), display, stream) as update:
        yield update


@contextmanager
def _updated_bar(
    what: str, numbers: "ProgressColumn", display: Display, stream: TextIO | None
) -> Iterator[Callable[[int, int | None], None]]:
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(file=stream or sys.stderr, width=display.width, no_color=not display.color)
    columns = (TextColumn(what), BarColumn(PROGRESS_BAR_WIDTH), numbers)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda received, total: bar.update(task, completed=received, total=total)


@contextmanager
def spinner(display: Display, stream: TextIO | None = None) -> Iterator[Callable[[str], None]]:
    """Show a spinner, by default on stderr; yield a function to call with the name of each stage as it starts."""
    console = Console(file=stream or sys.stderr, width=display.width, no_color=not display.color)
    with console.status("", spinner="line" if display.ascii else "dots") as status:
        yield lambda stage: status.update(safe_text(stage))


def _plain_lines(page: Page) -> Iterator[str]:
    """Yield the lines of a page as plain text, with aligned columns."""
    match page:
        case Text():
            yield from page.plain.split("\n")
        case Group():
            for part in page.renderables:
                yield from _plain_lines(part)
        case Padding():
            yield from (" " * page.left + line for line in _plain_lines(page.renderable))
        case Table():
            columns = [_aligned([cast("StyledText", cell) for cell in column.cells]) for column in page.columns]
            yield from map((" " * COLUMN_GAP).join, zip(*columns, strict=True))
        case _:
            message = f"a page can't contain a {type(page).__name__}"
            raise TypeError(message)


def _aligned(cells: list[StyledText]) -> Iterator[str]:
    """Yield the texts of a column, padded with spaces to the widest one that is not too wide to align."""
    widest = max((cell.cell_len for cell in cells if cell.cell_len <= MAX_ALIGNED_WIDTH), default=0)
    for cell in cells:
        padding = " " * (widest - cell.cell_len)
        yield padding + cell.plain if cell.justify == "right" else cell.plain + padding
