import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cohorts import NAMES, find, index_file, journal, without_index, write, write_four
from genai_roadmap.cohort import analysis
from genai_roadmap.storage import journal_toml


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_four(tmp_path / "class")


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


def test_unused_index_is_removed(folder: Path, home: Path) -> None:
    find(folder)
    old = index_file(home)
    os.utime(old, (1, 1))
    find(folder / "anna.toml")
    assert index_file(home) != old
