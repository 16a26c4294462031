"""The questions about the notes on an item: what to show, and how to save the answer."""

from collections.abc import Callable
from typing import NamedTuple

from genai_roadmap.app import marking
from genai_roadmap.app.session import Session
from genai_roadmap.errors import RequestError
from genai_roadmap.report.tree import Node


class NoteQuestion(NamedTuple):
    """A question with the text to start from; `save` records the answer and returns what was done."""

    message: str
    text: str
    save: Callable[[str], str]


def new_note(session: Session, node: Node) -> NoteQuestion:
    """Return the question for a new note on an item."""

    def save(text: str) -> str:
        marking.add_note(session, node.slug, text)
        return f"Note added to {node.title}"

    return NoteQuestion(f"Add a note to {node.title}:", "", save)


def last_note(session: Session, node: Node) -> NoteQuestion:
    """Return the question for the last note on an item; an empty answer deletes the note.

    Raises RequestError if there is none, or if it does not fit on one line.
    """
    number = len(session.node(node.slug).notes)
    if not number:
        message = "no notes yet; n: add one"
        raise RequestError(message)
    note = marking.find_note(session, node.slug, number)
    if "\n" in note.text:
        message = f"the note has several lines; edit it with: genai-roadmap note {node.item.number} --edit {number}"
        raise RequestError(message)

    def save(text: str) -> str:
        marking.edit_note(session, note, text if text.strip() else None)
        return "Note changed" if text.strip() else "Note deleted"

    return NoteQuestion(f"Edit the last note on {node.title} (empty: delete it):", note.text, save)
