"""Commands that record progress, and undo them."""

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.cli.options import Item, Items, Json, date_parser
from genai_roadmap.cli.output import open_session, show
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Action, Mark

All = Annotated[bool, typer.Option("--all", help="Include optional, skipped and done topics.")]
On = Annotated[
    dt.date | None,
    typer.Option(metavar="DATE", parser=date_parser("on"), help="Date it happened: friday, 3d ago, 2026-11-24."),
]
Known = Annotated[bool, typer.Option("--known", help="Mark as already known (excluded from streak and pace).")]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="Add a note to ITEM.")]
NoteText = Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="Text of the note (- for standard input).")]

MAX_NOTE = 1_000_000


def done(
    context: typer.Context,
    items: Items,
    all_: All = False,
    known: Known = False,
    on: On = None,
    note: Note = None,
    json: Json = False,
) -> None:
    """Mark a topic, or all required topics of a step, as done."""
    _mark(context, items, Mark(Action.DONE, known, on, note), all_=all_, json=json)


def _marking_command(action: Action, help_text: str) -> Callable[..., None]:
    """Return a command that marks items with an action."""

    def command(
        context: typer.Context, items: Items, all_: All = False, on: On = None, note: Note = None, json: Json = False
    ) -> None:
        _mark(context, items, Mark(action, on=on, note=note), all_=all_, json=json)

    command.__doc__ = help_text
    return command


start = _marking_command(Action.START, "Mark ITEM as started.")
skip = _marking_command(Action.SKIP, "Mark ITEM as skipped (not required).")
reset = _marking_command(Action.RESET, "Reset ITEM to todo.")


def undo(context: typer.Context, json: Json = False) -> None:
    """Undo the last command (repeatable)."""
    _revert(context, Action.UNDO, json=json)


def redo(context: typer.Context, json: Json = False) -> None:
    """Redo the last undone command."""
    _revert(context, Action.REDO, json=json)


def note(context: typer.Context, item: Item, text: NoteText = None, json: Json = False) -> None:
    """Add a note to an item, or show its notes."""
    from genai_roadmap.app import marking

    session = open_session(context)
    session.find(item)
    note_text = _note_text(text, json=json)
    if note_text is not None:
        with _keeping(note_text.encode(errors="backslashreplace"), is_typed=not text):
            marking.add_note(session, item, note_text)
    show(context, marking.notes(session, item), json=json)


def _mark(context: typer.Context, items: list[str], mark: Mark, *, all_: bool, json: bool) -> None:
    from genai_roadmap.app import marking

    session = open_session(context)
    outcome = marking.mark(session, items, mark, everything=all_)
    show(context, marking.outcome_view(session, outcome), json=json)


def _revert(context: typer.Context, action: Action, *, json: bool) -> None:
    from genai_roadmap.app import marking, reverting

    session = open_session(context)
    show(context, marking.outcome_view(session, reverting.revert(session, action)), json=json)


@contextmanager
def _keeping(note: bytes, *, is_typed: bool) -> Iterator[None]:
    """Keep a note from the editor in a file if it can't be recorded, and name the file."""
    try:
        yield
    except BaseException:
        if is_typed:
            from genai_roadmap.storage.unsaved_texts import keep_text

            MESSAGES.warn(f"your text is saved in {keep_text(note)}")
        raise


def _note_text(arguments: list[str] | None, *, json: bool) -> str | None:
    """Return the note from the arguments, from standard input (-) or from the editor; None if there is none."""
    if arguments == ["-"]:
        from genai_roadmap.storage.files import read_stream

        return _decode_note(read_stream(Path("-"), sys.stdin.buffer))
    if arguments or json:
        return " ".join(arguments) if arguments else None
    from genai_roadmap.cli.editor import write_text

    content = write_text()
    with _keeping(content, is_typed=True):
        return _decode_note(content).strip() or None


def _decode_note(content: bytes) -> str:
    """Return the text of a note; raise RequestError if it is not UTF-8 or too long."""
    try:
        note = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        message = f"the note is not valid UTF-8 text ({error}); nothing was recorded"
        raise RequestError(message) from None
    if len(note) > MAX_NOTE:
        message = f"the note is longer than {MAX_NOTE:,} characters; nothing was recorded"
        raise RequestError(message)
    return note
