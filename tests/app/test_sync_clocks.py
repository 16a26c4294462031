"""Machines whose clocks are wrong."""

import datetime as dt
import re

import pytest

from genai_roadmap.cli import output
from machines import Machines, other_journal, put

PATH = "journals/genai-engineer/abc.toml"


def dated(days: float, change: str, topic: str = "cnns") -> str:
    """Return a journal with a change of another machine whose clock is that many days ahead."""
    at = output.now().astimezone(dt.UTC) + dt.timedelta(days=days)
    return other_journal(change, topic=topic).replace("2026-11-01T10:00:00+09:00", f"{at:%Y-%m-%dT%H:%M:%SZ}")


def changes_of(journal: str) -> str:
    return journal.partition("\n\n")[2]


def test_changes_of_a_clock_far_ahead_are_skipped_and_named(machines: Machines) -> None:
    put(machines, {PATH: f"{dated(-1, 'c1')}\n{changes_of(dated(30_000, 'c2', 'rnns'))}"})
    put(machines, {"machines/abc.toml": 'format = 1\nname = "desk"\n'})
    for _ in range(2):
        [problem] = machines.sync("a")["problems"]
        assert f"{PATH}: 1 change is dated in the future, up to " in problem
        assert problem.endswith(
            ", unless the clock of this machine is wrong; skipped until then. Check the clock of desk"
        )
    assert machines.changes("a").keys() == {"c1"}
    assert "clock" not in machines.ok("a", "done", "rnns").out
    assert machines.sync("a")["sent"] == 1
    assert not [path for path, content in machines.remote_files().items() if '"c2"' in content and path != PATH]
    assert machines.ok("a", "check").out == "No problems found.\n"


def test_on_a_new_machine_too_they_are_skipped(machines: Machines) -> None:
    put(machines, {PATH: dated(30_000, "c1")})
    result = machines.sync("a")
    assert (result["received"], len(result["problems"])) == (0, 1)
    assert machines.changes("a") == {}


def test_changes_of_a_clock_that_is_nearly_right_are_merged(machines: Machines) -> None:
    put(machines, {PATH: dated(1, "c1", "rnns")})
    result = machines.sync("a")
    assert (result["received"], result["problems"]) == (1, [])
    machines.ok("a", "reset", "rnns")
    machines.sync("a")
    machines.sync("b")
    assert machines.ok("b", "show", "rnns", "--json").json["status"] == "todo", "the later command counts"


def test_a_machine_whose_clock_was_wrong_says_what_to_correct(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(output, "now", lambda: dt.datetime(2100, 1, 15, 12, tzinfo=dt.UTC))
        machines.ok("a", "done", "cnns")
        machines.sync("a")
    machines.ok("a", "done", "rnns")
    [problem] = machines.sync("a")["problems"]
    file = machines.home("a") / "progress" / "genai-engineer.toml"
    assert problem.startswith(f"{file}: 2 changes are dated in the future, up to 15 Jan 2100; skipped by your other")
    assert machines.sync("b")["received"] == 0
    file.write_text(file.read_text().replace("at = 2100-01-15", "at = 2026-11-02"))
    assert (machines.sync("a")["problems"], machines.sync("b")["received"]) == ([], 2)
    assert "clock" not in machines.ok("a", "reset", "rnns").out
    assert machines.changes("b").items() < machines.changes("a").items()


def test_changes_of_others_dated_too_late_that_are_recorded_here_are_to_be_corrected_too(machines: Machines) -> None:
    file = machines.home("a") / "progress" / "genai-engineer.toml"
    file.parent.mkdir()
    file.write_text(dated(400, "c1"))
    machines.ok("a", "done", "rnns")
    for count in (2, 3):
        [problem] = machines.sync("a")["problems"]
        assert problem.startswith(f"{file}: {count} changes are dated in the future, up to ")
        assert "correct the times (at) there, also of changes of other machines, and sync again" in problem
        machines.ok("a", "note", "rnns", "more")
    years = {change["at"].year for change in machines.changes("a").values()}
    file.write_text(re.sub(f"at = ({'|'.join(map(str, years))})-", "at = 2024-", file.read_text()))
    assert (machines.sync("a")["problems"], machines.sync("b")["received"]) == ([], 4)
