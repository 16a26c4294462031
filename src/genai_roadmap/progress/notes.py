"""The notes in a journal."""

import datetime as dt
from collections.abc import Container, Iterable, Iterator
from dataclasses import fields
from typing import NamedTuple

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.change import FILE_KEYS, Change
from genai_roadmap.progress.status import Action

# The limit of a comment on GitHub.
MAX_LENGTH = 65_536


def check_text(note: str) -> None:
    """Raise RequestError if the text of a new note is empty, too long, or not valid UTF-8."""
    if not note.strip():
        problem = "empty"
    elif len(note) > MAX_LENGTH:
        problem = f"too long: {len(note):,} characters, the limit is {MAX_LENGTH:,}"
    elif note.encode(errors="ignore").decode() != note:
        problem = "not valid UTF-8 text"
    else:
        return
    message = f"the note is {problem}; nothing was recorded"
    raise RequestError(message)


class Note(NamedTuple):
    """A note on one or more items: the change that it was recorded with, and the last one that edited it."""

    original: Change
    latest: Change

    @property
    def id(self) -> str:
        """The id of the note, which every later edit names."""
        return self.latest.original_id

    @property
    def text(self) -> str:
        """The current text; empty if the note was deleted."""
        return self.latest.note or ""

    @property
    def when(self) -> dt.datetime:
        """The time at which the note was written."""
        return self.original.when

    @property
    def day(self) -> dt.date:
        """The day that the note was written on."""
        return self.original.day

    @property
    def edited_at(self) -> dt.datetime | None:
        """The time of the last edit; None if the note was never edited."""
        return None if self.latest is self.original else self.latest.when

    @property
    def slugs(self) -> tuple[str, ...]:
        """The slugs of the items that the note is on."""
        return self.latest.about or self.latest.topics


def notes_in(changes: Iterable[Change]) -> dict[str, Note]:
    """Return the notes in changes that are in order, by id; deleted ones have an empty text.

    An edit of a note that is not among the changes is a note of its own, so that no text is lost.
    """
    notes: dict[str, Note] = {}
    for change in changes:
        if change.note or (change.replaces and change.action is Action.NOTE):
            before = notes.get(change.original_id)
            notes[change.original_id] = Note(before.original if before else change, change)
    return notes


def written_versions(changes: Iterable[Change]) -> Iterator[tuple[str, str, dt.date]]:
    """Yield the slug of the item, the text and the day of each version of each note, also of deleted ones."""
    days: dict[str, dt.date] = {}
    for change in changes:
        if change.note:
            day = days.setdefault(change.original_id, change.day)
            yield from ((slug, change.note, day) for slug in change.about or change.topics)


def deleted_texts(changes: Iterable[Change], undone: Container[str]) -> dict[str, str]:
    """Return the text of each note that one of the changes deleted, by the id of that change."""
    texts: dict[str, str] = {}
    deleted: dict[str, str] = {}
    for change in changes:
        if change.note and change.id not in undone:
            texts[change.original_id] = change.note
        elif change.replaces and not change.note:
            deleted[change.id] = texts.get(change.replaces, "")
    return deleted


def newest_first(found: Iterable[Iterable[Note]]) -> list[Note]:
    """Return the notes on several items, each once, the newest first."""
    notes = {note.id: note for notes in found for note in notes}
    return sorted(notes.values(), key=lambda note: note.when, reverse=True)


def without_notes(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield the changes without their notes, and without those that are only notes."""
    for change in changes:
        if change.note is None:
            yield change
        elif change.action is not Action.NOTE:
            values = {FILE_KEYS.get(field.name, field.name): getattr(change, field.name) for field in fields(change)}
            yield Change(**{**values, "note": None})
