"""The reminder of changes that were not sent."""

import datetime as dt
import shutil

import pytest

from genai_roadmap.cli import output
from genai_roadmap.progress.change import in_local_zone
from machines import Machines, other_journal, put


def test_status_reminds_of_changes_that_were_not_sent(with_folder: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    start = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
    time = [start]
    monkeypatch.setattr(output, "now", lambda: in_local_zone(time[0]))
    with_folder.sync("a")
    time[0] += dt.timedelta(hours=1)
    with_folder.ok("a", "done", "cnns")
    shutil.rmtree(with_folder.location)
    expected = "1 change not sent to your other machines for 4 days: genai-roadmap sync"
    for days, is_shown in ((2, False), (4, True), (4, False), (5, True)):
        time[0] = start + dt.timedelta(days=days, hours=2)
        shown = with_folder.ok("a", "status").out
        assert (expected.replace("4", str(days)) in shown) == is_shown, days
    with_folder.location.mkdir()
    with_folder.sync("a")
    time[0] += dt.timedelta(days=9)
    assert "not sent" not in with_folder.ok("a", "status").out


def test_reminder_is_about_own_changes_and_not_used_up_by_json(
    with_folder: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = dt.datetime(2026, 10, 30, 12, 0, tzinfo=dt.UTC)
    time = [start]
    monkeypatch.setattr(output, "now", lambda: in_local_zone(time[0]))
    put(with_folder, {"journals/genai-engineer/abc.toml": other_journal("later than the sync".replace(" ", ""))})
    assert with_folder.sync("a")["received"] == 1
    time[0] += dt.timedelta(days=20)
    assert "not sent" not in with_folder.ok("a", "status").out
    with_folder.ok("a", "done", "rnns")
    time[0] += dt.timedelta(days=4)
    with_folder.ok("a", "status", "--json")
    assert "1 change not sent to your other machines for 4 days" in with_folder.ok("a", "status").out


def test_status_without_a_writable_home_does_not_remind(with_folder: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    with_folder.ok("a", "done", "cnns")
    later = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
    monkeypatch.setattr(output, "now", lambda: in_local_zone(later))
    (with_folder.home("a") / "sync" / "reminded").mkdir()
    assert "not sent" not in with_folder.ok("a", "status").out
    (with_folder.home("a") / "sync" / "reminded").rmdir()
    shutil.rmtree(with_folder.home("a") / "sync")
    (with_folder.home("a") / "sync").write_text("a file")
    assert "not sent" not in with_folder.ok("a", "status").out
