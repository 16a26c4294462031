"""The questions before an import changes progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.errors import RequestError
from genai_roadmap.report.report import Report
from genai_roadmap.report.wording import change_text, day_text, plural
from genai_roadmap.storage import progress_files

if TYPE_CHECKING:
    from genai_roadmap.app.dialog import Dialog
    from genai_roadmap.progress.journal import Progress
    from genai_roadmap.report.update import Update
    from genai_roadmap.roadmap.models import Roadmap


def confirm_removals(update: Update, dialog: Dialog) -> None:
    """Raise RequestError if the update removes items with progress, and the learner does not want that."""
    from genai_roadmap.app.updating import show_changes

    if not update.lost:
        return
    if not update.was_asked:
        show_changes(update, dialog)
    if not dialog.confirms(update.removal_question):
        message = f"canceled; {update.before.roadmap.id} was not changed"
        raise RequestError(message)


def confirm_merge(roadmap: Roadmap, imported: Progress, dialog: Dialog) -> None:
    """Raise RequestError if imported progress would be added to other progress, and the learner does not want that."""
    own = progress_files.load(roadmap.id)
    merged = own.merge(imported)
    new = len(merged.changes) - len(own.changes)
    if not own.changes or not new:
        return
    before, after = (Report.of(roadmap, progress).count for progress in (own, merged))
    goal = f"the goal becomes {day_text(merged.goal)}" if merged.goal else "the goal is cleared"
    effects = [change_text(before, after)] if after != before else []
    effects += [goal] if merged.goal != own.goal else []
    shown = f" ({'; '.join(effects)})" if effects else ""
    if not dialog.confirms(f"Add {plural(new, 'change')} to your progress{shown}?"):
        message = "canceled; nothing was imported"
        raise RequestError(message)
