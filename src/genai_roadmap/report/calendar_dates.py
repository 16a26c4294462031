"""Parse calendar dates, like 2027-06, 3.11.2026 or Fri 3 November."""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum
from itertools import product, starmap
from typing import TYPE_CHECKING, NamedTuple

from dateutil.relativedelta import relativedelta

from genai_roadmap.progress import change
from genai_roadmap.report.wording import day_text, weekday_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

DAY = dt.timedelta(days=1)
EARLIEST, LATEST = change.EARLIEST.date(), change.LATEST.date()
# A later goal is a typing error.
MAX_GOAL = relativedelta(years=30)
WEEK_DAYS = 7
YEAR_DIGITS = 4
# At least one of this many consecutive years has a 29 February.
LEAP_YEARS = 8
NO_SUCH_DATE = "does not exist; check the day and the month"


def numbered(names: str, start: int) -> dict[str, int]:
    """Return names with consecutive numbers from `start`."""
    return {name: number for number, name in enumerate(names.split(), start)}


FULL_WEEKDAYS = numbered("monday tuesday wednesday thursday friday saturday sunday", 0)
WEEKDAYS = FULL_WEEKDAYS | {name[:3]: day for name, day in FULL_WEEKDAYS.items()}
WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
FULL_MONTHS = numbered("january february march april may june july august september october november december", 1)
MONTHS = {*FULL_MONTHS, *(name[:3] for name in FULL_MONTHS), "sept"}

TIME = re.compile(r"(?:(?<=\d)t|(?<=[a-z\d]) )\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?:[+-]\d\d:?\d\d|z)?$")
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{8}|\d{4}-?w\d\d(-?\d)?")
DOTTED = re.compile(r"\d\. ?\d")
DAY_OF_MONTH = re.compile(r"(?:the )?([1-9]|[12]\d|3[01])(?:st|nd|rd|th)")
QUARTER = re.compile(r"q(?P<number>[1-4])(?: (?P<year>[12]\d{3}))?|(?P<first>[12]\d{3})[ -]?q(?P<late>[1-4])")
WORD = re.compile(r"\d+|[a-z]+")
# Words and numbers with separators between them.
SHAPE = re.compile(r"[a-z\d]+(?:[ ./'-]+[a-z\d]+)*\.?")
FILLER = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|\b(?:the|of) (?=[a-z\d])")
# The parser fills missing parts from a default. Parts that differ between two defaults were not typed.
DEFAULTS = (dt.datetime(2000, 1, 1), dt.datetime(2004, 2, 2))  # noqa: DTZ001 - only their dates are used


class DateUse(Enum):
    """The use of a date: the day of a change, the first day of a selection, or a deadline."""

    ON = "on"
    SINCE = "since"
    BY = "by"


EXAMPLES = {
    DateUse.ON: "2026-06-30, 30 Jun 2026, friday or 3d ago",
    DateUse.SINCE: "2026-06-30, june, last monday or 3d ago",
    DateUse.BY: "2027-06-30, june, friday or +30d",
}
# The year, month and day; None for parts that were not typed.
Fields = tuple[int | None, int | None, int | None]


class Order(NamedTuple):
    """The order of the parts of a date: whether the day comes before the month, and the year before both."""

    day_first: bool = False
    year_first: bool = False


class Period(NamedTuple):
    """The first and the last day of a day, week, month or year."""

    first: dt.date
    last: dt.date


def one_day(day: dt.date) -> Period:
    """Return the period of a single day."""
    return Period(day, day)


def read_calendar_date(text: str, today: dt.date, use: DateUse) -> Period | None:
    """Return the days of a text like 2027-06, 3.11.2026 or Fri 3 November; raise ValueError if there are several."""
    if iso := ISO_DATE.fullmatch(text):
        return _iso_period(text, is_week="w" in text and not iso[1])
    if match := DAY_OF_MONTH.fullmatch(text):
        return _nearest_day(int(match[1]), today, use)
    if quarter := QUARTER.fullmatch(text):
        return _quarter(quarter, today, use)
    if not SHAPE.fullmatch(text):
        return None
    parts = WORD.findall(FILLER.sub("", text))
    weekdays = [word for word in parts if word in WEEKDAYS]
    words = [word for word in parts if word not in WEEKDAYS]
    if len(weekdays) > 1 or not _is_date(words):
        return None
    found = dict.fromkeys(fields for order in _orders(text, words) if (fields := _fields(" ".join(words), order)))
    if not found:
        raise ValueError(NO_SUCH_DATE)
    periods = [_nearest(fields, today, use) for fields in found]
    if len(periods) > 1:
        problem = problem_of(periods, today, use) or ambiguity([period.first for period in periods])
        raise ValueError(problem)
    return _on_weekday(periods[0], weekdays)


def _quarter(match: re.Match[str], today: dt.date, use: DateUse) -> Period:
    """Return a quarter; without a year, the nearest one in the direction of the use."""
    number, year = int(match["late"] or match["number"]), match["year"] or match["first"]
    years = [int(year)] if year else range(today.year - 1, today.year + 2)
    firsts = [dt.date(each, 3 * number - 2, 1) for each in years]
    return _nearest_of([Period(first, first + relativedelta(months=3) - DAY) for first in firsts], today, use)


def _is_date(words: list[str]) -> bool:
    """Return whether the words are the numbers and names of a date."""
    numbers = [word for word in words if word.isdigit()]
    # A single number can be only a year.
    is_clear = len(words) > 1 or words == [word for word in words if word in MONTHS or len(word) == YEAR_DIGITS]
    return bool(words) and is_clear and {*words} - {*numbers} <= MONTHS and all(len(n) <= YEAR_DIGITS for n in numbers)


