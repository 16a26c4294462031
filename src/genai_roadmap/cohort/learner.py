"""Read the files of a learner, and summarize them."""

import hashlib
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from genai_roadmap.cohort import remote
from genai_roadmap.cohort.found import FoundFile
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.sharing import merge_each
from genai_roadmap.report.cohort_overview import Problem
from genai_roadmap.report.cohort_summary import Summary, summarize
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.storage import archive, files, journal_toml


class Handed(NamedTuple):
    """What a learner has handed in: the files, and the content of those that were in an archive and could be read.

    `digest` is that of the content at an earlier time, empty if there was none.
    """

    learner: str
    group: str | None
    files: tuple[FoundFile, ...]
    contents: tuple[bytes | None, ...]
    digest: str = ""


class Read(NamedTuple):
    """A learner with the digest of the content, the problems of the files, and the summary, None if all are invalid.

    If the content `is_unchanged`, there is neither a summary nor a problem. If a file could not be read, the digest is
    empty, and the learner is read again the next time. `merged` are the files that count if they are several.
    """

    learner: str
    digest: str
    is_unchanged: bool = False
    problems: tuple[Problem, ...] = ()
    summary: Summary | None = None
    merged: tuple[str, ...] = ()


def read(handed: Handed, roadmap: Roadmap) -> Read:
    """Return the summary of a learner, from all the files together."""
    contents, problems = _contents(handed)
    digest = "" if problems else _digest(contents)
    if digest and digest == handed.digest:
        return Read(handed.learner, digest, is_unchanged=True)
    progress, invalid = _merged(contents, roadmap.id)
    # Without a valid file, it is not known whether the learner has done anything.
    is_valid = len(invalid) < len(contents)
    summary = summarize(roadmap, progress) if is_valid else None
    problems += invalid
    counted = tuple(file.shown for file in handed.files if file.shown not in {problem.path for problem in problems})
    merged = counted if len(counted) > 1 else ()
    return Read(handed.learner, digest, problems=tuple(problems), summary=summary, merged=merged)


def progress_of(handed: Handed, roadmap_id: str) -> tuple[Progress, tuple[Problem, ...]]:
    """Return the progress of a learner from all the valid files together, and the problems of the others."""
    contents, problems = _contents(handed)
    progress, invalid = _merged(contents, roadmap_id)
    return progress, (*problems, *invalid)


def _contents(handed: Handed) -> tuple[dict[FoundFile, bytes], list[Problem]]:
    contents: dict[FoundFile, bytes] = {}
    problems = []
    for file, content in zip(handed.files, handed.contents, strict=True):
        try:
            contents[file] = _content(file, content)
        except FileInvalidError as error:
            problems.append(Problem(file.shown, reason_of(error, file.path)))
    return contents, problems


def _content(file: FoundFile, content: bytes | None) -> bytes:
    if not file.member:
        return remote.read(file.path) if remote.is_address(file.path) else files.read_existing(Path(file.path))
    if content is None or len(content) > files.MAX_BYTES:
        reason = "is damaged or encrypted" if content is None else f"is larger than {files.MAX_BYTES // 1024**2} MB"
        message = f"{file.path} {reason}"
        raise FileInvalidError(message)
    return content


def _merged(contents: dict[FoundFile, bytes], roadmap_id: str) -> tuple[Progress, list[Problem]]:
    journals: dict[FoundFile, Progress] = {}
    problems = []
    for file, content in contents.items():
        try:
            journals[file] = _parse(PurePosixPath(file.member or file.path).name, content, roadmap_id)
        except FileInvalidError as error:
            problems.append(Problem(file.shown, reason_of(error, PurePosixPath(file.member or file.path).name)))
    first, *others = [(file.shown, progress) for file, progress in journals.items()] or [
        ("", Progress(roadmap=roadmap_id))
    ]
    progress, clashes = merge_each(first[1], others)
    return progress, problems + [Problem(path, _clash(path, journals, error)) for path, error in clashes.items()]


def _clash(path: str, journals: dict[FoundFile, Progress], error: RequestError) -> str:
    """Return why the journal at a path can't be merged, with the first of the other files that has another change."""
    changes = {file.shown: progress.by_id for file, progress in journals.items()}
    mine = changes.pop(path)
    other = next(
        name for name, theirs in changes.items() if any(theirs.get(id_, mine[id_]) != mine[id_] for id_ in mine)
    )
    return f"can't be merged with {other}: {error}"


def _parse(name: str, content: bytes, roadmap_id: str) -> Progress:
    path = Path(name)
    if not name.lower().endswith(".json"):
        return journal_toml.parse(path, content, roadmap_id)
    progress = archive.parse(path, content).progress
    journal_toml.require_roadmap(path, progress, roadmap_id)
    return progress


def reason_of(error: FileInvalidError, path: str) -> str:
    """Return the first problem without the path, which is shown beside it."""
    return error.problems[0].removeprefix(path).lstrip(": ")


def _digest(contents: dict[FoundFile, bytes]) -> str:
    parts = [(file.shown, hashlib.sha256(content).hexdigest()) for file, content in contents.items()]
    return hashlib.sha256(repr(parts).encode()).hexdigest()
