"""The marks that later ones correct."""

import datetime as dt

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.corrections import corrected_days
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark

AT = dt.datetime(2026, 12, 10, 12, 0, tzinfo=dt.UTC)


def corrected(*commands: str) -> dict[str, set[int]]:
    """Return the days of December that count instead of those of corrected commands like "done 3 a b", by number."""
    progress = Progress(roadmap="test")
    for number, command in enumerate(commands):
        action, day, *names = command.split()
        mark, stamp = Mark(Action(action), on=dt.date(2026, 12, int(day))), Stamp(AT, f"{number}", "here")
        is_tick = action in ("read", "unread")
        urls = tuple(f"https://example.org/{name}" for name in names)
        progress = progress.tick(mark, urls, stamp) if is_tick else progress.mark(mark, tuple(names), stamp)
    found = corrected_days(progress.effective)
    return {number: {day.day for day in days} for number, days in found.items()}


def test_the_last_mark_of_a_topic_counts() -> None:
    assert corrected("done 3 a", "done 2 a", "done 1 a") == {"0": {1}, "1": {1}}
    assert corrected("read 3 a", "read 2 a", "unread 1 a", "read 1 a") == {"0": {2}}


def test_a_mark_after_another_status_corrects_nothing() -> None:
    assert corrected("done 3 a", "reset 3 a", "done 2 a") == {}
    assert corrected("start 3 a", "done 2 a") == {}


def test_a_mark_of_several_topics_is_corrected_with_the_last_of_them() -> None:
    assert corrected("done 3 a b", "done 2 a") == {}
    assert corrected("done 3 a b", "done 2 a", "done 1 b") == {"0": {2, 1}}
