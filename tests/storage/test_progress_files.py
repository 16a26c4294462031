import datetime as dt
from pathlib import Path

import pytest

from genai_roadmap.app.session import Session
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report.report import Report
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.storage import backups, progress_files, settings
from support import update_progress

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def new_stamp(now: dt.datetime) -> Stamp:
    return Session(None, lambda: now).new_stamp()


def mark(topic: str, days: int = 0, now: dt.datetime | None = None) -> None:
    stamp = Stamp(NOW + dt.timedelta(days=days), topic, "here")
    update_progress("small", lambda progress: progress.mark(Mark(Action.DONE), (topic,), stamp), now or NOW)


def test_empty_progress(home: Path) -> None:
    assert progress_files.load("small") == Progress(roadmap="small")
    assert not home.exists()


def test_progress_file_text() -> None:
    mark("a")
    assert progress_files.path_of("small").read_text() == (
        'format = 1\nroadmap = "small"\n\n[[changes]]\nid = "a"\nat = 2026-11-24 12:00:00+09:00\ndid = "done"\n'
        'topics = [\n    "a",\n]\nmachine = "here"\n'
    )
    assert progress_files.load("small").changes[0].topics == ("a",)


def test_unchanged_journal_is_not_written() -> None:
    mark("a")
    before = progress_files.path_of("small").stat()
    update_progress("small", lambda progress: progress, NOW)
    after = progress_files.path_of("small").stat()
    # Reading it may change the time of the last access.
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )
    assert len(backups.list_files(backups.folder("small"))) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('format = 1\nroadmap = "other"', "roadmap: is 'other', should be 'small'"),
        ('format = 1\nroadmap = "small"\nextra = 1', "unknown key `extra` (line 3)"),
        ('format = 1\nroadmap = "small"\n[[changes]]\nid = "x"\ndid = "done"', "`at` is missing (change 1, line 3)"),
        (
            'format = 1\nroadmap = "small"\n[[changes]]\nid = "x"\ndid = "sing"\nat = 2026-11-01',
            "`at` should be a time with an offset of hours and minutes, like 2026-11-24T18:00:00+01:00 (change 1, ",
        ),
    ],
)
def test_invalid_progress_file_is_rejected_and_kept(content: str, message: str) -> None:
    path = progress_files.path_of("small")
    path.parent.mkdir(parents=True)
    path.write_text(content)
    with pytest.raises(FileInvalidError) as raised:
        mark("a")
    assert f"{path}: {message}" in raised.value.problems[0]
    assert path.read_text() == content


def test_each_error_has_its_line() -> None:
    path = progress_files.path_of("small")
    path.parent.mkdir(parents=True)
    path.write_text('format = 1\nroadmap = "small"\n[[changes]]\nid = "x"\ndid = "sing"\nat = 2026-11-01')
    with pytest.raises(FileInvalidError) as raised:
        progress_files.load("small")
    assert [line.split("`")[1] for line in raised.value.problems] == ["at", "did"]
    assert [line[:6] for line in str(raised.value).splitlines()[1:]] == ["  `at`", "  `did", "No goo"]


