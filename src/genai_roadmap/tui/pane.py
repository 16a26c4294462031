"""A widget that shows a page."""

from collections.abc import Callable, Iterator

from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from textual.widget import Widget

from genai_roadmap.terminal.output import Page


class Pane(Widget):
    """A widget that shows a page, which is drawn for the width of the widget."""

    def __init__(self, draw: Callable[[int], Page], name: str) -> None:
        super().__init__(id=name)
        self.auto_links = False
        self._draw = draw
        self._page = _CachedPage(draw)

    def render(self) -> Page:
        """Return the page."""
        return self._page

    def redraw(self) -> None:
        """Draw the page again, once, even if this is called several times until then."""
        self._page = _CachedPage(self._draw)
        self.refresh(layout=True)


class _CachedPage:
    """A page that is drawn once for each width, because Textual asks several times, first for the height."""

    def __init__(self, draw: Callable[[int], Page]) -> None:
        self._draw = draw
        self._segments: dict[int, list[Segment]] = {}

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        width = options.max_width
        if width not in self._segments:
            self._segments[width] = [*console.render(self._draw(width), options)]
        yield from self._segments[width]
