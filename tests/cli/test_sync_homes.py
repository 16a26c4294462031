"""Random commands and syncs on several machines in any order end in the same state, and lose no change."""

import itertools
import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from genai_roadmap.app import sync_run
from machines import Machines, bare_repository

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
        kinds = ["mark", "mark", "note", "undo", "redo", "sync", "sync", "sync", "roadmap", "own", "copy", "lose"]
        match self.random.choice(kinds):
            case "mark":
                self.machines.run(name, self.random.choice(["done", "start", "skip", "reset"]), topic)
            case "note":
                self.machines.run(name, "note", topic, f"note {next(self.versions)}")
            case "undo" | "redo" as command:
                self.machines.run(name, command)
            case "sync":
                self.machines.sync(name)
            case "roadmap":
                self.machines.save_roadmap(name, next(self.versions))
            case "own":
                self.machines.run(name, "--roadmap", "mine", "done", "one")
            case "copy":
                self.overwrite_with_older_copies()
            case "lose":
                shutil.rmtree(self.machines.home(name) / "sync", ignore_errors=True)
        self.check_nothing_is_lost()

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
        """Sync each machine until nothing is exchanged, and yield the state of each."""
        for _ in range(5):
            results = [self.machines.sync(name) for name in self.names]
            if not any(result["sent"] or result["received"] or result["roadmaps"] for result in results):
                break
        else:
            pytest.fail("it never ends")
        for name in self.names:
            journals = [self.machines.changes(name, roadmap) for roadmap in ("genai-engineer", "mine")]
            yield journals, self.machines.roadmap(name), self.machines.ok(name, "list", "--all").out


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
