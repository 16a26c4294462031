"""A view: a result of a use case that can be shown as JSON or as a page."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from genai_roadmap.formats.json_items import Data
    from genai_roadmap.terminal.display import Display
    from genai_roadmap.terminal.output import Page


class View(NamedTuple):
    """A result of a use case: a function that returns it for JSON, and one that returns it as a page.

    The `note` is on the page, and a warning beside the JSON output.
    """

    data: Callable[[], Data]
    page: Callable[[Display], Page]
    note: str = ""


def json(function: str, *arguments: Any, **options: Any) -> Callable[[], Data]:
    """Return a call of a function of `formats` (module.function), which is imported when it is called.

    So a command that prints JSON does not load Rich, and one that shows a page does not load the JSON formats.
    """
    return partial(_call, f"formats.{function}", *arguments, **options)


def page(function: str, *arguments: Any, **options: Any) -> Callable[[Display], Page]:
    """Return a call of a function of `terminal.pages` (module.function), which is imported when it is called.

    The function gets the display as its last positional argument.
    """
    return partial(_call, f"terminal.pages.{function}", *arguments, **options)


def _call(function: str, *arguments: Any, **options: Any) -> Any:
    module, _, name = f"genai_roadmap.{function}".rpartition(".")
    return getattr(import_module(module), name)(*arguments, **options)
