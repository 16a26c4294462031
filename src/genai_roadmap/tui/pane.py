"""A part of the view that shows a page."""

from collections.abc import Callable, Iterator

from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from textual.widget import Widget

from genai_roadmap.terminal.output import Page


class Pane(Widget):
    """A page that is drawn when it is seen, for the width that it then has."""

    def __init__(self, draw: Callable[[int], Page], name: str) -> None:
        super().__init__(id=name)
        self.auto_links = False
        self._draw = draw
        self._drawn = _Drawn(draw)

    def render(self) -> Page:
        """What Textual asks for."""
        return self._drawn

    def redraw(self) -> None:
        """Draws the page anew, once, however often it is asked for until then."""
        self._drawn = _Drawn(self._draw)
        self.refresh(layout=True)


class _Drawn:
    """A page as it was drawn for each width; Textual asks several times, first for the height alone."""

    def __init__(self, draw: Callable[[int], Page]) -> None:
        self._draw = draw
        self._segments: dict[int, list[Segment]] = {}

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        width = options.max_width
        if width not in self._segments:
            self._segments[width] = [*console.render(self._draw(width), options)]
        yield from self._segments[width]
