"""What the programs are measured on: homes of genai-roadmap as they are on the first day and after years."""

import datetime as dt
import random
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Beside the Python that measures: ours is the one of its environment.
PROGRAM = str(Path(sys.executable).with_name("genai-roadmap"))
BUNDLED = Path(__file__).parents[1] / "data" / "roadmap.toml"

# The columns of the table: the state's name, how many topics a roadmap of its own has, and how many changes.
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
    """Writes a home with a roadmap of so many topics, if any, and a journal of so many changes; nothing for none."""
    if not topics and not changes:
        return
    folder.mkdir(parents=True)
    settings = 'format = 1\nmachine = "bench"\n'
    own = folder / "roadmaps" / "big.toml"
    own.parent.mkdir()
    own.write_text("\n".join(roadmap(topics or 1)), encoding="utf-8")
    if topics:
        settings += 'active = "big"\n'
    (folder / "settings.toml").write_text(settings, encoding="utf-8")
    if changes:
        path = folder / "progress" / "genai-engineer.toml"
        path.parent.mkdir()
        path.write_text("\n".join(journal(changes)), encoding="utf-8")
    # What the program itself leaves behind: backups, locks, what it has seen, and an undo that can be redone.
    for arguments in (["done", "1.1"], ["note", "step-1", "Begun."], ["undo"], ["status"]):
        environment = {"GENAI_ROADMAP_HOME": str(folder)}
        subprocess.run([PROGRAM, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)


def roadmap(topics: int) -> Iterator[str]:
    """The lines of a roadmap file with so many topics."""
    yield 'format = 1\nid = "big"\nversion = "1"\ntitle = "A big one"'
    for number in range(topics):
        if number % TOPICS_IN_A_STEP == 0:
            step = number // TOPICS_IN_A_STEP
            yield f'[[steps]]\nslug = "stage-{step}"\ntitle = "Stage {step}"'
            yield f'resources = [{{ title = "Page {step}", url = "https://example.org/{step}" }}]'
        yield f'[[steps.topics]]\nslug = "topic-{number}"\ntitle = "Topic number {number}"'


def journal(changes: int) -> Iterator[str]:
    """The lines of a progress file with so many changes, the last of them of now."""
    yield 'format = 1\nroadmap = "genai-engineer"'
    chance = random.Random(1)
    slugs = [*_leaves(tomllib.loads(BUNDLED.read_text(encoding="utf-8"))["steps"])]
    apart = YEAR / min(changes, CHANGES_IN_A_YEAR)
    begin = dt.datetime.fromtimestamp(time.time(), dt.UTC) - apart * changes
    for number in range(changes):
        action = chance.choice(["start", "done", "done", "reset", "note", "undo"])
        at = begin + apart * number
        yield f'[[changes]]\nid = "c{number}"\nat = {at:%Y-%m-%dT%H:%M:%SZ}\ndid = "{action}"'
        if action == "undo":
            yield f'change = "c{max(number - 1, 0)}"'
        else:
            topics = "".join(f'    "{slug}",\n' for slug in chance.sample(slugs, chance.randint(1, 3)))
            yield f"topics = [\n{topics}]"
        if action == "note":
            yield 'note = "Worth a second look."'
        yield 'machine = "bench"'


def _leaves(items: list[dict[str, Any]]) -> Iterator[str]:
    for item in items:
        if "topics" in item:
            yield from _leaves(item["topics"])
        else:
            yield item["slug"]
