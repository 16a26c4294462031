"""Several machines of one learner: home folders that exchange progress at one location."""

import os
import subprocess
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from support import Run, run_program

ROADMAP = """\
format = 1
id = "mine"
version = "{0}"
title = "Mine"

[[steps]]
slug = "first"
title = "First"
topics = [{{ slug = "one", title = "One" }}, {{ slug = "topic-{0}", title = "Topic {0}" }}]
"""


def git(folder: Path, *arguments: str, content: str = "") -> str:
    """Run git in a folder, without the configuration of this machine, and return what it prints."""
    environment = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "A", f"GIT_{role}_EMAIL": "a@example.org"}
    command = ["git", "-C", str(folder), *arguments]
    run = subprocess.run(
        command, input=content, capture_output=True, text=True, check=True, env={**os.environ, **environment}
    )
    return run.stdout.strip()


def bare_repository(folder: Path) -> Path:
    """Create an empty repository to push to, and return its path."""
    folder.mkdir()
    git(folder, "init", "--quiet", "--bare", ".")
    return folder


class Machines:
    """Home folders below a folder, each of one machine, and the location at which they exchange progress."""

    def __init__(self, folder: Path, location: Path) -> None:
        self.folder = folder
        self.location = location

    @property
    def is_git(self) -> bool:
        return (self.location / "HEAD").exists()

    @property
    def has_branch(self) -> bool:
        return bool(git(self.location, "for-each-ref", "refs/heads/genai-roadmap"))

    def home(self, name: str) -> Path:
        return self.folder / name

    def run(self, name: str, *arguments: str) -> Run:
        """Run a command on a machine; a bug raises."""
        return run_program(*arguments, env={"GENAI_ROADMAP_HOME": str(self.home(name))})

    def ok(self, name: str, *arguments: str) -> Run:
        """Run a command that has to succeed."""
        run = self.run(name, *arguments)
        assert run.code == 0, (name, arguments, run)
        return run

    def sync(self, name: str) -> Any:
        """Sync a machine, and return the JSON."""
        return self.ok(name, "sync", "--json").json

    def join(self, *names: str) -> None:
        for name in names:
            self.ok(name, "sync", "init", str(self.location))

    def id(self, name: str) -> str:
        return str(tomllib.loads((self.home(name) / "settings.toml").read_text())["machine"])

    def changes(self, name: str, roadmap: str = "genai-engineer") -> dict[str, Any]:
        """Return the changes in a progress file by id, read by another parser than the program's."""
        file = self.home(name) / "progress" / f"{roadmap}.toml"
        found = tomllib.loads(file.read_text())["changes"] if file.exists() else []
        by_id = {change["id"]: change for change in found}
        assert len(by_id) == len(found), "no change is there twice"
        return by_id

    def roadmap(self, name: str) -> str | None:
        file = self.home(name) / "roadmaps" / "mine.toml"
        return file.read_text() if file.exists() else None

    def save_roadmap(self, name: str, version: int) -> None:
        """Save a version of the roadmap `mine` as an editor does."""
        file = self.home(name) / "roadmaps" / "mine.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(ROADMAP.format(version))

    def remote_files(self) -> dict[str, str]:
        """Return the shared files, by path."""
        if not self.is_git:
            found = (file for file in self.location.rglob("*") if file.is_file() and not file.is_symlink())
            return {str(file.relative_to(self.location)): file.read_text() for file in found}
        if not self.has_branch:
            return {}
        listed = git(self.location, "ls-tree", "-r", "--name-only", "genai-roadmap")
        return {path: git(self.location, "show", f"genai-roadmap:{path}") for path in listed.splitlines()}

    def push(
        self, files: dict[str, str], *, parent: str = "refs/heads/genai-roadmap", without: Sequence[str] = ()
    ) -> str:
        """Commit files to the branch of the repository, as another program would, and return the commit."""
        git(self.location, "read-tree", *([parent] if parent else ["--empty"]))
        for path in without:
            git(self.location, "update-index", "--index-info", content=f"0 {'0' * 40}\t{path}\n")
        for path, content in files.items():
            blob = git(self.location, "hash-object", "-w", "--stdin", content=content)
            git(self.location, "update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")
        tree = git(self.location, "write-tree")
        commit = git(self.location, "commit-tree", tree, "-m", "other", *(["-p", parent] if parent else []))
        git(self.location, "update-ref", "refs/heads/genai-roadmap", commit)
        return commit


def joined(folder: Path, *, is_git: bool) -> Machines:
    location = bare_repository(folder / "remote") if is_git else folder / "shared"
    machines = Machines(folder, location)
    machines.join("a", "b")
    return machines


def other_journal(change: str, *, machine: str = "abc", topic: str = "cnns", roadmap: str = "genai-engineer") -> str:
    head = f'format = 1\nroadmap = "{roadmap}"\n\n[[changes]]\nid = "{change}"\nat = 2026-11-01T10:00:00+09:00\n'
    return f'{head}did = "done"\ntopics = ["{topic}"]\nmachine = "{machine}"\n'


def put(machines: Machines, files: dict[str, str]) -> None:
    """Write shared files as another machine does."""
    if machines.is_git:
        machines.push(files, **({} if machines.has_branch else {"parent": ""}))
        return
    for path, content in files.items():
        file = machines.location / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)


def remove(machines: Machines, path: str) -> None:
    """Remove a shared file."""
    if machines.is_git:
        machines.push({}, without=[path])
    else:
        (machines.location / path).unlink()
