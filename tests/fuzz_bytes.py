"""Fuzz every file reader with bytes, guided by coverage: python tests/fuzz_bytes.py -runs=100000.

What the reader does not know must end in its own error; whatever else is raised, or takes over two seconds, is a find.
"""

import sys
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["genai_roadmap"]):
    from genai_roadmap.errors import FileInvalidError
    from genai_roadmap.progress.journal import Progress
    from genai_roadmap.report.report import Report
    from genai_roadmap.roadmap.models import Roadmap
    from genai_roadmap.roadmap.validation import InvalidRoadmapError
    from genai_roadmap.storage import toml
    from genai_roadmap.storage.settings import Settings
    from small import small_roadmap

PATH = Path("fuzzed.toml")
SMALL = small_roadmap()
ROADMAP = b"""format = 1\nid = "x"\nversion = "1"\ntitle = "T"\n[[steps]]\nslug = "one"\ntitle = "One"
topics = [{ slug = "a", title = "A", requires = ["one"], choose = 1 }]
"""
PLAIN_ROADMAP = b"""format = 1\nid = "x"\nversion = "1"\ntitle = "T"\n\n[[steps]]\nslug = "one"\ntitle = "One"\n
[[steps.topics]]\nslug = "a"\ntitle = "A"\noptional = true\nchoose = 1
resources = [\n    { title = "P", url = "https://x.org" },\n]
questions = [{ ask = "Q?", answer = "A." }]\n\n[author]\nname = "N"
"""
PLAIN_JOURNAL = b"""format = 1\nroadmap = "small"\n\n[[changes]]\nid = "x"\nat = 2026-01-01 00:00:00+05:30
did = "done"\ntopics = [\n    "a",\n]\non = 2025-12-24\nnote = "N"\n\n[[changes]]\nid = "y"
at = 2026-01-02 00:00:00+05:30\ndid = "undo"\nchange = "x"\nmachine = "m"
"""
JOURNAL = b"""format = 1\nroadmap = "small"\n[[changes]]\nid = "x"\nat = 2026-01-01T00:00:00Z\ndid = "done"
topics = ["a"]
[[changes]]\nid = "y"\nat = 2026-01-02T00:00:00Z\ndid = "undo"\nchange = "x"
"""
SEEDS = (ROADMAP, PLAIN_ROADMAP, JOURNAL, PLAIN_JOURNAL, b'format = 1\nactive = "x"\nmachine = "abc"\n')


def read(content: bytes) -> None:
    """Read the bytes as each kind of file that the program reads."""
    try:
        data = toml.parse_toml(PATH, content, newest_format=1)
    except FileInvalidError:
        return
    for read_data in (read_roadmap, read_progress, read_settings):
        try:
            read_data(data)
        except (FileInvalidError, InvalidRoadmapError):
            continue


def read_roadmap(data: dict[str, Any]) -> None:
    roadmap = toml.check(PATH, toml.validate(PATH, Roadmap, data))
    Report.of(roadmap, Progress(roadmap=roadmap.id))


def read_progress(data: dict[str, Any]) -> None:
    Report.of(SMALL, toml.validate(PATH, Progress, data))


def read_settings(data: dict[str, Any]) -> None:
    toml.validate(PATH, Settings, data)


def fuzz(data: bytes) -> None:
    """Read the bytes alone, and after the start of each seed, so that some pass the first checks."""
    read(data)
    provider = atheris.FuzzedDataProvider(data)
    seed = SEEDS[provider.ConsumeIntInRange(0, len(SEEDS) - 1)]
    cut = provider.ConsumeIntInRange(0, len(seed))
    changed = seed[:cut] + provider.ConsumeBytes(64) + seed[cut:]
    read(changed)


if __name__ == "__main__":
    atheris.Setup([*sys.argv, "-timeout=2"], fuzz)
    atheris.Fuzz()
