import datetime as dt
import os
import time
from pathlib import Path

import pytest

from genai_roadmap import backups, settings, store
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.progress import Did, Mark, Progress, Stamp
from genai_roadmap.report import Report
from genai_roadmap.roadmap import Roadmap

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def mark(topic: str, days: int = 0, now: dt.datetime | None = None) -> None:
    stamp = Stamp(NOW + dt.timedelta(days=days), topic, "here")
    store.update("small", lambda progress: (progress.mark(Mark(Did.DONE), (topic,), stamp), None), now or NOW)


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
    assert store.update("small", lambda progress: (progress, "result"), NOW) == "result"
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
        mark(f"t{number}", number, now)
        # Two versions on each of 24 days, twelve on the last.
        at = now - dt.timedelta(days=max(0, 24 - number // 2), minutes=60 - number)
        os.utime(path, (at.timestamp(), at.timestamp()))
    kept = [path for path, _ in backups.kept("small")]
    assert len(kept) == len({backup.name for backup in kept})
    assert [len(_changes(backup)) for backup in kept[:10]] == [*range(59, 49, -1)]
    days = [backup.name[:10] for backup in kept]
    assert len(set(days)) == 25, "none of the days is lost"
    assert len(days[10:]) == len(set(days[10:])), "and of the older ones there is one each"


def test_backups_older_than_a_month_go() -> None:
    path = store.path_of("small")
    now = dt.datetime.fromtimestamp(time.time(), dt.UTC)
    for number in range(20):
        mark(f"t{number}", number, now)
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
    (problem,) = Report.of(roadmap, store.load("small")).problems(NOW + dt.timedelta(days=2))
    assert "'gone' is marked or noted, and the roadmap does not have it" in problem


def test_settings_are_kept(home: Path) -> None:
    assert settings.load().active is None
    settings.update(lambda now: now.model_copy(update={"active": "small"}))
    machine = settings.machine()
    assert settings.load() == settings.Settings(active="small", machine=machine)
    (home / "settings.toml").write_text("format = 1\nactive = 3")
    with pytest.raises(FileInvalidError, match=r"settings\.toml: active: "):
        settings.load()


def test_a_name_for_the_machine_has_to_be_one(home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('format = 1\nmachine = "My Laptop"')
    with pytest.raises(FileInvalidError, match=r"settings\.toml: machine: "):
        store.stamp(NOW)


def test_times_in_utc_are_of_the_learners_zone() -> None:
    path = store.path_of("small")
    path.parent.mkdir(parents=True)
    path.write_text(
        'format = 1\nroadmap = "small"\n'
        '[[changes]]\nid = "x"\nat = 2026-11-24T20:00:00Z\ndid = "done"\ntopics = ["a"]\n'
        '[[changes]]\nid = "y"\nat = 2026-11-24T20:00:00-08:00\ndid = "done"\ntopics = ["b"]\n'
    )
    in_tokyo, recorded_with_its_zone = store.load("small").changes
    assert in_tokyo.day == dt.date(2026, 11, 25)
    assert recorded_with_its_zone.day == dt.date(2026, 11, 24)


def test_versions_of_one_moment_are_all_kept() -> None:
    for number in range(4):
        mark(f"t{number}")
        os.utime(store.path_of("small"), (NOW.timestamp(), NOW.timestamp()))
    assert [len(_changes(path)) for path, _ in backups.kept("small")] == [3, 2, 1]


def test_a_file_from_the_future_lets_no_backup_go() -> None:
    path = store.path_of("small")
    for number in range(20):
        mark(f"t{number}", number, NOW)
        at = NOW - dt.timedelta(days=20 - number) if number < 19 else NOW + dt.timedelta(days=2000)
        os.utime(path, (at.timestamp(), at.timestamp()))
    mark("last", 30, NOW)
    assert len(backups.kept("small")) == 20


def test_a_link_that_leads_nowhere_is_not_an_empty_journal(tmp_path: Path) -> None:
    path = store.path_of("small")
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "not" / "mounted.toml")
    with pytest.raises(FileInvalidError, match=r"is a link to .*mounted\.toml, which is not there"):
        store.load("small")
    with pytest.raises(FileInvalidError, match="is a link to"):
        mark("a")
    assert not (tmp_path / "not").exists()
    path.unlink()
    path.symlink_to(path)
    with pytest.raises(FileInvalidError, match="can't be read: "):
        mark("a")


def test_restoring_and_what_leads_there() -> None:
    for number, topic in enumerate("abc"):
        mark(topic, number)
    newest, oldest = store.versions("small")
    assert (newest.number, oldest.number) == (1, 2)
    assert newest.progress
    assert newest.progress.done == 2
    path, progress = store.version("small", 2)
    assert progress.done == 1
    store.restore("small", path, NOW)
    assert store.load("small").done == 1
    store.path_of("small").write_text("format = 1\n<<<<<<<")
    with pytest.raises(
        FileInvalidError, match=r"newest good backup is of .* with 3 changes: `genai-roadmap restore 1`"
    ):
        store.load("small")
    store.restore("small", store.version("small", 1)[0], NOW)
    assert store.load("small").done == 3
    assert store.versions("small")[0].progress is None, "what was damaged is kept too"
    with pytest.raises(FileInvalidError):
        store.version("small", 1)
    with pytest.raises(RequestError, match="there is no backup 9"):
        store.version("small", 9)


def test_where_there_is_no_backup_that_is_said() -> None:
    mark("a")
    store.path_of("small").write_text("")
    with pytest.raises(FileInvalidError, match="; there is no good backup of it"):
        store.load("small")


def test_conflict_copies_are_found() -> None:
    mark("a")
    folder = store.path_of("small").parent
    for name in (
        "small (conflicted copy 2026-11-24).toml",
        "small.sync-conflict-20261124-120000-ABCDEFG.toml",
        "small 2.toml",
        "smaller.toml",
        "small-other.toml",
    ):
        (folder / name).touch()
    assert len(store.conflict_copies("small")) == 3
