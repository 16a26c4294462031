"""Commands for several roadmaps: list, use, create, edit, remove."""

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.cli.options import Json, NoQuestion, OptionalRoadmapId, complete_roadmap, reject_if
from genai_roadmap.cli.output import open_session, reject_two_roadmaps, show
from genai_roadmap.cli.questions import confirm, confirm_or_exit, is_interactive
from genai_roadmap.errors import FileInvalidError, RequestError

if TYPE_CHECKING:
    from genai_roadmap.storage.drafts import Draft

CopiedRoadmap = Annotated[str | None, typer.Option("--from", metavar="ID|PATH", help="Copy this roadmap.")]
WithProgress = Annotated[bool, typer.Option("--with-progress", help="Copy the progress on it too.")]
OpenDraft = Annotated[
    bool | None, typer.Option("--draft/--no-draft", help="Open the draft of a failed edit (--no-draft: ignore it).")
]
NewId = Annotated[str, typer.Argument(metavar="ID", help="ID of a roadmap.")]
RoadmapId = Annotated[str, typer.Argument(metavar="ID", help="ID of a roadmap.", autocompletion=complete_roadmap)]


def roadmaps(context: typer.Context, json: Json = False) -> None:
    """List roadmaps, with your progress on each."""
    from genai_roadmap.app import managing

    show(context, managing.list_roadmaps(open_session(context)), json=json)


def use(context: typer.Context, roadmap_id: RoadmapId, json: Json = False) -> None:
    """Switch to another roadmap."""
    from genai_roadmap.app import managing

    show(context, managing.use(roadmap_id), json=json)


def remove(context: typer.Context, roadmap_id: RoadmapId, yes: NoQuestion = False, json: Json = False) -> None:
    """Remove one of your roadmaps (progress is kept)."""
    from genai_roadmap.app import managing

    session = open_session(context)
    asks = is_interactive() and not (yes or json)
    if asks:
        confirm_or_exit(f"Your progress is kept. Remove {managing.describe(session, roadmap_id)}?")
    show(context, managing.remove(session, roadmap_id), json=json)


def new(
    context: typer.Context,
    roadmap_id: NewId,
    source: CopiedRoadmap = None,
    with_progress: WithProgress = False,
    json: Json = False,
) -> None:
    """Create a roadmap from a small template, or copy one."""
    from genai_roadmap.app import managing

    reject_if(with_progress and not source, "--with-progress needs --from ID")
    view = managing.create(open_session(context), roadmap_id, source, with_progress=with_progress)
    show(context, view, json=json)


def edit(context: typer.Context, roadmap_id: OptionalRoadmapId = None, draft: OpenDraft = None) -> None:
    """Edit your roadmap in your editor, checked on save."""
    from genai_roadmap.app import editing
    from genai_roadmap.cli.editor import edit_text

    reject_two_roadmaps(context, roadmap_id)
    wants_draft = partial(_wants_draft, chosen=draft)
    interaction = editing.Interaction(edit_text, _wants_again, wants_draft)
    show(context, editing.edit(open_session(context), interaction, roadmap_id))


def _wants_again(error: FileInvalidError) -> bool:
    """On a terminal, show the errors of an edited roadmap, and ask whether to edit it again."""
    if not sys.stdin.isatty():
        return False
    MESSAGES.warn(str(error))
    if confirm("Edit it again?", default=True):
        return True
    message = "the roadmap was not saved, because it is invalid"
    raise FileInvalidError(message)


def _wants_draft(roadmap_id: str, draft: "Draft | None", *, chosen: bool | None) -> bool:
    """Return whether to open the draft of an earlier edit; on a terminal, ask unless the options say so."""
    if draft is None:
        if chosen:
            message = f"there is no draft of {roadmap_id!r}; open the roadmap with: genai-roadmap edit {roadmap_id}"
            raise RequestError(message)
        return False
    if chosen is not None:
        return chosen
    from genai_roadmap.report.wording import minute_text

    found = f"there is a draft from {minute_text(draft.at)}: {draft.path}"
    if sys.stdin.isatty():
        MESSAGES.warn(found)
        return confirm("Open the draft?", default=True)
    MESSAGES.warn(f"{found}. Open it with: genai-roadmap edit {roadmap_id} --draft")
    return False
