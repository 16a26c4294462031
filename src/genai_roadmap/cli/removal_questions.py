"""The questions of an import about removed items with progress, which may be new ones under another title."""

from typing import TYPE_CHECKING

from genai_roadmap.cli.questions import YES_OR_NO, choose, unchanged_if_aborted
from genai_roadmap.progress.status import Status
from genai_roadmap.text import printable

if TYPE_CHECKING:
    from genai_roadmap.report.tree import Node
    from genai_roadmap.roadmap.models import NumberedItem
    from genai_roadmap.roadmap.removal_matching import Removal

NONE = ("", "n", "no", "none")
NONE_OF_ALL = ("a", "all")


class RemovalQuestions:
    """Asks which new item each removed one is, until the learner answers that the rest are none."""

    def __init__(self) -> None:
        self._was_asked = False
        self._is_over = False

    def ask(self, node: "Node", removal: "Removal") -> "NumberedItem | None":
        """Return the new item that a removed one is; None if it is none of them."""
        if self._is_over:
            return None
        question, items, hint = _question(node, removal)
        if self._was_asked:
            question, hint = f"{question}, a = none for all the rest", f"{hint}; or a for the rest"
        answers: dict[str, tuple[NumberedItem | None, bool]] = {key: (item, False) for key, item in items.items()}
        answers |= dict.fromkeys(NONE, (None, False)) | dict.fromkeys(NONE_OF_ALL, (None, True))
        with unchanged_if_aborted():
            found, self._is_over = choose(printable(f"{question}:"), answers, "", hint=hint)
        self._was_asked = True
        return found


def _question(node: "Node", removal: "Removal") -> "tuple[str, dict[str, NumberedItem], str]":
    """Return the question about a removed item, the new items by the answers for them, and which answers there are."""
    status = f" ({node.status.value})" if node.status is not Status.TODO else ""
    old, candidates = f"{node.title!r}{status}", removal.candidates
    # An item that is possibly back has the title that it had, so its place tells more.
    removed = f"was removed{_place('from', removal.old)}" if removal.is_earlier else "was removed"
    if len(candidates) == 1:
        new = candidates[0]
        question = was_called(node.title, new.title)
        if removal.is_earlier:
            question = f"{new.title!r}{_place('in', new)} is new. Is it {old}, which {removed}?"
        return f"{question} [y/N]", dict.fromkeys(("y", "yes"), new), YES_OR_NO
    items = {str(number): item for number, item in enumerate(candidates, 1)}
    places = {key: _place("in", item) if removal.is_earlier else "" for key, item in items.items()}
    choices = ", ".join(f"{key} {item.title}{places[key]}" for key, item in items.items())
    other = f", or another: --same {node.slug}=..." if removal.has_more else ""
    question = f"{old} {removed}. Which new item is it? {choices}{other} (Enter: none)"
    return question, items, f"type {', '.join(items)}, only Enter for none, or q to cancel"


def was_called(old: str, new: str) -> str:
    """Return the question whether an item was renamed."""
    return f"Was {new!r} called {old!r} before?"


def _place(preposition: str, item: "NumberedItem") -> str:
    """Return in which item another is, or from which it was removed; empty if that is not known."""
    return f" {preposition} {item.parent.title!r}" if item.parent else ""
