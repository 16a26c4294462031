"""The text for numbers, days and facts, shared by the terminal and exported files."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from genai_roadmap.progress.status import Status

if TYPE_CHECKING:
    import datetime as dt

    from genai_roadmap.progress.change import Change
    from genai_roadmap.progress.notes import Note
    from genai_roadmap.report.tree import Count, Node
    from genai_roadmap.roadmap.models import Item

# The labels of the shades of a heatmap, and its legend.
SHADE_NAMES = ("0", "1", "2", "3 or 4", "5 or more")
SHADE_LEGEND = "topics, resources and reviews per day"
NOTHING = "Nothing recorded yet."
ALREADY_KNOWN = "already known"
# The start of a checklist, and headings in it, by which `import` recognizes them.
CHECKLIST_MARKER, ABOUT_AUTHOR, RESOURCES = "<!-- A checklist of genai-roadmap", "About the author", "Resources:"
# The parts of a question sheet.
QUESTIONS, ANSWERS = "Questions", "Answers"
# What the first line of a checklist without them contains.
WITHOUT_QUESTIONS = " without questions;"
MIN_NUMBER = 0.1
# The units of a span: the days of one, and from how many days on it is used.
SPAN_UNITS = (("year", 365.25, 730), ("month", 30.44, 92), ("week", 7, 42))


def total_text(count: Count) -> str:
    """Return the number of done required topics, like 3 of 4 topics, 75%; no percentage of nothing."""
    return ", ".join(filter(None, [done_text(count), percent_text(count)]))


def percent_text(count: Count) -> str:
    """Return how much of what is required is done, like 75%; empty if nothing is required."""
    return f"{count.percent}%" if count.total else ""


def done_text(count: Count) -> str:
    """Return the number of done required topics, like 3 of 4 topics."""
    return f"{count.done:,} of {topics_text(count.total)}"


def change_text(before: Count, after: Count) -> str:
    """Return the number of done required topics before and after a change, like 3 of 4 -> 3 of 5 topics."""
    return f"{before.done:,} of {before.total:,} -> {done_text(after)}"


def optional_count_text(count: Count) -> str:
    """Return the number of done optional topics, like 1 of 11 optional; empty if there are none."""
    return f"{count.optional_done:,} of {count.optional_total:,} optional" if count.optional_total else ""


def retained_text(count: Count, retained: int) -> str:
    """Return the percentages of the required topics that are done, and that are probably still remembered."""
    return f"Covered {count.percent}%, retained {retained}%"


def uncounted_texts(node: Node) -> list[str]:
    """Return texts about the topics that the count leaves out: skipped ones, and optional ones or "optional"."""
    count = node.count
    optional = f"{count.optional_done:,}/{count.optional_total:,} optional" if count.optional_total else ""
    skipped = f"{count.skipped:,} skipped" if count.skipped and node.status is not Status.SKIPPED else ""
    return [*filter(None, ["optional", skipped] if node.optional else [skipped, optional])]


def counts_text(node: Node) -> str:
    """Return the number of done required topics, like 3/4, "skipped" if all are, or nothing if none is required."""
    if node.status is Status.SKIPPED:
        return node.status.value
    return f"{node.count.done:,}/{node.count.total:,}" if node.count.total else ""


def item_summary(node: Node) -> str:
    """Return the summary of an item in a list: its counts, whether it is optional, the day of its last change."""
    parts = [counts_text(node) if node.topics else ""]
    parts += [choice_text(node.content), "optional" if node.optional else ""]
    if node.change and not node.topics and node.status is not Status.TODO:
        parts.append(ALREADY_KNOWN if node.change.known else day_text(node.change.day))
    return ", ".join(filter(None, parts))


def short_summary(node: Node) -> str:
    """Return the summary of an item for a list with little room: its counts, and whether it is optional."""
    return ", ".join(filter(None, [counts_text(node) if node.topics else "", "opt." if node.optional else ""]))


def status_summary(node: Node) -> str:
    """Return the status of an item and its summary."""
    summary = item_summary(node)
    return summary if summary.startswith(node.status.value) else ", ".join(filter(None, [node.status.value, summary]))


def choice_text(item: Item) -> str:
    """Return how many of the topics of an item are required, like choose 1 of 2; empty if all are."""
    alternatives = sum(not topic.optional for topic in item.topics)
    return f"choose {item.required_count} of {alternatives}" if item.required_count else ""


def finished_text(count: Count) -> str:
    """Return the message for a finished roadmap."""
    return f"You finished the roadmap! {done_and_skipped(count) or done_text(count)}."


def done_and_skipped(count: Count) -> str:
    """Return the numbers of done and skipped topics, like 13 done, 75 skipped; empty if none are skipped."""
    return f"{count.done:,} done, {count.skipped:,} skipped" if count.skipped else ""


def span_text(days: int) -> str:
    """Return a number of days, in weeks, months or years if they are many."""
    unit, length = next(((unit, length) for unit, length, least in SPAN_UNITS if days >= least), ("day", 1))
    return plural(round(days / length), unit)


def day_text(day: dt.date) -> str:
    """Return a day like 3 Jan 2026."""
    return f"{day:%d %b %Y}".lstrip("0")


def minute_text(when: dt.datetime) -> str:
    """Return a time like 3 Jan 2026 14:05."""
    return f"{day_text(when)} {when:%H:%M}"


def long_day(day: dt.date) -> str:
    """Return a day like 3 January 2026."""
    return f"{day:%d %B %Y}".lstrip("0")


def weekday_text(day: dt.date) -> str:
    """Return a day like Sat 3 Jan 2026."""
    return f"{day:%a} {day_text(day)}"


def short_day(day: dt.date, today: dt.date) -> str:
    """Return a day like 3 Jan, with the year if it is not the current one."""
    return f"{day:%d %b}".lstrip("0") if day.year == today.year else day_text(day)


def time_of(change: Change) -> str:
    """Return the day of a change, with the time unless it is back-dated."""
    return day_text(change.day) if change.is_back_dated else minute_text(change.when)


def day_and_time(change: Change, today: dt.date, zone: dt.tzinfo | None) -> str:
    """Return when a change was recorded, like today 14:05 in this zone, and for which day if that is another one."""
    recorded = change.at.astimezone(zone)
    days = (today - recorded.date()).days
    day = ago(recorded.date(), today) if days in {0, 1} else day_text(recorded)
    return f"{day} {recorded:%H:%M}{f', for {day_text(change.day)}' if change.is_back_dated else ''}"


def note_time(note: Note) -> str:
    """Return the day and time of a note and, if it was edited, of the last edit."""
    # The text that a note on a day was imported from has no time.
    written = day_text(note.day) if note.original.on else time_of(note.original)
    return written + (f", edited {time_of(note.latest)}" if note.edited_at else "")


def topics_text(count: int) -> str:
    """Return the number of topics, like 2 topics."""
    return plural(count, "topic")


def plural(count: int, noun: str) -> str:
    """Return a number with its noun, like 1 topic or 1,234 topics."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def share_text(part: int, whole: int) -> str:
    """Return a part of a whole in percent, rounded down; <1% if it is less than 1%, but not 0."""
    percent = 100 * part // whole if whole else 0
    return "<1%" if part and not percent else f"{percent}%"


