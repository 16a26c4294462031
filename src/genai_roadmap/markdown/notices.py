"""What the learner may want to change in a text: duplicate titles, and steps without topics."""

from collections import Counter
from collections.abc import Iterator, Sequence

from genai_roadmap.roadmap.models import Step, Topic
from genai_roadmap.text import shortlist


def duplicates(steps: Sequence[Step]) -> Iterator[str]:
    """Yield a sentence that names the duplicate titles, if there are some."""
    found = [*_repeated(steps, "steps")]
    for number, step in enumerate(steps, 1):
        found += _in_topics(step, f"topics of step {number}")
    yield from _sentence("Duplicate titles", found)


def undivided(sections: Sequence[Step]) -> Iterator[str]:
    """Yield a sentence that names the sections without topics, each of which is a topic itself, if there are some."""
    firsts = ((step, step.topics[0]) for step in sections if len(step.topics) == 1)
    found = [step.title for step, topic in firsts if topic.title == step.title and not topic.topics]
    yield from _sentence("Steps without topics are one topic each", found)


def _sentence(label: str, titles: Sequence[str]) -> Iterator[str]:
    """Yield a sentence with the first of the titles, and the number of the others, if there are some."""
    if titles:
        yield f"{label}: {shortlist(titles)}."


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
