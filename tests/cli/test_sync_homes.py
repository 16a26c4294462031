"""Random commands and syncs on several machines in any order end in the same state, and lose no change."""

import itertools
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from genai_roadmap.app import sync_run
from machines import Machines, bare_repository, put, remove

# A longer run: GENAI_ROADMAP_SYNC_RUNS=300 pytest tests/cli/test_sync_homes.py
RUNS = int(os.environ.get("GENAI_ROADMAP_SYNC_RUNS", "4"))
STEPS = 18
TOPICS = ("1.1", "1.2", "cnns", "rnns", "kubeflow")


class Scenario:
    """Machines on which a seeded random sequence of commands runs; `recorded` has every change that was ever made."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - commands, not secrets
        self.is_git = seed % 2 == 0
        location = bare_repository(folder / "remote") if self.is_git else folder / "shared"
        self.machines = Machines(folder, location)
        self.names = [f"m{number}" for number in range(2 + seed % 4)]
        self.machines.join(*self.names)
        self.versions = itertools.count(1)
        self.recorded: set[str] = set()

    def step(self) -> None:
        name, topic = self.random.choice(self.names), self.random.choice(TOPICS)
        run, choice = self.machines.run, self.random.choice
        steps: dict[str, Callable[[], object]] = {
            "mark": lambda: run(name, choice(["done", "start", "skip", "reset"]), topic),
            "mark own": lambda: run(name, "--roadmap", "mine", "done", "one"),
            "read": lambda: run(name, choice(["read", "unread"]), topic),
            "review": lambda: run(name, "review", topic, choice(["again", "good"])),
            "note": lambda: run(name, "note", topic, f"note {next(self.versions)}"),
            "undo": lambda: run(name, choice(["undo", "redo"])),
            "restore": lambda: run(name, "restore", str(self.random.randint(1, 4))),
            "edit note": lambda: self.edit_note(name),
            "edit roadmap": lambda: self.machines.save_roadmap(name, next(self.versions)),
            "remove roadmap": lambda: run(name, "remove", "mine"),
            "sync": lambda: self.machines.sync(name),
            "damage": self.damage,
            "copy": self.overwrite_with_older_copies,
            "lose": lambda: shutil.rmtree(self.machines.home(name) / "sync", ignore_errors=True),
        }
        steps[choice([*steps, "mark", "undo", "sync", "sync", "sync"])]()
        self.check_nothing_is_lost()

    def edit_note(self, name: str) -> None:
        """Edit a note in a progress file, of this or of another machine, as an editor does."""
        file = self.machines.home(name) / "progress" / "genai-engineer.toml"
        notes = [change["note"] for change in self.machines.changes(name).values() if "note" in change]
        if notes:
            old, new = f'"{self.random.choice(notes)}"', f'"note {next(self.versions)}"'
            file.write_text(file.read_text().replace(old, new))

    def damage(self) -> None:
        """Truncate a shared file, or overwrite its end."""
        files = self.machines.remote_files()
        if files:
            path = self.random.choice(sorted(files))
            end = self.random.choice(["", "\0", "= [", '"""'])
            put(self.machines, {path: files[path][: self.random.randrange(len(files[path]))] + end})

    def overwrite_with_older_copies(self) -> None:
        """Keep some of the shared files, or replace some by those that were kept before, as slow copying does."""
        kept = self.machines.folder / "kept"
        if self.is_git:
            return
        if not kept.exists():
            shutil.copytree(self.machines.location, kept)
            return
        for file in kept.rglob("*.toml"):
            if self.random.random() < 0.5:
                shutil.copy2(file, self.machines.location / file.relative_to(kept))
        shutil.rmtree(kept)

    def ids(self, name: str) -> set[str]:
        return {*self.machines.changes(name), *self.machines.changes(name, "mine")}

    def check_nothing_is_lost(self) -> None:
        everywhere = set[str]().union(*map(self.ids, self.names))
        assert self.recorded <= everywhere
        self.recorded = everywhere

    def converge(self) -> Iterator[object]:
        """Sync each machine until nothing is exchanged, and yield the state of each, and the roadmap if it has it.

        A shared roadmap that may be damaged is removed first, because no machine overwrites it.
        """
        if "roadmaps/mine.toml" in self.machines.remote_files():
            remove(self.machines, "roadmaps/mine.toml")
        for _ in range(5):
            results = [self.machines.sync(name) for name in self.names]
            if not any(result["sent"] or result["received"] or result["roadmaps"] for result in results):
                break
        else:
            pytest.fail("it never ends")
        for name in self.names:
            journals = [self.machines.changes(name, roadmap) for roadmap in ("genai-engineer", "mine")]
            shown = [
                self.machines.ok(name, *command).out for command in (["list", "--all"], ["review", "--list", "--json"])
            ]
            yield journals, shown
        # One that was removed on a machine may still be on others.
        assert len({*map(self.machines.roadmap, self.names)} - {None}) <= 1


@pytest.mark.parametrize("seed", range(RUNS))
def test_machines_end_in_the_same_state(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_run, "MAX_WAIT_SECONDS", 0)
    with tempfile.TemporaryDirectory() as folder:
        scenario = Scenario(Path(folder), seed)
        for _ in range(STEPS):
            scenario.step()
        first, *others = scenario.converge()
        assert all(other == first for other in others)
        assert scenario.recorded == scenario.ids(scenario.names[0])
