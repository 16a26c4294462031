"""Control the full-screen view in tests: press keys, click, and read the screen."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.widget import Widget

from genai_roadmap.app.session import Session
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.storage import progress_files, roadmap_files
from genai_roadmap.terminal.display import Display
from genai_roadmap.tui.fullscreen import FullScreenView
from small import small_roadmap

BUNDLED = roadmap_files.read(roadmap_files.bundled_file())
NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
TRIES = 3000


class Screen:
    """A view that runs only while a test waits for it; it starts at the first step unless it `starts_at_next`."""

    def __init__(
        self,
        roadmap: Roadmap,
        size: tuple[int, int] = (80, 24),
        display: Display | None = None,
        *,
        starts_at_next: bool = False,
    ) -> None:
        self.now = NOW
        self.session = Session(None, lambda: self.now)
        self.session.roadmap = roadmap
        self.view = FullScreenView(self.session, display or Display())
        self._runner = asyncio.Runner()
        self._context = self.view.run_test(size=size)
        self.pilot = self._runner.run(self._context.__aenter__())
        self.settle()
        if not starts_at_next:
            self.press("-", "home")

    def close(self) -> None:
        """Close the view."""
        with self._runner:
            self._runner.run(self._context.__aexit__(None, None, None))

    def press(self, *keys: str) -> None:
        """Press keys at once, without waiting for the effect of each."""
        for key in keys:
            character = key if len(key) == 1 else None
            name = _character_to_key(key) if character else key
            self.view.post_message(Key(name, " " if key == "space" else character))
        self.settle()

    def paste(self, text: str) -> None:
        """Paste a text."""
        self.view.post_message(Paste(text))
        self.settle()

    def type(self, text: str) -> None:
        """Type a text."""
        self.press(*("space" if letter == " " else letter for letter in text))

    def click(self, target: Any, x: int = 0, y: int = 0, times: int = 1) -> None:
        """Click on a position in a widget of the view."""
        self._runner.run(self.pilot.click(target, offset=(x, y), times=times))
        self.settle()

    def resize(self, width: int, height: int) -> None:
        """Change the size of the terminal."""
        self._runner.run(self.pilot.resize_terminal(width, height))
        self.settle()

    def settle(self) -> None:
        """Wait until all pending messages are processed and drawn."""
        self._runner.run(self._settle())

    async def _settle(self) -> None:
        # Textual's own pause() takes a view for idle if the machine is busy, and sleeps if it is not.
        ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]  # noqa: SLF001
        for _ in range(2):
            await self.pilot._wait_for_screen()  # noqa: SLF001
            while ready:  # noqa: ASYNC110 - nothing else says that no callback is ready
                await asyncio.sleep(0)
            self.view.screen._on_timer_update()  # noqa: SLF001

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition is true."""
        for _ in range(TRIES):
            if condition():
                return
            self._runner.run(self.pilot.pause(0.02))
        raise AssertionError(self.text)

    @property
    def here(self) -> str:
        """The slug of the item under the cursor."""
        return self.view.tree_pane.node.slug

    @property
    def lines(self) -> list[str]:
        """The lines of the screen."""
        # A widget that was not drawn since it changed is rendered now, which needs the context of the app.
        with self.view._context():  # noqa: SLF001
            strips = self.view.screen._compositor.render_strips()  # noqa: SLF001 - the text that a terminal would get
        return [strip.text.rstrip() for strip in strips]

    @property
    def text(self) -> str:
        """The text of the whole screen."""
        return "\n".join(self.lines) + "\n"

    @property
    def message(self) -> str:
        """The message above the footer."""
        return self._of(self.view.message)

    @property
    def footer(self) -> str:
        """The keys in the footer."""
        return self._of(self.view.footer)

    @property
    def page(self) -> str:
        """The page of the item."""
        return self._of(self.view.item_pane)

    def _of(self, part: Widget) -> str:
        inside = part.content_region
        lines = self.lines[inside.y : inside.bottom]
        return " ".join(" ".join(line[inside.x : inside.right] for line in lines).split())


Opens = Callable[..., Screen]


def opening() -> Iterator[Opens]:
    """Yield a function that opens a view, by default of the small roadmap; then close the views."""
    screens: list[Screen] = []

    def opened(roadmap: Roadmap | None = None, **options: Any) -> Screen:
        screens.append(Screen(roadmap or small_roadmap(), **options))
        return screens[-1]

    yield opened
    for screen in screens:
        screen.close()


def status(screen: Screen, slug: str) -> Status:
    """Return the status of a topic in the progress file."""
    return progress_files.load(screen.session.report.roadmap.id).status(slug)
