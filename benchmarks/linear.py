"""Measure how the time grows with the size of the input: print the ratio of the times for n and 2 n.

    python benchmarks/linear.py

A ratio of about 2 is linear; more than 2.3 is a problem.
"""

import datetime as dt
import gc
import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from genai_roadmap.errors import RoadmapError
from genai_roadmap.formats.checklist import checklist
from genai_roadmap.formats.csv_table import table
from genai_roadmap.markdown.reader import read
from genai_roadmap.progress.journal import Progress
from genai_roadmap.report.report import Report
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.revision import revise
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import roadmap_files

BYTES = 60_000
TOPICS = 2_000
HEAD = "# Title\n\n## Step\n\n- topic\n\n"

# Markdown texts of about n bytes.
MARKDOWN: dict[str, Callable[[int], str]] = {
    "one item, repeated": lambda n: "# Title\n\n## Step\n\n" + "- a\n" * (n // 4),
    "one word, repeated in an item": lambda n: "# Title\n\n## Step\n\n- " + "x, " * (n // 3),
    "one heading, repeated": lambda n: "# Title\n\n" + "## H\n\n- x\n\n" * (n // 12),
    "headings": lambda n: "# Title\n\n" + "".join(f"## H {i}\n\n- x {i}\n\n" for i in range(n // 18)),
    "links": lambda n: HEAD + "".join(f"- [l {i}](https://e.org/{i})\n" for i in range(n // 30)),
    "nested lists": lambda n: HEAD + "".join("  " * (i % 20) + f"- item {i}\n" for i in range(n // 30)),
    "wrapped lines": lambda n: HEAD + "- item" + "\n  lower" * (n // 8),
    "images below an item": lambda n: HEAD + "- item" + "\n  ![](x)" * (n // 9),
    "a paragraph": lambda n: HEAD + "word " * (n // 5),
    "backticks": lambda n: HEAD + "`a" * (n // 2),
    "stars": lambda n: HEAD + "*a " * (n // 3),
    "underscores": lambda n: HEAD + "_a " * (n // 3),
    "angle brackets": lambda n: HEAD + "<a " * (n // 3),
    "block quotes": lambda n: HEAD + "> " * (n // 2) + "x",
    "a table": lambda n: HEAD + "|a|b|\n|-|-|\n" + "|x|y|\n" * (n // 6),
    "HTML lists": lambda n: HEAD + "<div>" + "<ul><li>x" * (n // 9) + "</div>",
    "HTML links": lambda n: HEAD + "<div>" + "<a href='https://e.org/x'>x " * (n // 28) + "</div>",
    "footnotes": lambda n: HEAD + "".join(f"[^{i}]: note\n\n" for i in range(n // 14)),
    "link definitions": lambda n: HEAD + "".join(f"[r{i}]: https://e.org/{i}\n" for i in range(n // 25)),
    "parentheses": lambda n: "# T\n\n## S\n\n- a" + "(" * n,
    "colons": lambda n: "# T\n\n## S\n\n- " + "a: " * (n // 3),
    "dashes": lambda n: "# T\n\n## S\n\n- " + "a - " * (n // 4),
    "slashes": lambda n: "# T\n\n## S\n\n- " + "a/b " * (n // 4),
    "numbers": lambda n: "# T\n\n## S\n\n- " + "1." * (n // 2),
    "spaces": lambda n: "# T\n\n## S\n\n- a" + " " * n + "b",
    "a long word": lambda n: "# T\n\n## S\n\n- " + "a" * n,
    "brackets": lambda n: HEAD + "[" * n,
    "bracket pairs": lambda n: HEAD + "[]" * (n // 2),
    "empty links": lambda n: HEAD + "[](" * (n // 3),
    "open comments": lambda n: HEAD + "<div>" + "<!--" * (n // 4),
    "open quotes of attributes": lambda n: HEAD + "<div>" + "<a b='" * (n // 6),
    "open end tags": lambda n: HEAD + "<div>" + "</a " * (n // 4),
    "open links in a line": lambda n: HEAD + "x " + "<a href='https://e.org/x'>x " * (n // 28),
    "open URLs": lambda n: HEAD + "<https://" * (n // 9),
    "URLs": lambda n: HEAD + "https://e.org/ " * (n // 15),
    "references to footnotes": lambda n: HEAD + "".join(f"- x [^{i}]\n\n[^{i}]: note\n\n" for i in range(n // 26)),
    "images": lambda n: HEAD + "![a](b) " * (n // 8),
}


def data(topics: int, title: str = "Topic") -> dict[str, Any]:
    """Return the data of a roadmap with this number of topics, in steps of twenty."""
    steps = [
        {
            "slug": f"s{n}",
            "title": f"Step {n}",
            "topics": [{"slug": f"t{n}x{k}", "title": f"{title} {n * 20 + k}"} for k in range(20)],
        }
        for n in range(topics // 20)
    ]
    return {"format": 1, "id": "large", "version": "1", "title": "Large", "steps": steps}


def roadmap(topics: int, title: str = "Topic", slug: str = "t") -> Roadmap:
    """Return a roadmap with this number of topics."""
    found = parse_roadmap(data(topics, title))
    if slug == "t":
        return found
    return roadmap_files.parse(Path("large.toml"), roadmap_files.dumps(found).replace('"t', f'"{slug}').encode())


def similar(topics: int, slug: str) -> Roadmap:
    """A roadmap of this number of topics with similar titles, in one step."""
    topic_data = [{"slug": f"{slug}{n}", "title": f"One of many titles {slug} {n}"} for n in range(topics)]
    step = {"slug": "s", "title": "Step", "topics": topic_data}
    return parse_roadmap({"format": 1, "id": "large", "version": "1", "title": "Large", "steps": [step]})


def report(topics: int) -> Report:
    """Return a report without progress."""
    return Report.of(roadmap(topics), Progress(roadmap="large"))


# Functions that prepare the input of a size, and functions that are measured with it.
OTHERS: dict[str, tuple[Callable[[int], Any], Callable[[Any], object]]] = {
    "TOML": (
        lambda n: roadmap_files.dumps(roadmap(n)).encode(),
        lambda content: roadmap_files.parse(Path("large.toml"), content),
    ),
    "update, unchanged": (lambda n: (roadmap(n), roadmap(n)), lambda pair: revise(*pair)),
    "update, other titles": (lambda n: (roadmap(n), roadmap(n, "Subject")), lambda pair: revise(*pair)),
    "update, other slugs": (lambda n: (roadmap(n), roadmap(n, slug="u")), lambda pair: revise(*pair)),
    "update, all new": (lambda n: (roadmap(n), roadmap(n, "Subject", "u")), lambda pair: revise(*pair)),
    "update, similar titles": (lambda n: (similar(n, "t"), similar(n, "u")), lambda pair: revise(*pair)),
    "export md": (report, lambda found: checklist(found, dt.date(2026, 11, 24))),
    "export csv": (report, table),
}


def main() -> None:
    """Measure, and print a line for each."""
    for name, text in MARKDOWN.items():
        show(name, [seconds(read_text, text(BYTES << power)) for power in range(3)])
    for name, (prepare, run) in OTHERS.items():
        show(name, [seconds(run, prepare(TOPICS << power)) for power in range(3)])


def read_text(text: str) -> None:
    """Read Markdown, which may be rejected."""
    try:
        read(text, roadmap_id="large", version="1")
    except RoadmapError:
        return


def seconds(run: Callable[[Any], object], argument: Any) -> float:
    """Return the processor time in seconds of the shorter of two runs."""
    times = []
    for _ in range(2):
        gc.collect()
        # What was prepared is not searched for garbage again during the run.
        gc.freeze()
        begin = time.process_time()
        run(argument)
        times.append(time.process_time() - begin)
    return min(times)


def show(name: str, times: list[float]) -> None:
    """Print the times and their ratios."""
    ratios = [after / before for before, after in itertools.pairwise(times)]
    print(f"{name:32} {'  '.join(f'{each:6.2f} s' for each in times)}   {'  '.join(f'{r:4.1f}' for r in ratios)}")


if __name__ == "__main__":
    main()
