"""The command that adds, lists, edits and deletes notes."""

import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.cli.options import Json, complete_item, reject_if
from genai_roadmap.cli.output import open_session, show
from genai_roadmap.errors import RequestError, add_hint
from genai_roadmap.suggested import suggested

if TYPE_CHECKING:
    from genai_roadmap.app.marking import ChangedNote
    from genai_roadmap.app.session import Session
    from genai_roadmap.roadmap.models import NumberedItem

# Without it, `--list` lists the notes on all items.
OptionalItem = Annotated[
    str | None,
    typer.Argument(metavar="ITEM|--list", help="A step or topic (--list: default all).", autocompletion=complete_item),
]
Text = Annotated[
    list[str] | None, typer.Argument(metavar="TEXT", help="Text of the note (default: open your editor; -: stdin).")
]
Edited = Annotated[int | None, typer.Option("--edit", metavar="N", min=1, help="Edit the N-th note.")]
Deleted = Annotated[int | None, typer.Option("--delete", metavar="N", min=1, help="Delete the N-th note.")]
ListOnly = Annotated[bool, typer.Option("--list", help="List the notes (default if the output is not a terminal).")]

UNDO = "Undo with: genai-roadmap undo"
# Texts that were probably meant as options.
LIKE_OPTION = re.compile(r"(?:delete|remove|rm|edit|list)?\s*\d*")
ALL_NOTES_HINT = "To list the notes on all items: genai-roadmap note --list"


def note(
    context: typer.Context,
    item: OptionalItem = None,
    text: Text = None,
    edit: Edited = None,
    delete: Deleted = None,
    only_list: ListOnly = False,
    json: Json = False,
) -> None:
    """Add, list, edit or delete the notes on ITEM."""
    from genai_roadmap.app import marking

    reject_if(item is None and not only_list, f"ITEM is missing. {ALL_NOTES_HINT}")
    reject_if(sum(map(bool, (edit, delete, only_list))) > 1, "use only one of --edit, --delete and --list")
    reject_if(text and (delete or only_list), f"TEXT can't be combined with --{'delete' if delete else 'list'}")
    if not (text or delete or only_list) and _is_piped():
        text = ["-"]
    session, opens_editor = open_session(context), not only_list and _can_ask(json=json)
    records = item is not None and (text or edit or delete or opens_editor)
    changed = _record(session, item or "", text, edit, delete) if records else ("", None)
    show(context, marking.notes(session, item, *changed), json=json, paged=not changed[0])
    if text and not (edit or json) and LIKE_OPTION.fullmatch(" ".join(text).strip().casefold()):
        MESSAGES.hint(f"To delete a note: genai-roadmap note {session.find(item or '').slug} --delete 1")


def _record(
    session: "Session", item: str, text: list[str] | None, edit: int | None, delete: int | None
) -> "ChangedNote":
    """Edit, delete or add a note, and return what was done."""
    session.require_valid_settings()
    session.find(item)
    session.reject_short_guesses()
    if edit:
        return _edit(session, item, edit, text)
    return _delete(session, item, delete) if delete else _add(session, item, text)


def _add(session: "Session", item: str, arguments: list[str] | None) -> "ChangedNote":
    from genai_roadmap.app import marking
    from genai_roadmap.report.wording import plural

    found = session.find(item)
    with _note_text(found, arguments) as text:
        if not text and not arguments:
            return "No note was added.", None
        marking.add_note(session, item, text)
    count = len(session.node(item).notes)
    of = f" ({plural(count, 'note')})" if count > 1 else ""
    return f"Note added to {found.title}{of}. {suggested(UNDO)}", count


def _edit(session: "Session", item: str, number: int, arguments: list[str] | None) -> "ChangedNote":
    from genai_roadmap.app import marking

    reject_if(not arguments and not _can_ask(), "without a terminal, --edit needs TEXT or - (standard input)")
    note, found = marking.find_note(session, item, number), session.find(item)
    with _note_text(found, arguments, note.text) as text:
        if not text.strip():
            message = (
                f"the note is empty; nothing was recorded. Delete it: genai-roadmap note {found.slug} --delete {number}"
            )
            raise RequestError(message)
        outcome = marking.edit_note(session, note, text)
    is_changed = outcome.progress is not outcome.before.progress
    return (f"Note {number} changed. {suggested(UNDO)}" if is_changed else f"Note {number} is unchanged."), number


def _delete(session: "Session", item: str, number: int) -> "ChangedNote":
    from genai_roadmap.app import marking

    marking.edit_note(session, marking.find_note(session, item, number), None)
    return f"Note {number} deleted. {suggested(UNDO)}", None


def _can_ask(*, json: bool = False) -> bool:
    """Return whether an editor can be opened."""
    return not json and sys.stdin.isatty() and sys.stdout.isatty()


def _is_piped() -> bool:
    """Return whether a text is piped to a command that shows its result on a terminal.

    In a script, whose output is not a terminal, the input may be an unrelated pipe that is empty or endless.
    """
    if not sys.stdout.isatty():
        return False
    mode = os.fstat(sys.stdin.fileno()).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


@contextmanager
def _note_text(item: "NumberedItem", arguments: list[str] | None, old: str = "") -> Iterator[str]:
    """Yield a text from the arguments, from standard input (-), or from the editor, which shows the old text.

    If it can't be recorded, what was typed is kept in a file, which the error names.
    """
    if arguments and arguments != ["-"]:
        yield " ".join(arguments)
        return
    from genai_roadmap.cli.editor import edit_text
    from genai_roadmap.storage import drafts, files
    from genai_roadmap.text import printable

    comment = (
        f"# Note on {item.number} {printable(item.title)} (this line is not saved; leave the note empty to cancel)"
    )
    if arguments:
        if sys.stdin.isatty():
            MESSAGES.hint("Type the note, and end it with Ctrl-D on a line of its own.")
        content = files.read_stream(Path("-"), sys.stdin.buffer)
    else:
        content = edit_text("note.md", f"{old}\n\n{comment}\n".encode(), drafts.keep_text)
    try:
        yield _decode(content).replace(comment, "", 1).strip()
    except BaseException as error:
        typed = content.replace(comment.encode(), b"", 1).strip()
        if typed and (not arguments or sys.stdin.isatty()):
            add_hint(error, f"Your text is saved in {drafts.keep_text(typed)}", MESSAGES.warn)
        raise


def _decode(content: bytes) -> str:
    """Return the text of a note; raise RequestError if it is not UTF-8."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        from genai_roadmap.storage.toml import not_utf8_text

        message = f"the note {not_utf8_text(content, error.start)}; nothing was recorded"
        raise RequestError(message) from None
