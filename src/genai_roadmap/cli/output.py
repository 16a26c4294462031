"""Functions that commands share: open the session of a run, and print results."""

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from genai_roadmap import suggested
from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.errors import RoadmapError
from genai_roadmap.terminal.display import Display, detect_display

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.app.view import View
    from genai_roadmap.formats.json_items import Data
    from genai_roadmap.terminal.output import Page

# Processing a file of this size takes about a second.
LARGE_BYTES = 1_000_000
STDOUT = Path("-")
# Lines that are printed at a time.
PARTS = 1_000


class Run(NamedTuple):
    """The global options of a run: the roadmap, the display, and whether long pages go through a pager."""

    roadmap: str | None
    display: Display
    paged: bool = True


def now() -> dt.datetime:
    """Return the current time, in the learner's zone; raise RequestError if the clock is far off."""
    from genai_roadmap.progress.change import checked_clock, in_local_zone

    try:
        time = dt.datetime.now(dt.UTC)  # noqa: TID251 - the one clock
    except (ValueError, OverflowError):
        # After the year 9999.
        time = dt.datetime.max.replace(tzinfo=dt.UTC)
    return in_local_zone(checked_clock(time))


def open_session(context: typer.Context, clock: Callable[[], dt.datetime] | None = None) -> "Session":
    """Return a session on the roadmap of this run, by default with the same time for the whole run."""
    from genai_roadmap.app.session import Session

    started = now()
    return Session(context.ensure_object(Run).roadmap, clock or (lambda: started), MESSAGES.warn)


def reject_two_roadmaps(context: typer.Context, roadmap_id: str | None) -> None:
    """Raise typer.BadParameter if the id of a command and `--roadmap` are different."""
    other = context.ensure_object(Run).roadmap
    if roadmap_id is not None and other not in {None, roadmap_id}:
        message = f"--roadmap {other} and {roadmap_id!r} are different roadmaps; use one of them"
        raise typer.BadParameter(message)


def display_of(context: typer.Context) -> Display:
    """Return the display of this run."""
    run = context.find_object(Run)
    return run.display if run else detect_display(sys.stdout, os.environ)


def show(context: typer.Context, view: "View", *, json: bool = False, paged: bool = True) -> None:
    """Print a result as a page, or as JSON; that of a command that recorded something is not `paged`."""
    if json:
        if view.note:
            MESSAGES.warn(view.note)
        print_json(view.data())
        return
    show_page(context, view.page, paged=paged)


def show_page(context: typer.Context, page: "Callable[[Display], Page]", *, paged: bool = True) -> None:
    """Print a page, by default through a pager if it is longer than the terminal."""
    from genai_roadmap.terminal import output

    display = display_of(context)
    output.show(page(display), display, pager=lambda: _pager(context) if paged else [])


def _pager(context: typer.Context) -> list[str]:
    """Return the command of the pager; empty if there is none."""
    from genai_roadmap.storage import settings
    from genai_roadmap.terminal import pager

    run = context.find_object(Run)
    if not run or not run.paged:
        return []
    try:
        return pager.find_pager(os.environ, settings.load().pager)
    except RoadmapError:
        # Showing a page does not depend on the settings.
        return []


def print_json(data: "Data") -> None:
    """Print data as JSON."""
    from genai_roadmap.formats import json_items

    typer.echo(json_items.dumps(data))


def print_parts(parts: Iterable[str]) -> None:
    """Print text in parts, because all of it may not fit into memory."""
    parts = iter(parts)
    while some := "".join(islice(parts, PARTS)):
        typer.echo(some, nl=False)


def write_or_print(content: bytes, output: Path | None, *, overwrite: bool, use: str = "") -> None:
    """Write content to a file, and print what the file is for; or print the content.

    In `use`, FILE is replaced by the name of the file. Raises RequestError if it exists and `overwrite` is not set.
    """
    if output in (None, STDOUT):
        typer.echo(content, nl=False)
        return
    from genai_roadmap.app import exporting
    from genai_roadmap.text import printable, quoted

    exporting.write(output, content, overwrite=overwrite)
    written, name, use = f"Wrote {output}", quoted(str(output)), suggested.suggested(use)
    typer.echo(printable(f"{written}. {use.replace('FILE', name)}" if use else written))


@contextmanager
def progress_bar(context: typer.Context, file: Path, stages: int) -> Iterator[Callable[[str], None]]:
    """Show a progress bar if the file is large and stderr is a terminal; yield a function to name each stage."""
    from genai_roadmap.storage import files

    _, size, _ = files.fingerprint(file) or (0, 0, 0)
    if size < LARGE_BYTES or not sys.stderr.isatty():
        yield lambda _stage: None
        return
    from genai_roadmap.terminal import output

    with output.progress_bar(stages, display_of(context)) as begin:
        yield begin


@contextmanager
def link_bar(context: typer.Context, links: int) -> Iterator[Callable[[str], None]]:
    """Show a progress bar if stderr is a terminal; yield a function to call with a text whenever a link was checked."""
    if not sys.stderr.isatty():
        yield lambda _text: None
        return
    from genai_roadmap.terminal import output

    with output.progress_bar(links, display_of(context)) as advance:
        yield advance


@contextmanager
def download_bar(context: typer.Context) -> Iterator[Callable[[int, int | None], None]]:
    """Show a progress bar if stderr is a terminal; yield a function to call with the bytes received and all bytes."""
    if not sys.stderr.isatty():
        yield lambda _received, _total: None
        return
    from genai_roadmap.terminal import output

    with output.download_bar(display_of(context)) as update:
        yield update


@contextmanager
def counting_bar(context: typer.Context, what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar if stderr is a terminal; yield a function to call with the numbers done and of all."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from genai_roadmap.terminal import output

    with output.counting_bar(what, display_of(context)) as update:
        yield update
