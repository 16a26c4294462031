"""Parse dates as people type them, including every date that `wording` writes."""

import datetime as dt
import re
from collections.abc import Iterable

from dateutil.relativedelta import relativedelta

from genai_roadmap.report.calendar_dates import (
    DAY,
    EXAMPLES,
    MAX_GOAL,
    MONTHS,
    SHAPE,
    TIME,
    WEEK_DAYS,
    WEEKDAYS,
    DateUse,
    Period,
    ambiguity,
    numbered,
    one_day,
    problem_of,
    read_calendar_date,
    used_day,
)
from genai_roadmap.report.wording import weekday_text
from genai_roadmap.spelling import nearest
from genai_roadmap.text import listed

MAX_LENGTH = 50
# Dashes as word processors write them.
REPLACED = {ord(","): " ", **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-")}

COUNTS = numbered("one two three four five six seven eight nine ten eleven twelve", 1) | {"a": 1, "an": 1}
UNITS = dict.fromkeys(("d", "day"), relativedelta(days=1)) | dict.fromkeys(("w", "wk", "week"), relativedelta(weeks=1))
UNITS |= dict.fromkeys(("m", "mo", "month"), relativedelta(months=1))
UNITS |= {"quarter": relativedelta(months=3), **dict.fromkeys(("y", "yr", "year"), relativedelta(years=1))}
NAMED = {"day before yesterday": -2, "yesterday": -1, "today": 0, "now": 0, "tomorrow": 1, "day after tomorrow": 2}
NAMED |= {"last night": -1, "yesterday evening": -1, "this morning": 0, "this afternoon": 0, "this evening": 0}
NAMED |= {"tonight": 0}
SHIFTS = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}
# Words that people type before a date, by its use, and short forms of dates.
INTRODUCTIONS = {DateUse.BY: "by|until|till", DateUse.SINCE: "since", DateUse.ON: "on"}
SHORT_FORMS = {"sow": "start of week", "som": "start of month", "soq": "start of quarter", "soy": "start of year"}
SHORT_FORMS |= {"eow": "end of week", "eom": "end of month", "eoq": "end of quarter", "eoy": "end of year"}
SHORT_FORMS |= {"fortnight": "2 weeks", "a fortnight": "2 weeks", "half a year": "6 months"}
# First words of longer dates, which a shell passes alone if the date is not quoted.
BEGINNINGS = {*SHIFTS, *COUNTS, "in", "end", "start", "beginning", "day", "the"}
KNOWN_WORDS = {
    *WEEKDAYS,
    *MONTHS,
    *UNITS,
    *(f"{unit}s" for unit in UNITS),
    *NAMED,
    "of",
    *BEGINNINGS,
    *(word for words in INTRODUCTIONS.values() for word in words.split("|")),
    *(word for form in SHORT_FORMS for word in form.split()),
    "ago",
    "from",
}
PAST_ONLY = {"yesterday", "last", "past", "previous", "ago"}
FUTURE_ONLY = {"tomorrow", "next", "coming"}
# Words that are neither dates nor misspelled dates.
TIMES_OF_DAY = {"night", "morning", "noon", "afternoon", "evening", "midnight"}
# Typed instead of a goal by people who want none.
NO_GOAL = {"clear", "never", "no", "none", "off"}
# Sorted with long names first, because short ones match too easily.
SUGGESTIONS = sorted(
    (word for word in KNOWN_WORDS - {"the"} if re.fullmatch("[a-z]{3,}", word)), key=lambda word: (-len(word), word)
)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_LENGTH = rf"(?:\d{{1,5}} ?|\b(?:{_any_of(COUNTS)}) )(?:{_any_of(UNITS)})s?(?![a-z])"
DISTANCE = re.compile(rf"(in |[+-] ?)?({_LENGTH}(?: ?(?:and )?{_LENGTH})?)( ago| from now| from today)?")
ONE_LENGTH = re.compile(rf"(\d+|\b(?:{_any_of(COUNTS)})(?= )) ?({_any_of(UNITS)})s?(?![a-z])")
WEEKDAY = re.compile(rf"(?:on )?(?:({_any_of(SHIFTS)}) )?({_any_of(WEEKDAYS)})")
WEEKDAY_OF_WEEK = re.compile(rf"({_any_of(WEEKDAYS)}) (last|this|next) week")
WEEK_WITH_WEEKDAY = re.compile(rf"((?:last|this|next) week) ({_any_of(WEEKDAYS)})")
MONTH = re.compile(rf"({_any_of(SHIFTS)}) ({_any_of(MONTHS)})")
OF_YEAR = re.compile(r"(?<=[a-z] )(last|this|next) year$")
CALENDAR_PERIOD = re.compile(rf"(?:the )?(?:({_any_of(SHIFTS)}) )?(week|month|quarter|year)")
SHORT_FORM = re.compile(rf"\b({_any_of(SHORT_FORMS)})\b")
PACE = re.compile(r"([1-9]\d?|100) ?(?:topics?)? ?(?:/|per|a|each|every) ?week")
WITHOUT_UNIT = re.compile(r"(?:\+|in) ?([1-9]\d{0,2})")
EDGE = re.compile(r"(?:the )?(start|beginning|end) of (.+)")