def _orders(text: str, words: list[str]) -> Iterable[Order]:
    """Return the orders in which the parts of a date can be, which differ by country."""
    if len(words[0]) == YEAR_DIGITS and words[0].isdigit():
        return [Order(year_first=True)]
    if DOTTED.search(text) or not all(word.isdigit() for word in words):
        return [Order(day_first=True)]
    return starmap(Order, product((True, False), (False, True) if "-" in text else (False,)))


def _iso_period(text: str, *, is_week: bool) -> Period:
    try:
        first = dt.date.fromisoformat(text.upper())
    except ValueError:
        raise ValueError(NO_SUCH_DATE) from None
    return Period(first, first + 6 * DAY) if is_week else one_day(first)


def _fields(text: str, order: Order) -> Fields | None:
    """Return the parts of a date that the text contains; None if there is no such date."""
    # Slow to import, and not needed for most dates.
    from dateutil import parser

    try:
        first, second = (
            parser.parse(text, default=default, dayfirst=order.day_first, yearfirst=order.year_first)
            for default in DEFAULTS
        )
    except (ValueError, OverflowError):
        return None
    pairs = [(first.year, second.year), (first.month, second.month), (first.day, second.day)]
    year, month, day = (one if one == other else None for one, other in pairs)
    if year and not day and not re.search(rf"\d{{{YEAR_DIGITS}}}", text):
        # A day that does not exist, like 32 Nov, is not the year.
        return None
    # Otherwise, the parser took a number for the time of day.
    is_complete = len(pairs) - (year, month, day).count(None) == len(text.split())
    return (year, month, day) if is_complete else None


def _nearest(fields: Fields, today: dt.date, use: DateUse) -> Period:
    """Return the period with these fields; without a year, the nearest one in the direction of the use."""
    year, month, day = fields
    years = [year] if year else range(today.year - LEAP_YEARS, today.year + LEAP_YEARS + 1)
    return _nearest_of([period for each in years if (period := _days_of(each, month, day))], today, use)


def _nearest_of(periods: Sequence[Period], today: dt.date, use: DateUse) -> Period:
    """Return the nearest of the periods, which are in order, in the direction of the use."""
    if use is DateUse.BY:
        return next((period for period in periods if period.last >= today), periods[-1])
    return next((period for period in reversed(periods) if period.first <= today), periods[0])


def _nearest_day(number: int, today: dt.date, use: DateUse) -> Period:
    """Return the nearest day with this number of a month, later than today for a deadline and up to today otherwise."""
    is_later = use is DateUse.BY
    # Of two consecutive months, one has the day.
    months = [relativedelta(months=shift, day=number) for shift in ((0, 1, 2) if is_later else (0, -1, -2))]
    days = [day for day in (today + month for month in months) if day.day == number]
    return one_day(next(day for day in days if (day > today if is_later else day <= today)))


def _days_of(year: int, month: int | None, day: int | None) -> Period | None:
    """Return the days of a year, month or date; None if there is no such date."""
    try:
        first = dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day and month:
        return one_day(first)
    # A day after the end of a month means its last day.
    return Period(first, first + relativedelta(month=month or 12, day=31))


def _on_weekday(period: Period, weekdays: list[str]) -> Period:
    """Return the period; raise ValueError if it is not on the weekday that was typed with it."""
    if weekdays and period.first != period.last:
        raise ValueError(NO_SUCH_DATE)
    if weekdays and WEEKDAYS[weekdays[0]] != period.first.weekday():
        problem = f"is a {period.first:%A} in {period.first.year}; type {period.first} or another date"
        raise ValueError(problem)
    return period


def used_day(period: Period, use: DateUse) -> dt.date:
    """Return the day of a period that is used."""
    return period.last if use is DateUse.BY else period.first


def problem_of(periods: Sequence[Period], today: dt.date, use: DateUse) -> str:
    """Return why none of the periods that a text can mean can be used; empty if one can, or for different reasons."""
    shown = " or ".join(weekday_text(used_day(period, use)) for period in periods)
    problems = {_problem(period, today, use, shown) for period in periods}
    return problems.pop() if len(problems) == 1 else ""


def _problem(period: Period, today: dt.date, use: DateUse, shown: str) -> str:
    """Return why the period can't be used; empty if it can."""
    day = used_day(period, use)
    if use is DateUse.BY and day > (latest := today + MAX_GOAL):
        return f"is too far away: {shown}; type a date up to {latest}"
    if not EARLIEST <= day < LATEST:
        if day < EARLIEST:
            return f"is too long ago; type a date from {EARLIEST:%Y-%m-%d} on"
        return f"is too far away; type a date before {LATEST:%Y-%m-%d}"
    if use is DateUse.BY:
        return f"is in the past: {shown}; type a later date, like +6m" if day < today else ""
    if day > today:
        return f'is in the future: {shown}; type today or an earlier date, like "3d ago"'
    is_period = use is DateUse.ON and period.first != period.last
    return f"is not a single day; type one from {period.first} to {min(period.last, today)}" if is_period else ""


def ambiguity(days: Sequence[dt.date], show: Callable[[dt.date], str] = day_text) -> str:
    """Return the message that a text could mean each of the days, and how to type them."""
    return f"could be {' or '.join(map(show, days))}; type {' or '.join(map(str, days))}"
