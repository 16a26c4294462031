"""The states on which commands are measured: home folders from empty to very large."""

import datetime as dt
import random
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# The program installed in the environment of this Python.
PROGRAM = str(Path(sys.executable).with_name("genai-roadmap"))
BUNDLED = Path(__file__).parents[1] / "data" / "roadmap.toml"

# The states by name: the number of topics of an own roadmap, and the number of changes.
STATES = {
    "fresh": (0, 0),
    "a year, 400 changes": (0, 400),
    "100 topics": (100, 0),
    "10,000 topics": (10_000, 0),
    "100,000 changes": (0, 100_000),
}
TOPICS_IN_A_STEP = 100
YEAR = dt.timedelta(days=365)
CHANGES_IN_A_YEAR = 5_000


def write(folder: Path, topics: int, changes: int) -> None:
    """Write a home folder with this number of topics and changes; nothing if both are 0."""
    if not topics and not changes:
        return
    folder.mkdir(parents=True)
    settings = 'format = 1\nmachine = "bench"\n'
    roadmap_file = folder / "roadmaps" / "big.toml"
    roadmap_file.parent.mkdir()
    roadmap_file.write_text("\n".join(roadmap(topics or 1)), encoding="utf-8")
    if topics:
        settings += 'active = "big"\n'
    (folder / "settings.toml").write_text(settings, encoding="utf-8")
    if changes:
        path = folder / "progress" / "genai-engineer.toml"
        path.parent.mkdir()
        path.write_text("\n".join(journal(changes)), encoding="utf-8")
    # Let the program create backups, locks, the last seen roadmap, and an undo that can be redone.
    for arguments in (["done", "1.1"], ["note", "step-1", "Started."], ["undo"], ["status"]):
        environment = {"GENAI_ROADMAP_HOME": str(folder)}
        subprocess.run([PROGRAM, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)


def roadmap(topics: int) -> Iterator[str]:
    """Yield the lines of a roadmap file with this number of topics."""
    yield 'format = 1\nid = "big"\nversion = "1"\ntitle = "A big one"'
    for number in range(topics):
        if number % TOPICS_IN_A_STEP == 0:
            step = number // TOPICS_IN_A_STEP
            yield f'[[steps]]\nslug = "stage-{step}"\ntitle = "Stage {step}"'
            yield f'resources = [{{ title = "Page {step}", url = "https://example.org/{step}" }}]'
        yield f'[[steps.topics]]\nslug = "topic-{number}"\ntitle = "Topic number {number}"'


def journal(changes: int) -> Iterator[str]:
    """Yield the lines of a progress file with this number of changes, the last of them at the current time."""
    yield 'format = 1\nroadmap = "genai-engineer"'
    rng = random.Random(1)
    slugs = [*leaves(tomllib.loads(BUNDLED.read_text(encoding="utf-8"))["steps"])]
    interval = YEAR / min(changes, CHANGES_IN_A_YEAR)
    begin = dt.datetime.fromtimestamp(time.time(), dt.UTC) - interval * changes
    for number in range(changes):
        action = rng.choice(["start", "done", "done", "reset", "note", "undo"])
        at = begin + interval * number
        yield f'[[changes]]\nid = "c{number}"\nat = {at:%Y-%m-%dT%H:%M:%SZ}\ndid = "{action}"'
        if action == "undo":
            yield f'change = "c{max(number - 1, 0)}"'
        else:
            topics = "".join(f'    "{slug}",\n' for slug in rng.sample(slugs, rng.randint(1, 3)))
            yield f"topics = [\n{topics}]"
        if action == "note":
            yield 'note = "Worth a second look."'
        yield 'machine = "bench"'


def leaves(items: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the slugs of the leaf topics below the items."""
    for item in items:
        if "topics" in item:
            yield from leaves(item["topics"])
        else:
            yield item["slug"]
