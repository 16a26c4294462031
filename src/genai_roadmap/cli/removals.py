"""The questions of an import about removed items with progress, which may be new ones under another title."""

from typing import TYPE_CHECKING

from genai_roadmap.cli.questions import choose, unchanged_if_aborted
from genai_roadmap.progress.status import Status
from genai_roadmap.text import printable

if TYPE_CHECKING:
    from genai_roadmap.report.tree import Node
    from genai_roadmap.roadmap.matching import Removal
    from genai_roadmap.roadmap.models import NumberedItem

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
            question, hint = f"{question}, a = none for all the rest", f"{hint}, or a"
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
    if len(candidates) == 1:
        question = f"{candidates[0].title!r} is new. Was it called {old} before? [y/N]"
        return question, dict.fromkeys(("y", "yes"), candidates[0]), "type y for yes or n for no"
    items = {str(number): item for number, item in enumerate(candidates, 1)}
    choices = ", ".join(f"{number} {item.title}" for number, item in items.items())
    other = f", or another: --same {node.slug}=..." if removal.has_more else ""
    question = f"{old} was removed. Which new item is it? {choices}{other} (Enter: none)"
    return question, items, f"type {', '.join(items)}, or only Enter for none"
