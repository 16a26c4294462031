"""Edit one of the learner's own roadmaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.app.checking import problems_view
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.roadmap.revision import undeclared_changes
from genai_roadmap.storage import roadmap_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from genai_roadmap.app.session import Session
    from genai_roadmap.app.view import View


def edit(session: Session, edit_text: Callable[[str, bytes], bytes], wants_again: Callable[[list[str]], bool]) -> View:
    """Edit the roadmap until it is valid, save it, and return the changes of slugs that lose progress.

    `edit_text` gets the file's name and content, `wants_again` the errors of an invalid roadmap. If it returns False,
    FileInvalidError is raised. RequestError is raised if the file was changed while the editor was open. In both
    cases the file is left as it is, and the edited text is kept as a draft.
    """
    path = roadmap_files.own_file(session.roadmap.id)
    before = roadmap_files.read_content(path)
    content = edit_text(path.name, before)
    while problems := roadmap_files.problems(path, content):
        if not wants_again(problems):
            draft = roadmap_files.save_draft(session.roadmap.id, content)
            raise FileInvalidError(*problems, f"{path} is left as it was; your text is in {draft}")
        content = edit_text(path.name, content)
    with roadmap_files.lock(session.roadmap.id) as file:
        if file.read() != before:
            draft = roadmap_files.save_draft(session.roadmap.id, content)
            message = f"{path} was changed while you edited it, and is left as it is; your text is in {draft}"
            raise RequestError(message)
        file.write(content, session.now)
    return problems_view(undeclared_changes(session.roadmap, roadmap_files.parse(path, content)))