def read_date(text: str, today: dt.date, use: DateUse) -> dt.date:
    """Return the date that a text means today; raise ValueError with the problem and what to type.

    An incomplete date is in the past or, for `BY`, in the future. `SINCE` a month
    means its first day, and `BY` a month its last day.
    """
    try:
        return _read(text, today, use)
    except OverflowError:
        latest = today + MAX_GOAL if use is DateUse.BY else today
        problem = f"is too far away; type a date up to {latest}"
    except ValueError as error:
        problem = str(error)
    message = f"{text[:MAX_LENGTH]!r} {problem}"
    raise ValueError(message)


def _read(text: str, today: dt.date, use: DateUse) -> dt.date:
    period = _period(_normalized(text, today, use), today, use)
    if not period:
        raise ValueError(_not_a_date(text, today, use))
    if problem := problem_of([period], today, use):
        raise ValueError(problem)
    return used_day(period, use)


def _normalized(text: str, today: dt.date, use: DateUse) -> str:
    """Return the text in small letters with single spaces and plain dashes, and without a time or filler words."""
    text = " ".join(text[: 2 * MAX_LENGTH].casefold().translate(REPLACED).split())
    text = TIME.sub("", text)
    text = re.sub(rf"^(?:{INTRODUCTIONS[use]}) (?=.)", "", text)
    text = SHORT_FORM.sub(lambda match: SHORT_FORMS[match[1]], text)
    text = WEEK_WITH_WEEKDAY.sub(r"\2 \1", text)
    return OF_YEAR.sub(lambda match: str(today.year + SHIFTS[match[1]]), text)


def _not_a_date(text: str, today: dt.date, use: DateUse) -> str:
    """Return the message that a text is not a date, with corrections or examples."""
    if meant := _corrections(text.casefold(), today, use):
        return f"is not a date. Did you mean {listed(map('`{}`'.format, meant), 'or')}?"
    if use is DateUse.BY and text.casefold() in NO_GOAL:
        return "is not a date; clear the goal with: genai-roadmap goal --clear"
    if use is DateUse.BY and (pace := PACE.fullmatch(" ".join(text.casefold().split()))):
        return f"is not a date; plan topics per week with: genai-roadmap config plan.per-week {pace[1]}"
    example = "in 3 days" if use is DateUse.BY else "3 days ago"
    if text.isdecimal():
        return f'is only a number; type a whole date, like "12 Nov" or "{example}"'
    if text.casefold() in BEGINNINGS:
        return f'is not a date; put several words in quotes, like "{example}"'
    return f"is not a date; type one like {EXAMPLES[use]}"


def _corrections(text: str, today: dt.date, use: DateUse) -> list[str]:
    """Return the dates that were probably meant: with a corrected word, or for a number of days, weeks or months."""
    if use is DateUse.BY and (number := WITHOUT_UNIT.fullmatch(text.strip())):
        distances = (f"+{number[1]}{unit}" for unit in "dwm")
        found = ((each, _distance(each, today, use)) for each in distances)
        return [each for each, period in found if period and not problem_of([period], today, use)]
    for word in re.findall(r"[a-z]{3,}", text[:MAX_LENGTH]):
        if word not in KNOWN_WORDS | TIMES_OF_DAY | NO_GOAL and (name := _suggestion(word, use)):
            meant = text.replace(word, name) if SHAPE.fullmatch(text) else name
            if name == meant or _is_date(meant, today, use):
                return [meant]
    return []


