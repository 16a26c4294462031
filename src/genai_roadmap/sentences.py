"""How it stands and goes, in words: the same on the terminal and in files."""

import datetime as dt
from collections.abc import Iterator

from genai_roadmap.forecast import Forecast
from genai_roadmap.history import WEEK_DAYS, History, Pace, Streak
from genai_roadmap.nodes import Count, Node
from genai_roadmap.plan import Outlook
from genai_roadmap.progress.change import Change
from genai_roadmap.progress.status import Status
from genai_roadmap.report import Report

# What the shades of a heatmap stand for.
SHADE_NAMES = ("0", "1", "2", "3 or 4", "5 or more")
SHADED = "topics a day, started or done"
NOTHING = "Nothing is recorded here yet."
# Fewer commands tell no habit.
ENOUGH_HOURS = 5
LEAST = 0.1


def facts(history: History, forecast: Forecast | None, outlook: Outlook | None) -> Iterator[tuple[str, str]]:
    """How it goes, each fact under its name."""
    known = f", {history.known} known before" if history.known else ""
    yield "Done", total_text(history.count) + known
    if history.began:
        rest = f"; {plural(history.rest_days, 'day')} a week may go without" if history.rest_days else ""
        yield "Streak", _streak(history.streak) + rest
    if history.pace:
        yield "Pace", _pace(history.pace)
    if (hour := history.most_active_hour) is not None and history.hours.total() >= ENOUGH_HOURS:
        yield "Time of day", f"most often from {hour}:00 to {hour + 1}:00"
    if usual := history.usual_duration:
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


def remark(node: Node) -> str:
    """What there is to know of an item in a list: counts, whether it is optional, since when it is so."""
    item, count = node.content, node.count
    remarks = [f"{count.done}/{count.total}" if node.topics else ""]
    if choose := item.required_count:
        remarks.append(f"{choose} of {len(node.topics)} {'is' if choose == 1 else 'are'} enough")
    remarks.append("optional" if node.optional else "")
    if node.change and not node.topics and node.status is not Status.TODO:
        remarks.append("known before" if node.change.known else day_text(node.change.day))
    return ", ".join(filter(None, remarks))


def goal_text(outlook: Outlook) -> str:
    """The goal, what it takes and what is made."""
    day = day_text(outlook.goal)
    if not outlook.left:
        return f"{day}: reached, all that counts is done or skipped"
    if outlook.needed is None:
        return f"{day} is past; {topics_text(outlook.left)} are left"
    if outlook.days < WEEK_DAYS:
        return f"{day}: {topics_text(outlook.left)} left in {plural(outlook.days, 'day')}"
    if outlook.made is None:
        return f"{day}: {per_week(outlook.needed)} a week needed; too early to tell how many you make"
    text = f"{day}: {per_week(outlook.needed)} a week needed, {number(outlook.made)} made"
    if outlook.slack is None:
        return text
    return (
        f"{text}; at your pace {plural(abs(outlook.slack), 'day')} {'of slack' if outlook.slack >= 0 else 'too late'}"
    )


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
