"""Random writing commands on two home folders, while clocks and modification times jump, lose no recorded change."""

import datetime as dt
import os
import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from genai_roadmap.cli import output
from genai_roadmap.progress.change import in_local_zone
from support import run_program

START = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
VERSION = """\
format = 1
id = "mine"
version = "{version}"
title = "Mine"

[[steps]]
slug = "first"
title = "First"
topics = [{{ slug = "one", title = "One" }}, {{ slug = "topic-{version}", title = "Topic {version}" }}]
"""

homes = st.sampled_from(["laptop", "desktop"])
roadmap_ids = st.sampled_from(["genai-engineer", "mine"])
topics = st.sampled_from(["1.1", "1.2", "1"])
versions = st.integers(1, 3)


class Homes(RuleBasedStateMachine):
    """The model is the set of changes that were ever in each journal."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.patch = pytest.MonkeyPatch()
        self.time = START
        self.patch.setattr(output, "now", lambda: in_local_zone(self.time))
        self.recorded: dict[Path, set[str]] = {}
        self.unread: set[str] = set()
        for home in ("laptop", "desktop"):
            self.save_version(1, home)
            for roadmap in ("genai-engineer", "mine"):
                for topic in ("1.1", "1.2"):
                    self.mark(home, roadmap, "done", topic)
                    self.note(home, roadmap, topic)

    def teardown(self) -> None:
        self.patch.undo()
        self.folder.cleanup()

    def path(self, *parts: str) -> Path:
        return Path(self.folder.name, *parts)

    def run(self, home: str, *arguments: str) -> int:
        self.patch.setenv("GENAI_ROADMAP_HOME", str(self.path(home)))
        self.unread.add(home)
        self.time += dt.timedelta(seconds=1)
        run = run_program(*arguments)
        assert run.code in {0, 1}, (arguments, run)
        return run.code

    def journals(self) -> dict[Path, set[str]]:
        return {
            file: {change["id"] for change in tomllib.loads(file.read_text()).get("changes", [])}
            for file in self.path().glob("*/progress/*.toml")
        }

    @rule(home=homes, roadmap=roadmap_ids, action=st.sampled_from(["done", "start", "skip", "reset"]), topic=topics)
    def mark(self, home: str, roadmap: str, action: str, topic: str) -> None:
        self.run(home, "--roadmap", roadmap, action, topic)

    @rule(home=homes, roadmap=roadmap_ids, action=st.sampled_from(["read", "unread"]), topic=topics)
    def tick(self, home: str, roadmap: str, action: str, topic: str) -> None:
        self.run(home, "--roadmap", roadmap, action, topic)

    @rule(home=homes, roadmap=roadmap_ids, topic=topics)
    def note(self, home: str, roadmap: str, topic: str) -> None:
        self.run(home, "--roadmap", roadmap, "note", topic, f"at {self.time}")

    @rule(home=homes, roadmap=roadmap_ids, command=st.sampled_from(["undo", "redo"]))
    def undo_or_redo(self, home: str, roadmap: str, command: str) -> None:
        self.run(home, "--roadmap", roadmap, command)

    @rule(home=homes, roadmap=roadmap_ids, days=st.integers(1, 300))
    def goal(self, home: str, roadmap: str, days: int) -> None:
        self.run(home, "--roadmap", roadmap, "goal", f"{self.time.date() + dt.timedelta(days=days)}")

    @rule(version=versions, home=homes)
    def save_version(self, version: int, home: str) -> None:
        file = self.path("mine.toml")
        file.write_text(VERSION.format(version=version))
        self.run(home, "import", str(file))

    @rule(version=versions, home=homes)
    def edit(self, version: int, home: str) -> None:
        file = self.path("edited.toml")
        file.write_text(VERSION.format(version=version))
        self.patch.setenv("EDITOR", f"cp {file}")
        self.run(home, "--roadmap", "mine", "edit")

    @rule(roadmap=roadmap_ids, pair=st.sampled_from([("laptop", "desktop"), ("desktop", "laptop")]))
    def send_archive(self, roadmap: str, pair: tuple[str, str]) -> None:
        archive = self.path("archive.json")
        if not self.run(pair[0], "--roadmap", roadmap, "export", "json", "-o", str(archive), "--force"):
            self.run(pair[1], "import", str(archive))

    @rule(home=homes, command=st.sampled_from(["use", "remove", "new"]), roadmap=roadmap_ids | st.just("another"))
    def manage(self, home: str, command: str, roadmap: str) -> None:
        self.run(home, command, roadmap)

    @rule(home=homes, roadmap=roadmap_ids, number=st.integers(1, 4))
    def restore(self, home: str, roadmap: str, number: int) -> None:
        file = self.path(home, "progress", f"{roadmap}.toml")
        before = file.read_bytes() if file.exists() else b""
        if not self.run(home, "--roadmap", roadmap, "restore", str(number)) and file.read_bytes() != before:
            assert before in [backup.read_bytes() for backup in self.path(home, "backups", roadmap).glob("*.toml")]

    @rule(days=st.integers(-800, 800))
    def set_clock(self, days: int) -> None:
        self.time = START + dt.timedelta(days=days)
        self.unread = {"laptop", "desktop"}

    @rule(home=homes, days=st.integers(-3000, 3000))
    def set_modification_times(self, home: str, days: int) -> None:
        self.unread.add(home)
        for file in self.path(home).rglob("*.toml"):
            seconds = START.timestamp() + 86_400 * days
            os.utime(file, (seconds, seconds))

    @invariant()
    def nothing_recorded_is_lost(self) -> None:
        found = self.journals()
        for file, changes in self.recorded.items():
            assert changes <= found[file]
        self.recorded = found

    @invariant()
    def every_home_can_be_read(self) -> None:
        """Read each home that is not as it was when it was last read."""
        for home in sorted(self.unread):
            for arguments in (["status"], ["restore"]):
                assert self.run(home, *arguments) == 0, (home, arguments)
        self.unread.clear()


TestHomes = Homes.TestCase
TestHomes.settings = settings(max_examples=settings().max_examples // 12, stateful_step_count=15, deadline=None)