def _is_date(text: str, today: dt.date, use: DateUse) -> bool:
    try:
        return _period(_normalized(text, today, use), today, use) is not None
    except ValueError:
        # It is ambiguous.
        return True


def _suggestion(word: str, use: DateUse) -> str:
    """Return the word that was probably meant and can be used; empty if there is none."""
    unusable = PAST_ONLY if use is DateUse.BY else FUTURE_ONLY
    names = nearest(word, (name for name in SUGGESTIONS if name not in unusable))
    # The first letter is seldom wrong.
    likely = [name for name in names if name[0] == word[0]]
    return next(iter(likely or names), "")


def _period(text: str, today: dt.date, use: DateUse) -> Period | None:
    """Return the period that a text means; None if it is not a date."""
    if len(text) > MAX_LENGTH or not text.isascii():
        return None
    if edge := EDGE.fullmatch(text):
        found = _period(edge[2], today, use)
        return found and (one_day(found.last) if edge[1] == "end" else one_day(found.first))
    if (name := text.removeprefix("the ")) in NAMED:
        return one_day(today + NAMED[name] * DAY)
    return (
        _distance(text, today, use)
        or _weekday(text, today, use)
        or _calendar_period(text, today)
        or read_calendar_date(text, today, use)
    )


def _distance(text: str, today: dt.date, use: DateUse) -> Period | None:
    """Return the day of a text like 3d ago, +6m or in 2 weeks; without a direction, the use decides."""
    match = DISTANCE.fullmatch(text)
    if not match or (match[1] and match[3]):
        return None
    before, after = match[1] or "", match[3] or ""
    is_past = before.startswith("-") or after == " ago" or not (before or after or use is DateUse.BY)
    lengths = ONE_LENGTH.findall(match[2])
    distance = sum((UNITS[unit] * (COUNTS.get(n) or int(n)) for n, unit in lengths), relativedelta())
    try:
        return one_day(today - distance if is_past else today + distance)
    except ValueError:
        # The year is out of range.
        raise OverflowError from None


def _weekday(text: str, today: dt.date, use: DateUse) -> Period | None:
    """Return the day of a text like friday, last monday or friday next week."""
    if match := WEEKDAY_OF_WEEK.fullmatch(text):
        return one_day(_monday(today) + DAY * (WEEKDAYS[match[1]] + WEEK_DAYS * SHIFTS[match[2]]))
    match = WEEKDAY.fullmatch(text)
    if not match:
        return None
    weekday, shift = WEEKDAYS[match[2]], SHIFTS[match[1]] if match[1] else None
    if shift == 0:
        return one_day(_monday(today) + DAY * weekday)
    # Last and next exclude today.
    start = today + DAY * (shift or 0)
    if match[1] == "next" and use is DateUse.BY and today.weekday() < weekday:
        # People disagree whether it is in this week or in the next one.
        this_week = _monday(today) + DAY * weekday
        raise ValueError(ambiguity([this_week, this_week + DAY * WEEK_DAYS], weekday_text))
    if shift == 1 or (shift is None and use is DateUse.BY):
        # A goal is never today.
        start = today + DAY
        return one_day(start + DAY * ((weekday - start.weekday()) % WEEK_DAYS))
    return one_day(start - DAY * ((start.weekday() - weekday) % WEEK_DAYS))


def _calendar_period(text: str, today: dt.date) -> Period | None:
    """Return the days of a text like last month, next year or next june."""
    if match := MONTH.fullmatch(text):
        shift = SHIFTS[match[1]]
        date = match[2] if shift else f"{match[2]} {today.year}"
        return read_calendar_date(date, today, DateUse.BY if shift > 0 else DateUse.SINCE)
    if not (match := CALENDAR_PERIOD.fullmatch(text)):
        return None
    unit = match[2]
    quarter = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    first = {"week": _monday(today), "month": month, "quarter": quarter, "year": year}[unit]
    first += UNITS[unit] * SHIFTS.get(match[1], 0)
    return Period(first, first + UNITS[unit] - DAY)


def _monday(day: dt.date) -> dt.date:
    return day - DAY * day.weekday()
