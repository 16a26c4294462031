import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cohorts import NAMES, TODAY, find, index_file, journal, without_index, write, write_four
from genai_roadmap.cohort import analysis
from genai_roadmap.cohort.analysis import Options, analyzed
from genai_roadmap.cohort.batches import Context
from genai_roadmap.cohort.index import _LEADERS
from genai_roadmap.cohort.index_file import open_index
from genai_roadmap.cohort.sources import Sources
from genai_roadmap.report.cohort import Question
from genai_roadmap.roadmap.models import Roadmap
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


def names_of(folder: Path, roadmap: Roadmap, leaders: int, *, is_anonymous: bool) -> list[str]:
    """Return the shown names of the learners with the highest percentages, of 0 those of all."""
    options, context = Options({}, jobs=1, is_anonymous=is_anonymous), Context(roadmap, Question(TODAY))
    with analyzed(Sources([str(folder)], roadmap.id, time.time_ns()), context, options, lambda *_: None) as found:
        return [member.name for member in found.members(leaders)]


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_of_leaders_who_are_tied_the_shown_names_say_who_is_left_out(
    tmp_path: Path,
    roadmap: Roadmap,
    is_anonymous: bool,  # noqa: FBT001 - a case
) -> None:
    tied = ["Çelik", "anna", "Bob", "dora", "emil", "fay"]
    for name in tied:
        write(tmp_path / "class" / f"{name}.toml", journal("a"))
    write(tmp_path / "class" / "nobody.toml", journal())
    write(tmp_path / "class" / "zoe.toml", journal("a", "b"))
    write(tmp_path / "class" / "later.toml", journal("a", day="2026-11-21"))
    shown = names_of(tmp_path / "class", roadmap, 100, is_anonymous=is_anonymous)
    assert len(shown) == 8
    # The first by percentage, those who reached theirs first by the shown name, and the later one.
    assert shown[1:7] == [
        name for name in names_of(tmp_path / "class", roadmap, 0, is_anonymous=is_anonymous) if name in shown[1:7]
    ]
    if not is_anonymous:
        assert shown == ["zoe", "anna", "Bob", "Çelik", "dora", "emil", "fay", "later"]
    for leaders in range(1, 10):
        assert names_of(tmp_path / "class", roadmap, leaders, is_anonymous=is_anonymous) == shown[:leaders]


def test_leaders_are_found_without_reading_all_learners() -> None:
    with open_index(None, "") as index:
        plan = [row[-1] for row in index._connection.execute(f"EXPLAIN QUERY PLAN {_LEADERS}", {"n": 20})]  # noqa: SLF001
    assert "SEARCH learners USING INDEX leaders (percent>?)" in plan
    assert not [step for step in plan if step.startswith("SCAN learners")]
