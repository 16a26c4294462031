"""Edit one of the learner's own roadmaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.app.checking import problems_view
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.roadmap.revision import undeclared_changes
from genai_roadmap.storage import roadmap_files, unsaved_texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from genai_roadmap.app.session import Session
    from genai_roadmap.app.view import View


def edit(session: Session, edit_text: Callable[[str, bytes], bytes], wants_again: Callable[[list[str]], bool]) -> View:
    """Edit the roadmap until it is valid, save it, and return the changes of slugs that lose progress.

    `edit_text` is called with the file's name and content, `wants_again` with the errors of an invalid roadmap; if it
    returns False, FileInvalidError is raised. RequestError is raised if the file was changed while the editor was open.
    If the edited text is not saved, it is kept as a draft, and a warning names its path.
    """
    session.require_chosen_roadmap()
    is_bundled = session.roadmap_file == roadmap_files.bundled_file()
    # Not the id in the file, which may be invalid.
    path = roadmap_files.own_file(roadmap_files.BUNDLED if is_bundled else session.roadmap_file.stem)
    if path != session.roadmap_file:
        message = f"{session.roadmap_file} is not one of your roadmaps. Copy it first: genai-roadmap new ID"
        raise RequestError(message)
    before = roadmap_files.read_content(path)
    texts = [before]
    try:
        _edit_and_save(session, path, texts, edit_text, wants_again)
    except BaseException:
        if texts[-1] != before:
            session.warn(f"your text is saved in {unsaved_texts.keep_roadmap(path.stem, texts[-1])}")
        raise
    if roadmap_files.problems(path, before):
        return problems_view([])
    return problems_view(undeclared_changes(roadmap_files.parse(path, before), roadmap_files.parse(path, texts[-1])))


def _edit_and_save(
    session: Session,
    path: Path,
    texts: list[bytes],
    edit_text: Callable[[str, bytes], bytes],
    wants_again: Callable[[list[str]], bool],
) -> None:
    """Edit the last of the texts until it is valid, add each edited text to them, and save the last one."""
    texts.append(edit_text(path.name, texts[-1]))
    while problems := roadmap_files.problems(path, texts[-1]):
        if not wants_again(problems):
            raise FileInvalidError(*problems, f"{path} is unchanged")
        texts.append(edit_text(path.name, texts[-1]))
    with roadmap_files.lock(path.stem) as file:
        if file.read() != texts[0]:
            message = f"{path} was changed while you edited it; it was not overwritten"
            raise RequestError(message)
        file.write(texts[-1], session.now)
