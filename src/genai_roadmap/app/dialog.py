"""What the learner wants to import, and the questions about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from genai_roadmap.app.choosing import Options

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from genai_roadmap.app.fetching import DownloadBar
    from genai_roadmap.app.view import View
    from genai_roadmap.markdown.choices import Choices
    from genai_roadmap.report.tree import Node
    from genai_roadmap.roadmap.matching import Match
    from genai_roadmap.roadmap.models import NumberedItem
    from genai_roadmap.roadmap.removal_matching import Removal


class Review(NamedTuple):
    """What is imported, as the learner sees it before it is written, and the choices for it.

    `left_out` lists the parts that are left out, if the outline does not. `updated_id` is the roadmap that it replaces,
    and `removes_progress` is set if that has items with progress that the new version does not. `older_id` is another
    roadmap, of which it is possibly a new version.
    """

    outline: View
    left_out: View | None
    choices: Choices
    updated_id: str = ""
    removes_progress: bool = False
    older_id: str = ""


class UpdateOtherRoadmap(Exception):  # noqa: N818 - an answer, and no error
    """Raised by a review to import the file as the new version of another roadmap."""

    def __init__(self, roadmap_id: str) -> None:
        super().__init__(roadmap_id)
        self.roadmap_id = roadmap_id


@dataclass(frozen=True, slots=True)
class Request:
    """The options of an import; `stdin` is read if the file is -, and `same` has old and new names of items.

    `expected` is the SHA-256 of the roadmap that an update replaces.
    """

    file: str
    stdin: BinaryIO
    roadmap_id: str | None = None
    output: Path | None = None
    prints_toml: bool = False
    overwrite: bool = False
    dry_run: bool = False
    same: tuple[tuple[str, str], ...] = ()
    options: Options = field(default_factory=Options)
    is_update: bool = False
    expected: str | None = None


class Dialog(NamedTuple):
    """The questions to the learner, and the progress bars.

    `is_same` decides whether two items with similar titles are the same, and `matching_item` what a removed item, whose
    marks are in the old version's node, is now. `progress_bar` gets the number of stages, and yields a function to call
    with the name of each. `review` shows what is imported, and returns other choices for it, or None to import it;
    without it, nothing is asked. `replaces` gets why a roadmap is unrelated, and decides whether to replace it.
    `show_changes` shows what an update changes before the first question about it, and `confirms` gets the question
    whether to remove items with progress, or to add the progress of an export to other progress.
    """

    is_same: Callable[[Match], bool]
    progress_bar: Callable[[int], AbstractContextManager[Callable[[str], None]]]
    download_bar: DownloadBar
    review: Callable[[Review], Choices | None] | None = None
    replaces: Callable[[str], bool] = lambda _reason: False
    matching_item: Callable[[Node, Removal], NumberedItem | None] = lambda _node, _removal: None
    show_changes: Callable[[View], None] | None = None
    confirms: Callable[[str], bool] = lambda _question: True

    @property
    def without_questions(self) -> Dialog:
        """The dialog that only shows progress bars."""
        return Dialog(lambda _match: False, self.progress_bar, self.download_bar)
