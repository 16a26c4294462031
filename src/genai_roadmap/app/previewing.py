"""Show what is imported before it is written, with the choices that the learner makes for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.app.dialog import Review
from genai_roadmap.app.saving import Imported
from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable

    from genai_roadmap.app.session import Session
    from genai_roadmap.markdown.choices import Choices
    from genai_roadmap.markdown.reader import ParsedRoadmap
    from genai_roadmap.report.update import Update

    # Returns what a roadmap would change in the learner's one with the same id; None if there is none.
    Compare = Callable[[Imported], Update | None]


def reviewed(
    session: Session,
    parsed: ParsedRoadmap,
    choices: Choices,
    parse: Callable[[Choices], ParsedRoadmap],
    review: Callable[[Review], Choices | None],
    compare: Compare,
) -> tuple[ParsedRoadmap, Choices]:
    """Show what is imported, and change the choices, until the learner wants to import it; return both."""
    while True:
        if (other := review(_review(parsed, choices, compare(Imported(parsed))))) is None:
            return parsed, choices
        try:
            parsed, choices = parse(other), other
        except RequestError as error:
            session.warn(str(error))


def _review(parsed: ParsedRoadmap, choices: Choices, update: Update | None) -> Review:
    """Return the outline of a roadmap or, if it is a new version of one, what it changes."""
    from genai_roadmap.terminal.pages.outline import MAX_LEFT_OUT

    data = json("json_roadmaps.import_result", parsed, update, None, None)
    is_hidden = len(parsed.left_out) > (0 if update else MAX_LEFT_OUT)
    left_out = View(data, page("roadmaps.left_out", parsed)) if is_hidden else None
    if not update:
        return Review(View(data, page("outline.outline", parsed)), left_out, choices, older_id=parsed.older_id)
    outline = View(data, page("outline.update_to_review", parsed, update))
    return Review(outline, left_out, choices, parsed.roadmap.id, removes_progress=bool(update.lost))