def test_ten_latest_and_thirty_daily_backups_are_kept() -> None:
    for number in range(80):
        mark(f"t{number}", 0, NOW + dt.timedelta(days=number // 2, minutes=number % 2))
    kept = [len(_changes(path)) for _, _, path in backups.list_files(backups.folder("small"))]
    assert kept[:10] == [*range(80, 70, -1)]
    assert kept[10:] == [*range(70, 20, -2)], "the newest backup of each of 25 older days; older ones are removed"


def _changes(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line == "[[changes]]"]


def test_manual_edits_are_backed_up_before_replacement() -> None:
    mark("a")
    path = progress_files.path_of("small")
    path.write_text(f"# By hand.\n{path.read_text()}")
    mark("b", 1)
    kept = [backup.read_text() for _, _, backup in backups.list_files(backups.folder("small"))]
    assert sorted(text.startswith("# By hand.") for text in kept) == [False, True, True]
    assert sorted(len(_changes(backup)) for _, _, backup in backups.list_files(backups.folder("small"))) == [1, 1, 2]


def test_stamps_have_unique_ids_and_the_machine() -> None:
    first, second = new_stamp(NOW), new_stamp(NOW)
    assert first.id != second.id
    assert first.machine == second.machine == settings.load().machine
    assert first.at == NOW


def test_unknown_topics_are_kept_and_reported(roadmap: Roadmap) -> None:
    mark("gone")
    mark("a", 1)
    assert [change.topics for change in progress_files.load("small").changes] == [("gone",), ("a",)]
    (problem,) = Report.of(roadmap, progress_files.load("small")).problems(NOW + dt.timedelta(days=2))
    assert "'gone' has progress, but is not in the roadmap" in problem


def test_settings_are_kept(home: Path) -> None:
    assert settings.load().active is None
    settings.update(lambda now: now.model_copy(update={"active": "small"}))
    machine = settings.machine()
    assert settings.load() == settings.Settings(active="small", machine=machine)
    (home / "settings.toml").write_text("format = 1\nactive = 3")
    with pytest.raises(FileInvalidError, match=r"settings\.toml: `active` should be the ID of a roadmap"):
        settings.load()


def test_settings_file_has_only_what_was_set(home: Path) -> None:
    settings.update(lambda now: now.model_copy(update={"name": "Ada", "streak": True}))
    assert (home / "settings.toml").read_text() == 'format = 1\nname = "Ada"\nstreak = true\n'


@pytest.mark.parametrize("line", ['name = ""', 'name = "a\\u001bb"', 'pager = "a\\nb"', "streak = 1", "rest_days = 7"])
def test_invalid_setting_is_named(home: Path, line: str) -> None:
    home.mkdir()
    (home / "settings.toml").write_text(f"format = 1\n{line}\n")
    with pytest.raises(FileInvalidError, match=rf"settings\.toml: `{line.partition(' ')[0]}`:? .*\(line 2\)"):
        settings.load()


def test_invalid_machine_name_is_rejected(home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('format = 1\nmachine = "My Laptop"')
    with pytest.raises(FileInvalidError, match=r"settings\.toml: `machine` "):
        new_stamp(NOW)


def test_utc_times_are_shown_in_the_local_zone() -> None:
    path = progress_files.path_of("small")
    path.parent.mkdir(parents=True)
    path.write_text(
        'format = 1\nroadmap = "small"\n'
        '[[changes]]\nid = "x"\nat = 2026-11-24T20:00:00Z\ndid = "done"\ntopics = ["a"]\n'
        '[[changes]]\nid = "y"\nat = 2026-11-24T20:00:00-08:00\ndid = "done"\ntopics = ["b"]\n'
    )
    in_tokyo, recorded_with_its_zone = progress_files.load("small").changes
    assert in_tokyo.day == dt.date(2026, 11, 25)
    assert recorded_with_its_zone.day == dt.date(2026, 11, 24)


def test_backups_with_the_same_time_are_all_kept() -> None:
    for number in range(4):
        mark(f"t{number}")
    assert [len(_changes(path)) for _, _, path in backups.list_files(backups.folder("small"))] == [4, 3, 2, 1]


def test_wrong_clock_removes_no_backup() -> None:
    for number in range(20):
        mark(f"t{number}", 0, NOW + dt.timedelta(days=number if number < 19 else 2000))
    mark("last", 0, NOW + dt.timedelta(days=20))
    assert len(backups.list_files(backups.folder("small"))) == 21


def test_broken_link_is_not_an_empty_journal(tmp_path: Path) -> None:
    path = progress_files.path_of("small")
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "not" / "mounted.toml")
    with pytest.raises(FileInvalidError, match=r"is a link to .*mounted\.toml, which does not exist"):
        progress_files.load("small")
    with pytest.raises(FileInvalidError, match="is a link to"):
        mark("a")
    assert not (tmp_path / "not").exists()
    path.unlink()
    path.symlink_to(path)
    with pytest.raises(FileInvalidError, match="can't be read: "):
        mark("a")


def test_list_and_restore_backups() -> None:
    for number, topic in enumerate("abc"):
        mark(topic, number, NOW + dt.timedelta(hours=number))
    assert [(version.number, version.done) for version in progress_files.list_backups("small")] == [
        (1, 3),
        (2, 2),
        (3, 1),
    ]
    content, progress = progress_files.read_backup("small", 3)
    assert progress.done == 1
    progress_files.restore("small", content, progress_files.read_content("small"), NOW + dt.timedelta(hours=3))
    assert progress_files.load("small").done == 1
    assert progress_files.read_backup("small", 2)[1].done == 3, "the content that was replaced"
    with pytest.raises(RequestError, match="no backup 9"):
        progress_files.read_backup("small", 9)


def test_damaged_file_is_kept_and_names_the_backup() -> None:
    mark("a")
    progress_files.path_of("small").write_text("format = 1\n<<<<<<<")
    command = "genai-roadmap restore 1 --roadmap small"
    with pytest.raises(FileInvalidError, match=rf"good backup \(.*, with 1 done\) with `{command}`"):
        progress_files.load("small")
    current = progress_files.read_content("small")
    progress_files.restore("small", progress_files.read_backup("small", 1)[0], current, NOW)
    assert progress_files.load("small").done == 1
    damaged = next(version.number for version in progress_files.list_backups("small") if version.is_damaged)
    with pytest.raises(FileInvalidError):
        progress_files.read_backup("small", damaged)


def test_newer_format_suggests_an_upgrade_not_a_backup() -> None:
    mark("a")
    progress_files.path_of("small").write_text("format = 2")
    with pytest.raises(FileInvalidError, match=r"upgrade genai-roadmap$"):
        progress_files.load("small")


def test_damaged_file_without_a_backup() -> None:
    path = progress_files.path_of("small")
    path.parent.mkdir(parents=True)
    path.write_text("")
    with pytest.raises(FileInvalidError, match="; no good backup is available"):
        progress_files.load("small")


@pytest.mark.parametrize("content", [b"", b" \n"])
def test_an_empty_file_is_called_so(content: bytes) -> None:
    mark("a")
    file = progress_files.path_of("small")
    file.write_bytes(content)
    with pytest.raises(FileInvalidError, match=r"small\.toml is empty; restore the newest good backup"):
        progress_files.load("small")


def test_conflict_copies_are_found() -> None:
    mark("a")
    folder = progress_files.path_of("small").parent
    for name in (
        "small (conflicted copy 2026-11-24).toml",
        "small.sync-conflict-20261124-120000-ABCDEFG.toml",
        "small 2.toml",
        "smaller.toml",
        "small-other.toml",
    ):
        (folder / name).touch()
    assert len(progress_files.conflict_copies("small")) == 3


def test_the_same_changes_are_not_written_again() -> None:
    mark("a")
    file = progress_files.path_of("small")
    file.write_text(f"{file.read_text()}# mine")
    before = file.read_text()
    update_progress("small", lambda progress: Progress.of("small", progress.changes), NOW)
    assert (file.read_text(), len(backups.list_files(backups.folder("small")))) == (before, 1)
