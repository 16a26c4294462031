"""Edit one of the learner's own roadmaps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app.view import View, page
from genai_roadmap.errors import FileInvalidError, RequestError, add_hint
from genai_roadmap.roadmap.revision import undeclared_changes
from genai_roadmap.storage import drafts, roadmap_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from genai_roadmap.app.session import Session
    from genai_roadmap.storage.drafts import Draft


class Interaction(NamedTuple):
    """The questions to the learner.

    `edit_text` gets the file's name, its content, and a function that keeps a text that could not be returned;
    `wants_again` gets the errors of an invalid roadmap, and `wants_draft` the id of the roadmap and the draft of an
    earlier edit, or None.
    """

    edit_text: Callable[[str, bytes, Callable[[bytes], Path]], bytes]
    wants_again: Callable[[FileInvalidError], bool]
    wants_draft: Callable[[str, Draft | None], bool]


def edit(session: Session, interaction: Interaction, roadmap_id: str | None = None) -> View:
    """Edit a roadmap until it is valid, save it, and return the changes of slugs that lose progress.

    FileInvalidError is raised if the learner leaves it invalid, RequestError if the file was changed while the editor
    was open. Whenever the edited text is not saved, it is kept as a draft, which the error or a warning names.
    """
    path = _own_file(session) if roadmap_id is None else roadmap_files.own_file(roadmap_id)
    before = roadmap_files.read_content(path)
    draft = _opened_draft(path, before, interaction)
    texts = [draft.content if draft else before]
    keep = partial(drafts.keep, path.stem, draft)
    try:
        _edit(path, texts, interaction, keep)
        _save(session, path, before, texts[-1])
    except BaseException as error:
        if saved := _saved_text(path, before, texts, keep):
            add_hint(error, saved, session.warn)
        raise
    if draft:
        drafts.remove(draft)
    return View(dict, page("reference.lines", _result(path, before, texts[-1])))


def _saved_text(path: Path, before: bytes, texts: list[bytes], keep: Callable[[bytes], Path]) -> str:
    """Keep what was typed, and return where it is; empty if nothing was typed."""
    # If the file was emptied, its previous content is kept instead.
    typed = next((text for text in reversed(texts) if text.strip()), before)
    if typed == before:
        return ""
    saved = keep(typed)
    # `edit --draft` does not find a temporary file.
    hint = f". Continue with: genai-roadmap edit {path.stem} --draft" if saved.parent == path.parent else ""
    return f"Your text is saved in {saved}{hint}"


def _result(path: Path, before: bytes, after: bytes) -> list[str]:
    """Return what was saved, and the changes of slugs that lose progress."""
    if before == after:
        return [f"{path} is unchanged."]
    if roadmap_files.problems(path, before):
        return [f"Saved {path}"]
    changes = undeclared_changes(roadmap_files.parse(path, before), roadmap_files.parse(path, after))
    return [f"Saved {path}", *changes]


def _own_file(session: Session) -> Path:
    session.require_chosen_roadmap()
    if session.roadmap_file == roadmap_files.bundled_file():
        return roadmap_files.own_file(roadmap_files.BUNDLED)
    # The name of the file, because the id in the file may be invalid.
    path = roadmap_files.path_of(session.roadmap_file.stem)
    if path != session.roadmap_file:
        message = f"{session.roadmap_file} is not one of your roadmaps. Copy it first: genai-roadmap new ID"
        raise RequestError(message)
    return path


def _opened_draft(path: Path, before: bytes, interaction: Interaction) -> Draft | None:
    """Return the draft to continue with; None if there is none or the learner does not want it."""
    draft = drafts.newest(path.stem)
    if draft and draft.content == before:
        drafts.remove(draft)
        draft = None
    return draft if interaction.wants_draft(path.stem, draft) else None


def _edit(path: Path, texts: list[bytes], interaction: Interaction, keep: Callable[[bytes], Path]) -> None:
    """Edit the last of the texts until it is valid, and add each edited text to them."""
    while True:
        texts.append(interaction.edit_text(path.name, texts[-1], keep))
        if not texts[-1].strip():
            message = "the file is empty; nothing was changed"
            raise FileInvalidError(message)
        try:
            roadmap_files.parse(path, texts[-1])
        except FileInvalidError as error:
            invalid = FileInvalidError(*error.problems, summary=_invalid_text(path, str(error)))
            if not interaction.wants_again(invalid):
                raise invalid from None
        else:
            return


def _invalid_text(path: Path, problem: str) -> str:
    """Return the message about an edited text for a message about the file, which is not changed."""
    reason = problem.removeprefix(str(path))
    found = f"is invalid:\n{reason.removeprefix(': ')}" if reason.startswith(": ") else reason.strip()
    return f"the edited text was not saved, because it {found}"


def _save(session: Session, path: Path, before: bytes, text: bytes) -> None:
    with roadmap_files.lock(path.stem) as file:
        if file.read() != before:
            message = f"{path} was changed while you edited it; it was not overwritten"
            raise RequestError(message)
        file.write(text, session.now)
