"""A part of the view that shows a page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions
from textual.widget import Widget

from genai_roadmap.terminal import Page


class Pane(Widget):
    """A page that is drawn when it is seen, for the width that it then has."""

    def __init__(self, draw: Callable[[int], Page], name: str) -> None:
        super().__init__(id=name)
        self.auto_links = False
        self._draw = draw

    def render(self) -> Page:
        """What Textual draws."""
        return _Fitted(self._draw)

    def redraw(self) -> None:
        """Draws the page anew, once, however often it is asked for until then."""
        self.refresh(layout=True)


@dataclass(frozen=True, slots=True)
class _Fitted:
    draw: Callable[[int], Page]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Page]:
        yield self.draw(options.max_width)
