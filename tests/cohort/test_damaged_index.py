"""An index that is damaged, locked, half-written, or can't be written: the numbers are the same."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cohorts import Found, find, index_file, journal, without_index, write, write_class, write_four
from genai_roadmap.cohort import index_file as indexes
from genai_roadmap.cohort.index import Index
from genai_roadmap.errors import FileInvalidError, FileWriteError
from support import environment


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_four(tmp_path / "class")


@pytest.mark.parametrize(
    "content", [b"", b"x", b"SQLite format 3\0", b"SQLite format 3\0" + bytes(8_000), bytes(100_000), b"\xff" * 9_999]
)
def test_damaged_index_is_made_again(folder: Path, home: Path, content: bytes) -> None:
    before = find(folder)
    index_file(home).write_bytes(content)
    assert find(folder).numbers == before.numbers
    assert find(folder).read == 0


@pytest.mark.parametrize("table", ["context", "learners", "counted"])
def test_index_without_a_table_is_made_again(folder: Path, home: Path, table: str) -> None:
    before = find(folder)
    with sqlite3.connect(index_file(home)) as connection:
        connection.execute(f"DROP TABLE {table}")
    connection.close()
    assert find(folder).numbers == before.numbers
    find(folder)
    assert find(folder).read == 0


def test_interrupted_run_is_not_mixed_with_an_earlier_one(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_class(folder / "deep", ["fay", "gus"])
    before = find(folder)
    away = folder.parent / "away"
    (folder / "deep").rename(away)
    with monkeypatch.context() as patch:
        patch.setattr(Index, "changed_members", property(lambda _: pytest.fail("interrupted")))
        with pytest.raises(BaseException, match="interrupted"):
            find(folder)
    away.rename(folder / "deep")
    assert find(folder).numbers == before.numbers
    assert index_file(home).exists()


def find_again(folder: Path) -> Found:
    """Find the learners, again if the index turns out to be damaged only when they are listed."""
    try:
        return find(folder)
    except FileInvalidError as error:
        assert "run the command again" in str(error)
        return find(folder)


@pytest.mark.parametrize(
    "change",
    [
        "percent = 7",
        "percent = NULL",
        "summary = x'00'",
        "problems = '[[1]'",
        "problems = '[]'",
        "merged = '[1]'",
        "checksum = 1",
    ],
)
def test_wrong_value_in_the_index_is_not_believed(folder: Path, home: Path, change: str) -> None:
    before = find(folder)
    with sqlite3.connect(index_file(home)) as connection:
        connection.execute(f"UPDATE learners SET {change}")  # noqa: S608
    connection.close()
    assert find_again(folder).numbers == before.numbers


def test_random_damage_of_the_index_changes_nothing(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "class"
    write_class(folder, [f"learner {number}" for number in range(40)])
    write(folder / "damaged.toml", "damaged")
    before = find(folder)
    path = index_file(home)
    content = path.read_bytes()
    rng = random.Random(1)  # noqa: S311 - not a secret
    for _ in range(25):
        damaged = bytearray(content)
        for _ in range(rng.choice((1, 1, 10))):
            begin = rng.randrange(len(damaged))
            damaged[begin : begin + rng.choice((1, 1, 40))] = rng.randbytes(rng.choice((1, 1, 40)))
        path.write_bytes(damaged[: rng.choice((len(damaged), len(damaged), begin))])
        assert find_again(folder).numbers == before.numbers


def test_index_that_cannot_be_written_is_not_needed(folder: Path, home: Path) -> None:
    before = find(folder)
    path = index_file(home)
    path.unlink()
    path.mkdir()
    assert find(folder).numbers == before.numbers
    path.rmdir()
    path.parent.rmdir()
    path.parent.write_text("a file")
    assert find(folder).numbers == before.numbers


def test_read_only_index_is_not_needed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = find(folder)
    real = sqlite3.connect

    def connect(name: str, **options: float) -> sqlite3.Connection:
        return real(f"file:{name}?mode=ro", uri=True, **options) if name else real(name, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", connect)
    write(folder / "anna.toml", journal("p"))
    found = find(folder)
    assert found.read == 5
    assert found.numbers != before.numbers


def full_after(pages: int, monkeypatch: pytest.MonkeyPatch, *, also_temporary: bool) -> None:
    """Let a database fail when it has more pages, as on a full disk."""
    real = sqlite3.connect

    def connect(name: str, **options: float) -> sqlite3.Connection:
        connection = real(name, **options)  # type: ignore[call-overload]
        if name or also_temporary:
            connection.execute(f"PRAGMA max_page_count = {pages}")
            connection.execute(f"PRAGMA temp.max_page_count = {pages}")
        return connection  # type: ignore[no-any-return]

    monkeypatch.setattr(sqlite3, "connect", connect)


@pytest.mark.parametrize("pages", [1, 3, 6, 8])
def test_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int) -> None:
    folder = tmp_path / "class"
    write_class(folder, [f"learner {number}" for number in range(50)])
    with monkeypatch.context() as patch:
        full_after(pages, patch, also_temporary=False)
        full = find(folder)
    assert full.numbers == find(folder).numbers
    assert len(full.members) == 50


def test_full_temporary_folder_is_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full_after(2, monkeypatch, also_temporary=True)
    with pytest.raises(FileWriteError, match="no space"):
        find(folder)


def test_two_runs_at_once_do_not_disturb_each_other(folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = find(folder)
    monkeypatch.setattr(indexes, "_LOCK_SECONDS", 0.1)
    with indexes.open_index(index_file(home), "key of another version"):
        during = find(folder)
    assert (during.numbers, during.read) == (before.numbers, 5)
    with (
        indexes.open_index(index_file(home), "key of another version"),
        indexes.open_index(index_file(home), "x") as second,
    ):
        assert [*second.names()] == []


RUN = """
import sys
from cohorts import find
from genai_roadmap.cohort import learner
real, count = learner.read, 0
def read(*arguments):
    global count
    count += 1
    if count == 30:
        print("ready", flush=True)
        import time
        time.sleep(60)
    return real(*arguments)
from genai_roadmap.cohort import batches
batches.read = read
from genai_roadmap.cohort import analysis
analysis.SIZE = 10
find(sys.argv[1])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of this kind are only sent on other systems")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.Signals(9)])
def test_interrupted_run_keeps_what_was_read(tmp_path: Path, home: Path, sent: signal.Signals) -> None:
    folder = tmp_path / "class"
    write_class(folder, [f"learner {number:02}" for number in range(50)])
    path = os.pathsep.join(sys.path)
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder)],
        env=environment(PYTHONPATH=path),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(sent)
    process.wait()
    process.stdout.close()
    found = find(folder)
    assert found.read == 30
    assert found.numbers == without_index(home, folder).numbers
