import datetime as dt
import os
import time
from pathlib import Path

import pytest

from genai_roadmap import backups, settings, store
from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress import Did, Mark, Progress, Stamp
from genai_roadmap.roadmap import Roadmap

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def mark(topic: str, days: int = 0) -> None:
    stamp = Stamp(NOW + dt.timedelta(days=days), topic, "here")
    store.update("small", lambda progress: (progress.mark(Mark(Did.DONE), (topic,), stamp), None))


def test_nothing_recorded_yet(home: Path) -> None:
    assert store.load("small") == Progress(roadmap="small")
    assert not home.exists()


def test_the_file_reads_as_the_design_says() -> None:
    mark("a")
    assert store.path_of("small").read_text() == (
        'format = 1\nroadmap = "small"\n\n[[changes]]\nid = "a"\nat = 2026-11-24 12:00:00+09:00\ndid = "done"\n'
        'topics = [\n    "a",\n]\nmachine = "here"\n'
    )
    assert store.load("small").changes[0].topics == ("a",)


def test_an_unchanged_journal_is_not_written() -> None:
    mark("a")
    before = store.path_of("small").stat()
    assert store.update("small", lambda progress: (progress, "result")) == "result"
    assert store.path_of("small").stat() == before
    assert backups.kept("small") == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('format = 1\nroadmap = "other"', "roadmap: holds progress on 'other', not on 'small'"),
        ('format = 1\nroadmap = "small"\nextra = 1', "extra: is not a key that this file knows"),
        ('format = 1\nroadmap = "small"\n[[changes]]\nid = "x"\ndid = "done"', "changes[0].at: is missing"),
        (
            'format = 1\nroadmap = "small"\n[[changes]]\nid = "x"\ndid = "sing"\nat = 2026-11-01',
            "changes[0].at: ",
        ),
    ],
)
def test_a_file_that_is_not_right_is_refused_and_kept(content: str, sentence: str) -> None:
    path = store.path_of("small")
    path.parent.mkdir(parents=True)
    path.write_text(content)
    with pytest.raises(FileInvalidError) as raised:
        mark("a")
    assert f"{path}: {sentence}" in str(raised.value)
    assert path.read_text() == content


def test_each_mistake_is_a_line() -> None:
    path = store.path_of("small")
    path.parent.mkdir(parents=True)
    path.write_text('format = 1\nroadmap = "small"\n[[changes]]\nid = "x"\ndid = "sing"\nat = 2026-11-01')
    with pytest.raises(FileInvalidError) as raised:
        store.load("small")
    assert [line.split(": ")[1] for line in str(raised.value).splitlines()] == ["changes[0].at", "changes[0].did"]


def test_the_last_ten_versions_are_kept_and_one_a_day() -> None:
    path = store.path_of("small")
    now = dt.datetime.fromtimestamp(time.time(), dt.UTC)
    for number in range(60):
        mark(f"t{number}", number)
        # Two versions on each of 24 days, twelve on the last.
        at = now - dt.timedelta(days=max(0, 24 - number // 2), minutes=60 - number)
        os.utime(path, (at.timestamp(), at.timestamp()))
    kept = [path for path, _ in backups.kept("small")]
    assert len(kept) == len({backup.name for backup in kept})
    assert [len(_changes(backup)) for backup in kept[:10]] == [*range(59, 49, -1)]
    days = [backup.name[:10] for backup in kept]
    assert len(set(days)) == len(set(days[10:]) | set(days[:10])) == 25
    assert len(days[10:]) == len(set(days[10:]))


def test_backups_older_than_a_month_go() -> None:
    path = store.path_of("small")
    now = dt.datetime.fromtimestamp(time.time(), dt.UTC)
    for number in range(20):
        mark(f"t{number}", number)
        at = now - dt.timedelta(days=200 - number) if number < 8 else now + dt.timedelta(seconds=number)
        os.utime(path, (at.timestamp(), at.timestamp()))
    assert len(backups.kept("small")) == 10


def _changes(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line == "[[changes]]"]


def test_a_backup_is_copied_where_it_cannot_be_linked(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_paths: object) -> None:
        raise OSError(95, "Operation not supported")

    mark("a")
    monkeypatch.setattr(os, "link", no_links)
    mark("b", 1)
    ((backup, _),) = backups.kept("small")
    assert len(_changes(backup)) == 1


def test_stamps_have_ids_of_their_own_and_the_machine() -> None:
    first, second = store.stamp(NOW), store.stamp(NOW)
    assert first.id != second.id
    assert first.machine == second.machine == settings.load().machine
    assert first.at == NOW


def test_topics_that_the_roadmap_does_not_have_are_kept_and_reported(roadmap: Roadmap) -> None:
    mark("gone")
    mark("a", 1)
    assert [change.topics for change in store.load("small").changes] == [("gone",), ("a",)]
    (problem,) = store.problems(roadmap, NOW + dt.timedelta(days=2))
    assert "'gone' is marked or noted, and the roadmap does not have it" in problem


def test_settings_are_kept(home: Path) -> None:
    assert settings.load().active is None
    settings.update(active="small")
    machine = settings.machine()
    assert settings.load() == settings.Settings(active="small", machine=machine)
    (home / "settings.toml").write_text("format = 1\nactive = 3")
    with pytest.raises(FileInvalidError, match=r"settings\.toml: active: "):
        settings.load()
