"""Concurrent programs: nothing is lost, a killed program blocks no other, and no file is read half-written."""

import datetime as dt
import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from genai_roadmap.app.session import Session
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.storage import files, progress_files, settings
from support import environment, update_progress

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
PROCESSES, WRITES = 8, 25
TOPICS = tuple("abcdefgh")


def new_stamp(now: dt.datetime) -> Stamp:
    return Session(None, lambda: now).new_stamp()


def mark(*topics: str) -> None:
    new = new_stamp(NOW)
    update_progress("many", lambda progress: progress.mark(Mark(Action.DONE), topics, new), NOW)


def write_and_read(writer: int) -> None:
    """Mark topics, and check after each write that nothing is lost."""
    # As long as a busy machine needs.
    files.LOCK_SECONDS = 600
    before = 0
    for number in range(WRITES):
        mark(*(f"{topic}-{writer}-{number}" for topic in TOPICS))
        marks = progress_files.load("many").marks
        assert len(marks) >= before + len(TOPICS)
        assert sum(f"-{writer}-" in topic for topic in marks) == (number + 1) * len(TOPICS)
        before = len(marks)


@pytest.mark.faults
def test_eight_concurrent_writers_lose_nothing() -> None:
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        pool.map(write_and_read, range(PROCESSES), chunksize=1)
    progress = progress_files.load("many")
    assert len(progress.changes) == PROCESSES * WRITES
    assert len(progress.marks) == PROCESSES * WRITES * len(TOPICS) == 1600


def test_concurrent_programs_share_one_machine_name() -> None:
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(4) as pool:
        assert len(set(pool.map(machine_name, range(16)))) == 1


def machine_name(_number: int) -> str:
    return settings.machine()


def test_killed_writer_releases_the_lock(home: Path) -> None:
    holder = (
        "import sys, time; from genai_roadmap.storage import files, progress_files\n"
        "with files.lock(progress_files.path_of('many')): print('locked', flush=True); time.sleep(60)"
    )
    env = environment(GENAI_ROADMAP_HOME=str(home))
    process = subprocess.Popen([sys.executable, "-c", holder], env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "locked\n"
    process.kill()
    process.wait()
    process.stdout.close()
    mark("next")
    assert len(progress_files.load("many").changes) == 1


def test_change_is_applied_to_a_concurrent_edit() -> None:
    mark("first")
    path = progress_files.path_of("many")
    edits = iter(["# Edited by hand.\n"])

    def change(progress: Progress) -> Progress:
        if edit := next(edits, None):
            path.write_text(edit + path.read_text())
        return progress.mark(Mark(Action.DONE), ("second",), new_stamp(NOW))

    update_progress("many", change, NOW)
    assert path.read_text().startswith("# Edited by hand.\nformat = 1\n")
    assert len(progress_files.load("many").changes) == 2


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\n# The end"])
def test_manual_edits_are_kept_byte_for_byte(ending: str) -> None:
    path = progress_files.path_of("many")
    path.parent.mkdir(parents=True)
    written = (
        '\ufeff# Mine\nformat = 1 # yes\nroadmap = "many"\n[[changes]]\nid="x"\nat=2026-01-01T00:00:00Z\n'
        f'did="done"\ntopics=["a"]{ending}'
    ).encode()
    path.write_bytes(written)
    mark("b-0")
    assert path.read_bytes().startswith(written)
    assert [change.topics for change in progress_files.load("many").changes] == [("a",), ("b-0",)]


@pytest.mark.parametrize(
    "changes",
    [
        "changes = []",
        "# the [[changes]] go here\nchanges = []",
        'changes = [{ id = "x", at = 2026-01-01T00:00:00Z, did = "note", topics = ["a"], note = "\\n[[changes]]" }]',
    ],
)
def test_inline_array_of_changes_is_rewritten(changes: str) -> None:
    path = progress_files.path_of("many")
    path.parent.mkdir(parents=True)
    path.write_text(f'format = 1\nroadmap = "many"\n{changes}')
    before = len(progress_files.load("many").changes)
    mark("b-0")
    assert len(progress_files.load("many").changes) == before + 1


def test_clock_set_back() -> None:
    ahead = new_stamp(NOW + dt.timedelta(days=400))
    update_progress("many", lambda progress: progress.mark(Mark(Action.START), ("b-0",), ahead), NOW)
    mark("b-0")
    first, second = progress_files.load("many").changes
    assert second.at - first.at == dt.timedelta(microseconds=1)
