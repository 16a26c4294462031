"""Helpers for tests of many learners: their files, and the numbers about them."""

import datetime as dt
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from genai_roadmap.cohort.analysis import Options, analyzed
from genai_roadmap.cohort.batches import Context
from genai_roadmap.cohort.sources import Sources
from genai_roadmap.report.cohort import Cohort, Question
from genai_roadmap.report.cohort_overview import Member, Problem
from genai_roadmap.roadmap.models import Roadmap
from small import small_roadmap

TODAY = dt.date(2026, 11, 27)
# Older than the time in which a file may change without a new time.
SETTLED = TODAY - dt.timedelta(days=1)
NAMES = ["anna", "bob", "carl", "dora"]


class Found(NamedTuple):
    """All numbers about learners, and how many were read."""

    cohort: Cohort
    members: list[Member]
    problems: list[Problem]
    missing: list[str]
    merged: int
    read: int

    @property
    def numbers(self) -> tuple[Any, ...]:
        """Everything that may not depend on how the learners were read."""
        return self[:-1]

    @property
    def names(self) -> list[str]:
        return [member.name for member in self.members]

    @property
    def done(self) -> dict[str, int]:
        return {member.name: member.numbers.done for member in self.members}

    def reasons(self, folder: Path) -> dict[str, str]:
        """Return the reasons of the problems, by path below a folder."""
        return {os.path.relpath(problem.path, folder): problem.reason for problem in self.problems}


def find(
    *places: Path | str,
    roadmap: Roadmap | None = None,
    question: Question | None = None,
    now: float | None = None,
    **options: Any,
) -> Found:
    """Read the learners at the places; `now` is in seconds since 1970, by default long after all writes."""
    read = [0]

    def advance(done: int, _: int) -> None:
        read[0] = done

    roadmap = roadmap or small_roadmap()
    sources = Sources(
        [str(place) for place in places], roadmap.id, int(10**9 * (time.time() + 60 if now is None else now))
    )
    context = Context(roadmap, question or Question(TODAY))
    with analyzed(sources, context, Options(**{"groups": {}, "jobs": 1, **options}), advance) as found:
        # Another list is not disturbed by one that was begun.
        begun = iter(found.members(0))
        next(begun, None)
        members = [*found.members(0)]
        return Found(found.cohort, members, found.problems, found.missing, found.merged, *read)


def journal(*topics: str, day: str = "2026-11-20", roadmap: str = "small", machine: str = "m") -> str:
    """Return a progress file in which the topics were marked as done one after the other."""
    changes = [
        f'[[changes]]\nid = "{machine}{n}"\nat = {day}T10:{n:02}:00+09:00\ndid = "done"\ntopics = ["{topic}"]\n'
        for n, topic in enumerate(topics)
    ]
    return "\n".join([f'format = 1\nroadmap = "{roadmap}"\n', *changes])


def write(path: Path, content: str | bytes) -> Path:
    """Write a file, and its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def write_class(folder: Path, names: Iterable[str]) -> None:
    """Write a progress file for each learner: the first has done one topic, the second two, and so on."""
    for number, name in enumerate(names, 1):
        write(folder / f"{name}.toml", journal(*"abxplainefpq"[: number % 4]))


def write_four(folder: Path) -> Path:
    """Write the progress files of four learners and a damaged one, and return the folder."""
    write_class(folder, NAMES)
    write(folder / "emil.toml", "damaged")
    return folder


def index_file(home: Path) -> Path:
    """Return the path of the only index."""
    (path,) = (home / "cache").glob("cohort-*.sqlite")
    return path


def without_index(home: Path, *places: Path) -> Found:
    """Return what is found with no index."""
    kept = {path: path.read_bytes() for path in (home / "cache").glob("*")}
    for path in kept:
        path.unlink()
    found = find(*places)
    for path, content in kept.items():
        path.write_bytes(content)
    return found
