import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cohorts import Found, find, journal, write, write_class
from genai_roadmap.cohort import analysis
from genai_roadmap.cohort import index_file as indexes
from genai_roadmap.cohort.index import Index
from genai_roadmap.errors import FileInvalidError, FileWriteError
from genai_roadmap.storage import journal_toml
from support import environment

NAMES = ["anna", "bob", "carl", "dora"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_class(tmp_path / "class", NAMES)
    write(tmp_path / "class" / "emil.toml", "damaged")
    return tmp_path / "class"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the name of each file is added that is parsed."""
    names: list[str] = []
    real = journal_toml.parse

    def parse(path: Path, content: bytes, roadmap_id: str) -> object:
        names.append(path.name)
        return real(path, content, roadmap_id)

    monkeypatch.setattr(journal_toml, "parse", parse)
    return names


def index_file(home: Path) -> Path:
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


def test_nothing_is_read_twice(folder: Path) -> None:
    cold = find(folder)
    warm = find(folder)
    assert warm.numbers == cold.numbers
    assert (cold.read, warm.read) == (5, 0)
    assert cold.names == NAMES


def change_content(path: Path) -> None:
    write(path, journal("p", "q"))


def change_with_the_same_size_and_time(path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no time of the last change that can't be set")
    status = path.stat()
    content = path.read_text()
    write(path, content.replace('"a"', '"q"'))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == len(content)


def damage(path: Path) -> None:
    write(path, "damaged")


def remove(path: Path) -> None:
    path.unlink()


def rename(path: Path) -> None:
    path.rename(path.with_name("zoe.toml"))


def move(path: Path) -> None:
    path.parent.joinpath("group").mkdir()
    path.rename(path.parent / "group" / path.name)


def replace_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def copy(path: Path) -> None:
    write(path.with_name("anna (1).toml"), journal("p", machine="n"))


@pytest.mark.parametrize(
    "change",
    [change_content, change_with_the_same_size_and_time, damage, remove, rename, move, replace_by_a_folder, copy],
)
def test_changed_files_are_read_again(folder: Path, home: Path, change: Callable[[Path], None]) -> None:
    before = find(folder)
    time.sleep(0.05)
    change(folder / "anna.toml")
    found = find(folder)
    assert found.read <= 1
    assert found.numbers == without_index(home, folder).numbers
    assert found.numbers != before.numbers or change is move
    assert find(folder).read == 0


def test_repaired_file_is_no_longer_a_problem(folder: Path) -> None:
    find(folder)
    write(folder / "emil.toml", journal("a"))
    found = find(folder)
    assert (found.names, found.problems, found.read) == ([*NAMES, "emil"], [], 1)


def test_file_with_a_new_time_but_the_same_content_is_not_parsed(folder: Path, parsed: list[str]) -> None:
    find(folder)
    parsed.clear()
    os.utime(folder / "anna.toml", (1, 1))
    os.utime(folder / "emil.toml", (1, 1))
    found = find(folder)
    assert (found.read, parsed) == (2, [])
    assert (found.names, len(found.problems), find(folder).read) == (NAMES, 1, 0)


def test_file_written_right_before_is_read_again(tmp_path: Path, parsed: list[str]) -> None:
    path = write(tmp_path / "class" / "anna.toml", journal("a"))
    now = path.stat().st_mtime
    assert find(path, now=now + 0.5).done == {"anna": 1}
    # A change within the resolution of the clock, with the same size, is not seen in the time.
    version = path.stat()
    write(path, journal("q"))
    os.utime(path, ns=(version.st_atime_ns, version.st_mtime_ns))
    assert find(path, now=now + 1).members[0].numbers.done == 0
    parsed.clear()
    # It is read until it is old enough, but not parsed.
    assert (find(path, now=now + 1.5).read, find(path, now=now + 9).read, parsed) == (1, 1, [])
    assert find(path, now=now + 99).read == 0


def test_clock_that_was_set_back_changes_nothing(folder: Path) -> None:
    before = find(folder)
    os.utime(folder / "anna.toml", (2**32, 2**32))
    for now in (0, 10**9, 2**33):
        assert find(folder, now=now).numbers == before.numbers


def test_index_of_other_places_or_another_roadmap_is_another(folder: Path, home: Path) -> None:
    find(folder)
    find(folder / "anna.toml")
    assert len([*(home / "cache").iterdir()]) == 2


def test_index_of_another_version_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = find(folder)
    monkeypatch.setattr(analysis, "LAYOUT", analysis.LAYOUT + 1)
    after = find(folder)
    assert (after.read, after.numbers) == (5, before.numbers)
    monkeypatch.setattr(time, "tzname", ("EST", "EDT"))
    assert find(folder).read == 5


def test_deleting_the_index_changes_nothing(folder: Path, home: Path) -> None:
    before = find(folder)
    index_file(home).unlink()
    assert find(folder) == before


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


def test_unused_index_is_removed(folder: Path, home: Path) -> None:
    find(folder)
    old = index_file(home)
    os.utime(old, (1, 1))
    find(folder / "anna.toml")
    assert index_file(home) != old


def find_again(folder: Path) -> Found:
    """Find the learners, again if the index turns out to be damaged only when they are listed."""
    try:
        return find(folder)
    except FileInvalidError as error:
        assert "run the command again" in str(error)
        return find(folder)


@pytest.mark.parametrize(
    "change",
    ["percent = 7", "percent = NULL", "summary = x'00'", "problems = '[[1]'", "problems = '[]'", "checksum = 1"],
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
    process.wait(30)
    process.stdout.close()
    found = find(folder)
    assert found.read == 30
    assert found.numbers == without_index(home, folder).numbers
