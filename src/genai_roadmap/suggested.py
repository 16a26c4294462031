"""The commands that pages and messages suggest, with `--roadmap` if another roadmap than that of the run is active."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from genai_roadmap.text import quoted

# The commands that act on a roadmap, unless they name one themselves.
ON_ROADMAP = (
    "about|done|export|goal|list|log|next|note|open|plan|read|redo|reset|review|search|show|skip|start|stats|status"
    "|today|tour|ui|undo|unread|(?:edit|restore)(?! [a-z])"
)
COMMAND = re.compile(rf"(?<![\w/-])genai-roadmap (?=(?:{ON_ROADMAP})(?![\w-]))(?![^`\n]* --roadmap )")

_other_roadmap: ContextVar[Callable[[], str]] = ContextVar("other_roadmap", default=str)


@contextmanager
def of_run() -> Iterator[None]:
    """Suggest commands for the active roadmap until a run calls `use`, and again after the run."""
    token = _other_roadmap.set(str)
    try:
        yield
    finally:
        _other_roadmap.reset(token)


def use(other_roadmap: Callable[[], str]) -> None:
    """Suggest commands for the roadmap with the name that the function returns; for the active one if it is empty."""
    _other_roadmap.set(other_roadmap)


def on_roadmap(words: str, roadmap_id: str, *, is_active: bool = False) -> str:
    """Return the command with these words, which names a roadmap unless it is the active one."""
    return f"genai-roadmap {'' if is_active else f'--roadmap {roadmap_id} '}{words}"


def suggested(text: str) -> str:
    """Return the text with `--roadmap` in each command that acts on a roadmap, if the run is about another one."""
    name = _other_roadmap.get()()
    return COMMAND.sub(lambda found: f"{found[0]}--roadmap {quoted(name)} ", text) if name else text
