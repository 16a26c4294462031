"""How it stands and goes, in words: the same on the terminal and in files."""

import datetime as dt
from collections.abc import Iterator

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.status import Status
from genai_roadmap.report.forecast import Forecast
from genai_roadmap.report.history import WEEK_DAYS, History, Pace, Streak
from genai_roadmap.report.plan import Outlook
from genai_roadmap.report.report import Report, Suggestion
from genai_roadmap.report.tree import Count, Node

# What the shades of a heatmap stand for.
SHADE_NAMES = ("0", "1", "2", "3 or 4", "5 or more")
SHADED = "topics a day, started or done"
NOTHING = "Nothing is recorded here yet."
# Fewer commands tell no habit.
ENOUGH_HOURS = 5
LEAST = 0.1


def facts(history: History, forecast: Forecast | None, outlook: Outlook | None) -> Iterator[tuple[str, str]]:
    """How it goes, each fact under its name."""
    known = f", {history.already_known} known before" if history.already_known else ""
    yield "Done", total_text(history.count) + known
    if history.first_day:
        rest = f"; {plural(history.rest_days, 'day')} a week may go without" if history.rest_days else ""
        yield "Streak", _streak(history.streak) + rest
    if history.pace:
        yield "Pace", _pace(history.pace)
    if (hour := history.most_active_hour) is not None and history.hours.total() >= ENOUGH_HOURS:
        yield "Time of day", f"most often from {hour}:00 to {hour + 1}:00"
    if usual := history.median_duration:
        yield "Start to done", f"{_duration(usual)}, the median of {topics_text(len(history.durations))}"
    if outlook:
        yield "Goal", goal_text(outlook)
    if not history.node:
        yield "Forecast", _expected(history, forecast)


def total_text(count: Count) -> str:
    """How much of what counts is done, in percent too."""
    return f"{done_text(count)}, {count.percent}%"


def done_text(count: Count) -> str:
    """How much of what counts is done."""
    return f"{count.done} of {topics_text(count.total)}"


def optional_text(node: Node) -> str:
    """Whether a step or topic is optional or, where it is not, how much is done of what is optional in it."""
    count = node.count
    if node.optional or not count.optional_total:
        return "optional" if node.optional else ""
    return f"{count.optional_done}/{count.optional_total} optional"


def members_text(report: Report) -> str:
    """How many optional topics are done, and how many of all are how far."""
    count, statuses = report.count, report.statuses
    optional = f"{count.optional_done} of {count.optional_total} optional; " if count.optional_total else ""
    return optional + ", ".join(f"{statuses[status]} {status.value}" for status in Status if statuses[status])


def item_summary(node: Node) -> str:
    """What there is to know of an item in a list: counts, whether it is optional, since when it is so."""
    item, count = node.content, node.count
    item_summary_with_notes = [f"{count.done}/{count.total}" if node.topics else ""]
    if choose := item.required_count:
        item_summary_with_notes.append(f"{choose} of {len(node.topics)} {'is' if choose == 1 else 'are'} enough")
    item_summary_with_notes.append("optional" if node.optional else "")
    if node.change and not node.topics and node.status is not Status.TODO:
        item_summary_with_notes.append("known before" if node.change.known else day_text(node.change.day))
    return ", ".join(filter(None, item_summary_with_notes))


def goal_text(outlook: Outlook) -> str:
    """The goal, what it takes and what is made."""
    day = day_text(outlook.goal)
    if not outlook.left:
        return f"{day}: reached, all that counts is done or skipped"
    if outlook.required is None:
        return f"{day} is past; {topics_text(outlook.left)} are left"
    if outlook.days < WEEK_DAYS:
        return f"{day}: {topics_text(outlook.left)} left in {plural(outlook.days, 'day')}"
    if outlook.actual is None:
        return f"{day}: {per_week(outlook.required)} a week needed; too early to tell how many you make"
    text = f"{day}: {per_week(outlook.required)} a week needed, {number(outlook.actual)} made"
    if outlook.days_early is None:
        return text
    late = "of slack" if outlook.days_early >= 0 else "too late"
    return f"{text}; at your pace {plural(abs(outlook.days_early), 'day')} {late}"


def day_text(day: dt.date) -> str:
    """A day as people write it."""
    return f"{day:%d %b %Y}".lstrip("0")


def long_day(day: dt.date) -> str:
    """A day with its month written out."""
    return f"{day:%d %B %Y}".lstrip("0")


def short_day(day: dt.date, today: dt.date) -> str:
    """A day without its year where that is this one."""
    return f"{day:%d %b}".lstrip("0") if day.year == today.year else day_text(day)


def time_of(change: Change) -> str:
    """When a change was, to the minute where that is known."""
    return day_text(change.day) if change.on else f"{day_text(change.day)} {change.when:%H:%M}"


def topics_text(count: int) -> str:
    """So many topics."""
    return plural(count, "topic")


def plural(count: int, noun: str) -> str:
    """So many of something."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def per_week(pace: float) -> str:
    """So many topics, which may be a fraction."""
    return f"{number(pace)} topic{'' if number(pace) == '1' else 's'}"


def number(value: float) -> str:
    """A number as people say it, with one digit after the point at the most."""
    if 0 < value < LEAST:
        return f"less than {LEAST}"
    return f"{value:.1f}".removesuffix(".0")


def _streak(streak: Streak) -> str:
    longest = plural(streak.longest, "day")
    return (
        f"{plural(streak.current, 'day')} in a row, the longest {longest}"
        if streak.current
        else (f"none now, the longest {longest}")
    )


def _pace(pace: Pace) -> str:
    span = "the last week" if pace.weeks == 1 else f"the last {number(pace.weeks)} weeks"
    return f"{per_week(pace.per_week)} a week, over {span}" if pace.per_week else f"nothing in {span}"


def _expected(history: History, forecast: Forecast | None) -> str:
    if history.count.done == history.count.total:
        return "all that counts is done or skipped"
    if not forecast:
        return "not enough to tell yet"
    likely, earliest, latest = map(_long_day_or_far, (forecast.likely, forecast.earliest, forecast.latest))
    if not forecast.likely:
        return f"not before {earliest}, at your pace so far"
    return f"done about {likely}, most likely between {earliest} and {latest}"


def _long_day_or_far(day: dt.date | None) -> str:
    return long_day(day) if day else "ten years from now"


def _duration(duration: dt.timedelta) -> str:
    return plural(duration.days, "day") if duration.days else "less than a day"


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


def reason_text(suggestion: Suggestion, today: dt.date) -> str:
    """Return why a topic is suggested."""
    change, requires = suggestion.node.change, suggestion.prerequisites
    if suggestion.node.status is Status.STARTED and change:
        return f"started {ago(change.day, today)}"
    if not suggestion.is_required:
        return "optional"
    skipped = " or skipped" if Status.SKIPPED in requires else ""
    count = suggestion.unblocks
    reasons = [
        f"its prerequisites are done{skipped}" if requires else "",
        f"{topics_text(count)} wait{'s' if count == 1 else ''} for it" if count else "",
    ]
    return " and ".join(filter(None, reasons)) or "next in order"
