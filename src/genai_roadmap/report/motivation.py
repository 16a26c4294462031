"""The motivation to continue: what a command moved, how far the next milestone is, and this week and the last."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from genai_roadmap.progress.status import Action, Status
from genai_roadmap.report.coach import MAX_TITLE, streak_text
from genai_roadmap.report.forecast import MIN_DONE
from genai_roadmap.report.milestones import MIN_TOTAL, QUARTERS
from genai_roadmap.report.streak import MIN_STREAK, WEEK_DAYS
from genai_roadmap.report.week_plan import WeekPlan, week_plan
from genai_roadmap.report.wording import ago, day_text, plural, span_text, topics_text
from genai_roadmap.text import beginning

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from genai_roadmap.report.history import History
    from genai_roadmap.report.tree import Count, Node

MIN_WEEKS = 2


def progress_texts(history: History, marked: Node | None = None) -> list[str]:
    """Return sentences about the next milestone and about this week, without those that do not apply.

    The milestone is in the step of the topic that was marked or, if that is complete, of the next topic.
    """
    planned = this_week_planned(history)
    week = f"This week: {planned}" if planned else week_text(history)
    return [*milestone_sentences(history, marked), *_week_sentences(history, week)]


def milestone_sentences(history: History, marked: Node | None = None) -> list[str]:
    """Return a sentence about the next milestone, if there is one."""
    text = milestone_text(history, marked) if marked else ""
    if not text and (following := next(history.report.suggestions(history.today), None)):
        text = milestone_text(history, following.node)
    return [f"{text}."] if text else []


def moved_texts(before: History, history: History, marked: Node) -> Iterator[str]:
    """Yield how much of the group of a topic that was marked is done, and the streak if it grew."""
    if text := _group_text(history, marked):
        yield f"{text}."
    old, new = before.streaks.current, history.streaks.current
    has_grown = new.unit != old.unit or new.number > old.number
    if history.shows_streak and has_grown and new.number >= MIN_STREAK:
        yield f"{streak_text(history)}."


def _group_text(history: History, node: Node) -> str:
    """Return how much of the topic that contains another is done; empty if there is none, or if its step is complete.

    It is also empty if only one of its topics is required, or if the rest of it is that of the step.
    """
    parent, step = node.item.parent, history.report.nodes[node.item.step.slug]
    if not parent or not parent.parent or step.status is Status.DONE:
        return ""
    count = history.report.nodes[parent.slug].count
    if count.left == step.count.left:
        return ""
    left = f", {count.left:,} left" if count.left else ""
    title = beginning(parent.title, MAX_TITLE)
    return f"{title}: {count.done:,} of {count.total:,} done{left}" if count.total > 1 else ""


def return_text(before: History, history: History, action: Action) -> str:
    """Return when the last topic was marked done, if this action was the first today after a pause; else nothing."""
    is_first = history.today in history.activity and history.today not in before.activity
    if not (is_first and before.paused_on and action in {Action.DONE, Action.START}):
        return ""
    last = _last_done(before)
    return f"welcome back: last topic {ago(last[0], history.today)} ({last[1]})." if last else ""


def welcome_text(history: History) -> str:
    """Return that one topic is enough after a pause, and which is next, unless another is asked about.

    It is empty without a pause, and once something is done on the day, such as a review.
    """
    is_back = history.paused_on and history.today not in history.activity
    following = next(history.report.suggestions(history.today), None) if is_back else None
    if not following:
        return ""
    name = "" if any(history.report.stale(history.today)) else f": {following.node.title}"
    return f"Welcome back. One topic is enough to begin again{name}."


def pause_text(history: History) -> str:
    """Return the last topic and where to continue, after a pause; empty if there is none.

    Of a topic that was started long ago it is asked first, as `next` does.
    """
    if not (last := last_topic_text(history)):
        return ""
    following = next(history.report.suggestions(history.today), None)
    stale = history.report.stale(history.today)
    resume = f" Continue with {following.node.item.number}." if following else ""
    if stale:
        resume = f" Still working on {stale[0].item.number}, {stale[0].title}?"
    return f"{last}{resume}"


def last_topic_text(history: History) -> str:
    """Return the topic that was marked done last, after a pause; empty if there is none."""
    last = _last_done(history) if history.paused_on else None
    return f"Last topic: {day_text(last[0])} ({last[1]})." if last else ""


def _last_done(history: History) -> tuple[dt.date, str] | None:
    """Return the day and the title of the topic that was marked done last, without those already known, if any."""
    done = [
        (leaf.change.day, leaf.change.order, number, leaf.title)
        for number, leaf in enumerate(history.report.leaves)
        if leaf.status is Status.DONE and leaf.change and not leaf.change.known and leaf.change.day <= history.today
    ]
    if not done:
        return None
    day, _, _, title = max(done)
    return day, title


def this_week_text(history: History) -> str:
    """Return a sentence about this calendar week and, unless it is the first, the last one; empty without topics."""
    is_first = len(history.weeks) == 1 and history.days_learned
    first = f"This week: {topics_text(len(history.days_learned))}" if is_first else ""
    return " ".join(_week_sentences(history, week_text(history) or first))


def _week_sentences(history: History, week: str) -> list[str]:
    """Return a text about this week and how to keep a streak as sentences; without a plan, the latter says it all."""
    reminder = _open_week_text(history)
    texts = [reminder] if reminder and not this_week_planned(history) else [week, reminder]
    return [f"{text}." for text in texts if text]


def _open_week_text(history: History) -> str:
    """Return how to keep a streak of weeks until Sunday; empty on Sunday, when the streak itself says it."""
    streaks = history.streaks
    if not history.shows_streak or not streaks.is_week_open or streaks.is_at_risk:
        return ""
    return f"Learn or review something by Sunday to keep your {streaks.weeks.current}-week streak"


def week_text(history: History) -> str:
    """Return what was learned in this calendar week and the last, with what was planned; empty if nothing was.

    Without a plan, it is empty in the first week too.
    """
    if this := this_week_planned(history):
        return f"This week: {this}{_last_week(history)}"
    counts = [week.done + week.optional for week in history.weeks[-MIN_WEEKS:]]
    if len(counts) < MIN_WEEKS or not any(counts):
        return ""
    last_count, this_count = counts
    return f"This week: {topics_text(this_count)} (last week: {last_count})"


def _last_week(history: History) -> str:
    """Return what was learned in the last week, and what the goal required; empty if nothing was learned."""
    week = week_plan(history, 1)
    if not week or not week.is_realistic or not week.learned + week.optional:
        return ""
    if history.per_week:
        # The learner may have chosen this number later.
        return f" (last week: {week.learned + week.optional})"
    planned = "" if week.learned > week.planned else f" of {week.planned}"
    return f" (last week: {week.learned}{planned}{_extra(week)})"


def this_week_planned(history: History) -> str:
    """Return how much of the plan for this week is done; empty during a pause, in which it would only discourage."""
    return "" if history.paused_on else planned_text(week_plan(history))


def planned_text(week: WeekPlan | None) -> str:
    """Return how much of the plan for a week is done, like 1 of 3 topics done; empty without a realistic one."""
    if not week or not week.is_realistic:
        return ""
    if week.learned > week.planned:
        return f"{topics_text(week.learned)} done{_extra(week)}"
    if week.before and not week.is_complete:
        # What was done before the goal was set was not planned.
        return f"{topics_text(week.learned)} done, {week.planned - week.learned} more planned{_extra(week)}"
    return f"{week.learned} of {topics_text(week.planned)} done{_extra(week)}"


def _extra(week: WeekPlan) -> str:
    """Return how many more topics than planned, and how many optional ones, were learned in a week."""
    more = f", {week.learned - week.planned} more than planned" if week.learned > week.planned else ""
    return f"{more}{f', {week.optional} optional' if week.optional else ''}"


def completed_week_text(before: History, history: History) -> str:
    """Return that the plan for this week is complete if it was not before; else an empty text."""
    old, new = week_plan(before), week_plan(history)
    if not old or not new or old.is_complete or not new.is_complete or not new.is_realistic:
        return ""
    # Topics that are skipped make the plan shorter.
    if new.learned <= old.learned:
        return ""
    more = f", and {new.learned - new.planned} more" if new.learned > new.planned else ""
    count = "" if new.before else f": {topics_text(new.planned)}{more}"
    return f"Your plan for this week is complete{count}!"


def milestone_text(history: History, node: Node) -> str:
    """Return what is left until the end of the step of a topic or, if that is nearer, the next quarter of the roadmap.

    If nothing else is left, that is the end of the roadmap. If enough was learned recently, it also says how long that
    takes. It is empty if the topic or its step is optional.
    """
    step = history.report.nodes[node.item.step.slug]
    left = step.count.left
    goal = "finish the roadmap" if left == history.left else f"finish step {step.item.number}"
    if node.optional or step.optional or not left:
        return ""
    for percent, topics in _quarters(history.count).items():
        if topics < left:
            left, goal = topics, f"reach {percent}%"
    return f"{plural(left, 'more topic')} to {goal}{_time(history, left)}"


def _quarters(count: Count) -> dict[int, int]:
    """Return the number of topics that are left until each quarter of a roadmap, in percent; a small one has none."""
    found = {percent: ceil(count.total * percent / 100) - count.done for percent in QUARTERS}
    return {percent: left for percent, left in found.items() if left > 0} if count.total >= MIN_TOTAL else {}


def _time(history: History, left: int) -> str:
    pace = history.pace
    if not pace or not history.has_pace or history.paused_on or pace.topics < MIN_DONE:
        return ""
    return f" (about {span_text(ceil(left * WEEK_DAYS / pace.per_week))})"
