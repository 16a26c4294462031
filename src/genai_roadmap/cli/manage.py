"""Commands for several roadmaps: list, use, create, edit, remove."""

import sys
from functools import partial
from typing import Annotated

import typer

from genai_roadmap.cli.options import Json
from genai_roadmap.cli.output import open_session, show

RoadmapId = Annotated[str, typer.Argument(metavar="ID", help="ID of a roadmap.")]


def roadmaps(context: typer.Context, json: Json = False) -> None:
    """List roadmaps, with your progress on each."""
    from genai_roadmap.app import managing

    show(context, managing.list_roadmaps(open_session(context)), json=json)


def use(context: typer.Context, roadmap_id: RoadmapId, json: Json = False) -> None:
    """Switch to another roadmap."""
    from genai_roadmap.app import managing

    show(context, managing.use(roadmap_id), json=json)


def remove(context: typer.Context, roadmap_id: RoadmapId, json: Json = False) -> None:
    """Remove one of your roadmaps (progress is kept)."""
    from genai_roadmap.app import managing

    show(context, managing.remove(open_session(context), roadmap_id), json=json)


def new(context: typer.Context, roadmap_id: RoadmapId, json: Json = False) -> None:
    """Create a roadmap from a small template."""
    from genai_roadmap.app import managing

    show(context, managing.create(roadmap_id), json=json)


def edit(context: typer.Context) -> None:
    """Edit the active roadmap in your editor."""
    from genai_roadmap.app import editing
    from genai_roadmap.cli.editor import edit_text

    show(context, editing.edit(open_session(context), edit_text, partial(_wants_again, context)))


def _wants_again(context: typer.Context, problems: list[str]) -> bool:
    """Show the problems of an edited roadmap, and ask whether to edit it again; without a terminal, return False."""
    from genai_roadmap.app.checking import problems_view

    show(context, problems_view(problems))
    return sys.stdin.isatty() and typer.confirm("Edit it again?", default=True)
