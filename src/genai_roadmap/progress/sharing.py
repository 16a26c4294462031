"""Divide a journal among machines: each writes only the changes that it is responsible for."""

from collections.abc import Iterable

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.change import Change
from genai_roadmap.progress.journal import Progress


def merge_each(progress: Progress, others: Iterable[tuple[str, Progress]]) -> tuple[Progress, dict[str, RequestError]]:
    """Return the union with the journals of others, each with its name, and the errors of those that clash, by name."""
    errors = {}
    for name, other in others:
        try:
            progress = progress.merge(other)
        except RequestError as error:
            errors[name] = error
    return progress, errors


def merge_edited(progress: Progress, other: Progress, machine: str | None) -> tuple[Progress, list[Change]]:
    """Return the union with a journal that may have changes with the same id but other content, and those left out.

    If it is the journal of a machine, its version counts for what that machine recorded, so that all machines have the
    same one after it was edited there manually. For all others, the version in `progress` does.
    """
    versions = [each for each in other.changes if progress.by_id.get(each.id, each) != each]
    recorded = {each.id: {each.machine, progress.by_id[each.id].machine} for each in versions}
    edited = {each.id: each for each in versions if machine and recorded[each.id] == {machine}}
    kept = tuple(edited.get(each.id, each) for each in progress.changes)
    new = tuple(each for each in other.changes if each.id not in progress.by_id)
    clashing = [each for each in versions if each.id not in edited]
    # What is not changed is not written.
    return (Progress.of(progress.roadmap, kept + new) if edited or new else progress), clashing


def own_changes(
    progress: Progress, machine: str, own: Progress | None, others: Iterable[Progress]
) -> tuple[Change, ...]:
    """Return the changes for the file of this machine: its own, and those that no other file has.

    What its file already has stays there, so that two machines never send a change back and forth, and the changes of a
    machine whose file was lost survive.
    """
    elsewhere = frozenset[str]().union(*(other.by_id for other in others))
    kept = own.by_id if own else {}
    return tuple(
        change
        for change in progress.changes
        if change.machine == machine or change.id in kept or change.id not in elsewhere
    )