def per_week(pace: float) -> str:
    """Return a number of topics that may be a fraction, like 1.5 topics."""
    return f"{number(pace)} topic{'' if number(pace) == '1' else 's'}"


def number(value: float) -> str:
    """Return a number with at most one decimal."""
    if 0 < value < MIN_NUMBER:
        return f"less than {MIN_NUMBER}"
    return f"{one_decimal(value):.1f}".removesuffix(".0")


def one_decimal(value: float) -> float:
    """Return a number rounded to one decimal, half up."""
    # Without the last digits, which may be an error of floating-point arithmetic.
    return floor(round(value * 10, 6) + 0.5) / 10


def rounded_up(value: float) -> float:
    """Return a number with at most one decimal that is not less: at a rate rounded down, a goal would be missed."""
    # Without the last digits, which may be an error of floating-point arithmetic.
    return value if value < MIN_NUMBER else ceil(round(value * 10, 6)) / 10


def whole_numbers_text(value: float) -> str:
    """Return the whole numbers around a number, like 2 or 3, or 3 if it is whole."""
    if 0 < value < 1:
        return "less than 1"
    low, high = floor(round(value, 6)), ceil(round(value, 6))
    return f"{low} or {high}" if low < high else str(low)


def ago(day: dt.date, today: dt.date) -> str:
    """Return how long ago a day was."""
    days = (today - day).days
    if days < 1:
        return "today"
    if days == 1:
        return "yesterday"
    for unit, length in (("year", 365), ("month", 30), ("week", 7)):
        if days >= 2 * length:
            return f"{days // length} {unit}s ago"
    return f"{days} days ago"


def until(days: int) -> str:
    """Return how far a day in a number of days is away, like tomorrow or in 3 days."""
    return f"in {span_text(days)}" if days > 1 else "tomorrow" if days == 1 else "today"
