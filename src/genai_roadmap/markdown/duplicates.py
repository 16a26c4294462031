"""Titles that several steps, or several topics below the same item, have."""

from collections import Counter
from collections.abc import Iterator, Sequence

from genai_roadmap.roadmap.models import Step, Topic
from genai_roadmap.text import shown_count

MAX_TITLES = 3


def duplicates(steps: Sequence[Step]) -> Iterator[str]:
    """Yield a sentence that names the duplicate titles, if there are some."""
    found = [*_repeated(steps, "steps")]
    for number, step in enumerate(steps, 1):
        found += _in_topics(step, f"topics of step {number}")
    if found:
        count = shown_count(len(found), MAX_TITLES)
        more = f" and {len(found) - count} more" if len(found) > count else ""
        yield f"Duplicate titles: {', '.join(found[:count])}{more}."


def _in_topics(item: Step | Topic, noun: str) -> Iterator[str]:
    yield from _repeated(item.topics, noun)
    for topic in item.topics:
        yield from _in_topics(topic, noun)


def _repeated(items: Sequence[Step | Topic], noun: str) -> Iterator[str]:
    titles: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for item in items:
        counts[titles.setdefault(item.title.casefold(), item.title)] += 1
    yield from (f"{title} ({count} {noun})" for title, count in counts.items() if count > 1)
