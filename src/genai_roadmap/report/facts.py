"""The text of the facts about the progress: streak, pace, goal, forecast, and the finish."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from genai_roadmap.report.coach import longest_text
from genai_roadmap.report.forecast import MIN_DONE, MIN_WEEKS
from genai_roadmap.report.resources import count_text
from genai_roadmap.report.streak import WEEK_DAYS
from genai_roadmap.report.wording import (
    ALREADY_KNOWN,
    day_text,
    number,
    per_week,
    plural,
    retained_text,
    rounded_up,
    span_text,
    topics_text,
    total_text,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from genai_roadmap.report.forecast import Forecast
    from genai_roadmap.report.history import History
    from genai_roadmap.report.outlook import Outlook
    from genai_roadmap.report.pace import Pace
    from genai_roadmap.report.streak import Streaks

# With less data, the most active hour and the median duration are coincidences.
MIN_COMMANDS, MIN_DAYS, MIN_DURATIONS = 5, 3, 5
NO_FORECAST = "not enough data yet"
AFTER_PAUSE = "none yet, because a pause has just ended"
FORECAST_NEEDS = f"; it needs {MIN_DONE} topics and {MIN_WEEKS} weeks"
TOO_FAST = "Too fast to learn well"
TEN_YEARS = "more than ten years away"
TOO_EARLY = "too early to tell"


def facts(history: History, forecast: Forecast | None, outlook: Outlook | None) -> Iterator[tuple[str, str]]:
    """Yield the facts about the progress, each with its name."""
    yield "Done", ", ".join(filter(None, [total_text(history.count), undated_text(history)]))
    if history.activity and history.shows_streak:
        rest = f"; {plural(history.rest_days, 'rest day')} per week" if history.rest_days else ""
        yield "Streak", _streak(history.streaks) + rest
    if history.pace:
        yield "Pace", _pace(history, history.pace)
    if read := count_text(history.report, history.node):
        yield "Resources", read
    if (hour := history.habits.most_active_hour) is not None and _has_usual_hours(history):
        yield "Time of day", f"most often from {hour}:00 to {hour + 1}:00"
    if (median := history.habits.median_duration) and len(history.habits.durations) >= MIN_DURATIONS:
        yield "Start to done", f"{_duration(median)} (median of {topics_text(len(history.habits.durations))})"
    if not history.node:
        yield from _retention_facts(history)
    if outlook:
        yield "Goal", goal_text(outlook)
    if not history.node:
        slower, faster = (outlook.is_met_by_pace, outlook.is_slowing) if outlook else (False, False)
        why = f"; it allows for {'slower' if slower else 'faster'} weeks" if slower or faster else ""
        is_missing = outlook is not None and outlook.is_restarting
        yield "Forecast", AFTER_PAUSE if is_missing else _forecast_text(history, forecast) + why


def undated_text(history: History) -> str:
    """Return how many topics are done, but on no known day, like 8 already known; empty if none are."""
    known, count = sum(change.known for change in history.undated), len(history.undated)
    reason = ALREADY_KNOWN if known == count else f"{ALREADY_KNOWN} or marked together" if known else "marked together"
    return f"{count} {reason}" if count else ""


def _retention_facts(history: History) -> Iterator[tuple[str, str]]:
    """Yield what is retained, and whether as much was remembered as predicted; nothing without reviews."""
    retention = history.retention
    if retention.has_reviews:
        recall = history.report.reviews.recall
        text = retained_text(history.count, retention.percent(history.report.steps))
        yield "Covered", text.removeprefix("Covered ")
        text = f"{plural(recall.reviews, 'review')}, {recall.true_retention:.0%} remembered"
        # Rounded down like every other probability that a topic is remembered.
        yield "Reviews", f"{text} (predicted: {floor(100 * recall.predicted_retention)}%)"


def goal_text(outlook: Outlook) -> str:
    """Return the goal, whether it will be met, and the required pace, in one line."""
    text = f"{day_text(outlook.goal)}: "
    if state := state_text(outlook):
        return text + state
    if not outlook.forecast and _has_average(outlook):
        return f"{text}{per_week(outlook.actual or 0)} per week so far; needs {_required(outlook)}"
    is_contrary = outlook.is_slowing or outlook.is_met_by_pace
    average = f", you average {number(outlook.actual or 0)}" if is_contrary else ""
    return f"{text}{_prediction(outlook)}; needs {_required(outlook)} per week{average}"


def _prediction(outlook: Outlook) -> str:
    if not outlook.forecast:
        return no_progress_text(outlook.paused_on) if outlook.paused_on else "no forecast yet"
    return f"{'' if outlook.forecast.is_too_wide else 'forecast '}{verdict(outlook)}"


def _has_average(outlook: Outlook) -> bool:
    """Return whether there is a pace, although there may be no forecast yet."""
    return bool(outlook.actual and outlook.has_pace and not outlook.paused_on)


def _required(outlook: Outlook) -> str:
    return number(rounded_up(outlook.required or 0))


def state_text(outlook: Outlook) -> str:
    """Return whether the goal is reached, past, or less than a week away; empty if it is none of these."""
    left = f"{topics_text(outlook.left)} left"
    if not outlook.left:
        return _reached(outlook)
    if outlook.is_past:
        return f"past, {left}"
    if outlook.is_last_week:
        return f"{left}, {number(rounded_up(outlook.left / outlook.days))} per day"
    return ""


def prospect_lines(outlook: Outlook) -> Iterator[str]:
    """Yield the forecast, and the pace that the goal requires."""
    about = "about " if outlook.days_early is not None else ""
    needs = "" if outlook.forecast or outlook.paused_on or outlook.is_restarting else FORECAST_NEEDS
    is_wide = outlook.forecast is not None and outlook.forecast.is_too_wide
    yield f"Forecast: {forecast_text(outlook.forecast) if is_wide else f'{about}{verdict(outlook)}{needs}'}."
    if outlook.required and not outlook.is_last_week:
        has_average = outlook.is_met_by_pace or (not outlook.forecast and _has_average(outlook))
        average = f" (you average {number(outlook.actual or 0)})" if has_average else ""
        yield f"To meet the goal: {per_week(rounded_up(outlook.required))} per week{average}."


def fitting_text(outlook: Outlook) -> str:
    """Return why another date fits better than the goal."""
    too_fast, estimate = too_fast_text(outlook), outlook.estimate
    rate = f", at {per_week(float(estimate.per_week))} per week" if estimate.per_week else ""
    if outlook.is_past and rate:
        return f"A new date{rate}"
    return f"{too_fast}. A realistic date{rate}" if too_fast else f"A date that fits your {estimate.rate.value}"


def too_fast_text(outlook: Outlook) -> str:
    """Return that the goal requires too high a pace, if a later date fits; else an empty text."""
    if not outlook.is_too_fast or not outlook.fitting_day:
        return ""
    return TOO_FAST if outlook.is_too_fast_for_all else "Far above your best weeks so far"


def verdict(outlook: Outlook) -> str:
    """Return the forecast and whether it meets the goal, like 6 Apr 2027, 11 weeks late."""
    days = outlook.days_early
    if not outlook.forecast:
        return AFTER_PAUSE if outlook.is_restarting else no_forecast_text(outlook.paused_on)
    if days is None or not outlook.forecast.likely:
        return TOO_EARLY if outlook.forecast.is_too_wide else TEN_YEARS
    return f"{day_text(outlook.forecast.likely)}, {early_text(days)}"


def early_text(days: int) -> str:
    """Return a number of days before a goal, like 3 days early."""
    return f"{span_text(abs(days))} {'early' if days > 0 else 'late'}" if days else "on time"


def forecast_text(forecast: Forecast | None) -> str:
    """Return when the roadmap will likely be finished; without the range if that is too wide to be useful."""
    if not forecast:
        return NO_FORECAST
    likely, earliest, latest = forecast
    if not likely:
        return f"{TEN_YEARS}{f', not before {day_text(earliest)}' if earliest else ''}"
    if not earliest or not latest or forecast.is_too_wide:
        return f"about {likely:%B %Y}, but too early to be sure"
    return f"about {day_text(likely)} (80% chance: {day_text(earliest)} to {day_text(latest)})"


def no_forecast_text(paused_on: dt.date | None) -> str:
    """Return why there is no forecast."""
    return f"none, {no_progress_text(paused_on)}" if paused_on else NO_FORECAST


def no_progress_text(paused_on: dt.date) -> str:
    """Return since when there was no progress."""
    return f"no progress since {day_text(paused_on)}"


def _reached(outlook: Outlook) -> str:
    """Return that the goal was reached, when, and how early."""
    day = outlook.finished_on
    if not day:
        return "reached"
    return f"reached on {day_text(day)}, {early_text((outlook.goal - day).days)}"


def _has_usual_hours(history: History) -> bool:
    return history.habits.hours.total() >= MIN_COMMANDS and history.habits.days_with_hours >= MIN_DAYS


def _streak(streaks: Streaks) -> str:
    length = streaks.current
    current = plural(*length) if length.number else "none now"
    return f"{current}, longest {longest_text(streaks)}"


def pace_text(history: History, pace: Pace) -> str:
    """Return the pace of a history or, if there is not enough data for one, the number of topics so far."""
    if history.has_pace:
        return f"{per_week(pace.per_week)} per week" if pace.per_week else ""
    days = history.days_since_start
    return f"{topics_text(len(history.days_learned))} {f'in {span_text(days)}' if days > 1 else 'so far'}"


def _pace(history: History, pace: Pace) -> str:
    if not history.has_pace:
        return f"{NO_FORECAST}: {pace_text(history, pace)}"
    days = round(pace.weeks * WEEK_DAYS)
    whole = "the first week" if days == WEEK_DAYS else f"the last {days // WEEK_DAYS} weeks"
    span = f"the last {days} days" if days % WEEK_DAYS else whole
    return f"{pace_text(history, pace)} over {span}" if pace.per_week else f"nothing in {span}"


def _forecast_text(history: History, forecast: Forecast | None) -> str:
    if history.count.is_complete:
        return "finished"
    needs = "" if history.paused_on else FORECAST_NEEDS
    return forecast_text(forecast) if forecast else f"{no_forecast_text(history.paused_on)}{needs}"


def _duration(duration: dt.timedelta) -> str:
    return span_text(duration.days) if duration.days else "less than a day"
