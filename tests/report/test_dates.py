"""Dates as people type them. Today is Thursday, 26 November 2026."""

import datetime as dt
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from genai_roadmap.report import wording
from genai_roadmap.report.calendar_dates import EARLIEST, LATEST, DateUse
from genai_roadmap.report.dates import read_date

TODAY = dt.date(2026, 11, 26)
DAYS = st.dates(EARLIEST, LATEST - dt.timedelta(days=1))


def read(text: str, use: DateUse = DateUse.ON, today: dt.date = TODAY) -> str:
    return read_date(text, today, use).isoformat()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24", "2026-11-24"),
        ("20261124", "2026-11-24"),
        ("2026-W48-2", "2026-11-24"),
        ("2026-11-24T10:00:00+09:00", "2026-11-24"),
        ("24 Nov 2026 18:00", "2026-11-24"),
        ("3.11.2026", "2026-11-03"),
        ("03.11.26", "2026-11-03"),
        ("2026/11/3", "2026-11-03"),
        ("2026.11.03", "2026-11-03"),
        ("13/11/2026", "2026-11-13"),
        ("11/13/2026", "2026-11-13"),
        ("3/3/2026", "2026-03-03"),
        ("3-Nov-2026", "2026-11-03"),
        ("3 Nov 26", "2026-11-03"),
        ("3 nov '26", "2026-11-03"),
        ("Tue, 3rd of November 2026", "2026-11-03"),
        ("November 3, 2026", "2026-11-03"),
        ("29 feb", "2024-02-29"),
        ("Dec 31", "2025-12-31"),
        ("31.12.", "2025-12-31"),
        ("today", "2026-11-26"),
        ("now", "2026-11-26"),
        ("yesterday", "2026-11-25"),
        ("last night", "2026-11-25"),
        ("this morning", "2026-11-26"),
        ("tonight", "2026-11-26"),
        ("the day before yesterday", "2026-11-24"),
        ("thursday", "2026-11-26"),
        ("friday", "2026-11-20"),
        ("on fri", "2026-11-20"),
        ("last monday", "2026-11-23"),
        ("last thursday", "2026-11-19"),
        ("this tues", "2026-11-24"),
        ("friday last week", "2026-11-20"),
        ("3d ago", "2026-11-23"),
        ("-3d", "2026-11-23"),
        ("3 days", "2026-11-23"),
        ("a week ago", "2026-11-19"),
        ("2 weeks ago", "2026-11-12"),
        ("one week and 2 days ago", "2026-11-17"),
        ("six months ago", "2026-05-26"),
        ("1y 6m", "2025-05-26"),
        ("2w3d ago", "2026-11-09"),
        ("last week friday", "2026-11-20"),
        ("2026\u201311\u201324", "2026-11-24"),
        ("3 nov last year", "2025-11-03"),
        ("end of june this year", "2026-06-30"),
        ("end of june", "2026-06-30"),
        ("the end of last month", "2026-10-31"),
        ("beginning of the year", "2026-01-01"),
        ("yesterday 14:00", "2026-11-25"),
        ("monday 9:30", "2026-11-23"),
        ("25th", "2026-11-25"),
        ("the 26th", "2026-11-26"),
        ("27th", "2026-10-27"),
        ("31st", "2026-10-31"),
    ],
)
def test_dates_in_the_past(text: str, day: str) -> None:
    assert read(text) == day
    assert read(f" {text.upper()} ", DateUse.SINCE) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31 Dec 2027", "2027-12-31"),
        ("Dec 31", "2026-12-31"),
        ("29 feb", "2028-02-29"),
        ("thursday", "2026-12-03"),
        ("friday", "2026-11-27"),
        ("coming friday", "2026-11-27"),
        ("next monday", "2026-11-30"),
        ("next thursday", "2026-12-03"),
        ("monday next week", "2026-11-30"),
        ("tomorrow", "2026-11-27"),
        ("+30d", "2026-12-26"),
        ("+6m", "2027-05-26"),
        ("in 3 weeks", "2026-12-17"),
        ("10 days from now", "2026-12-06"),
        ("2 years", "2028-11-26"),
        ("2027-06", "2027-06-30"),
        ("06/2027", "2027-06-30"),
        ("June 2027", "2027-06-30"),
        ("june", "2027-06-30"),
        ("november", "2026-11-30"),
        ("next june", "2027-06-30"),
        ("june next year", "2027-06-30"),
        ("this december", "2026-12-31"),
        ("2027", "2027-12-31"),
        ("next month", "2026-12-31"),
        ("this week", "2026-11-29"),
        ("2027-W12", "2027-03-28"),
        ("start of 2027", "2027-01-01"),
        ("by june", "2027-06-30"),
        ("until 31 Dec 2027", "2027-12-31"),
        ("by the end of march", "2027-03-31"),
        ("eoy", "2026-12-31"),
        ("by eom", "2026-11-30"),
        ("eoq", "2026-12-31"),
        ("next quarter", "2027-03-31"),
        ("q2", "2027-06-30"),
        ("Q4", "2026-12-31"),
        ("q3 2027", "2027-09-30"),
        ("2027-Q3", "2027-09-30"),
        ("start of q1", "2027-01-01"),
        ("start of next quarter", "2027-01-01"),
        ("2 quarters", "2027-05-26"),
        ("in half a year", "2027-05-26"),
        ("in a fortnight", "2026-12-10"),
        ("25th", "2026-12-25"),
        ("by the 26th", "2026-12-26"),
        ("27th", "2026-11-27"),
        ("31st", "2026-12-31"),
    ],
)
def test_dates_in_the_future(text: str, day: str) -> None:
    assert read(text, DateUse.BY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06", "2026-06-01"),
        ("june", "2026-06-01"),
        ("december", "2025-12-01"),
        ("last june", "2026-06-01"),
        ("june last year", "2025-06-01"),
        ("2025", "2025-01-01"),
        ("last week", "2026-11-16"),
        ("this month", "2026-11-01"),
        ("2026-W12", "2026-03-16"),
        ("since june", "2026-06-01"),
        ("since last monday", "2026-11-23"),
    ],
)
def test_since_is_the_first_day_of_a_period(text: str, day: str) -> None:
    assert read(text, DateUse.SINCE) == day


def test_month_arithmetic_clamps_to_the_last_day() -> None:
    assert read("a month ago", today=dt.date(2026, 3, 31)) == "2026-02-28"
    assert read("+3m", DateUse.BY, dt.date(2026, 11, 30)) == "2027-02-28"


@pytest.mark.parametrize(
    ("text", "use", "error"),
    [
        ("3/11/2026", DateUse.ON, "could be 3 Nov 2026 or 11 Mar 2026; type 2026-11-03 or 2026-03-11"),
        ("3/11", DateUse.BY, "could be 3 Nov 2027 or 11 Mar 2027; type 2027-11-03 or 2027-03-11"),
        (
            "3/11/2026",
            DateUse.BY,
            "is in the past: Tue 3 Nov 2026 or Wed 11 Mar 2026; type a later date, like +6m",
        ),
        ("3/12/2026", DateUse.BY, "could be 3 Dec 2026 or 12 Mar 2026; type 2026-12-03 or 2026-03-12"),
        ("2/12/2028", DateUse.ON, "is in the future: Sat 2 Dec 2028 or Sat 12 Feb 2028; type today or an earlier"),
        ("03-04-05", DateUse.ON, "could be 3 Apr 2005 or 4 May 2003 or .*; type 2005-04-03 or 2003-05-04 or "),
        ("31 Feb 2026", DateUse.ON, "does not exist; check the day and the month"),
        ("2026-02-31", DateUse.ON, "does not exist"),
        ("0000-01-01", DateUse.ON, "does not exist"),
        ("2/12/26", DateUse.ON, "could be 2 Dec 2026 or 12 Feb 2026; type 2026-12-02 or 2026-02-12"),
        ("Wed 2 Dec", DateUse.ON, "is a Tuesday in 2025; type 2025-12-02 or another date"),
        ("2026-W99", DateUse.ON, "does not exist"),
        ("1 Jan 1800", DateUse.ON, "is too long ago; type a date from 1900-01-01 on"),
        ("9999-12-31", DateUse.BY, "is too far away: Fri 31 Dec 9999; type a date up to 2056-11-26"),
        ("9999", DateUse.BY, "is too far away"),
        ("dec 9999", DateUse.BY, "is too far away"),
        ("+99999y", DateUse.BY, "is too far away"),
        ("2500-01-01", DateUse.BY, "is too far away: Fri 1 Jan 2500; type a date up to 2056-11-26"),
        ("27 Nov 2056", DateUse.BY, "is too far away: Mon 27 Nov 2056; type a date up to 2056-11-26"),
        ("in 400 months", DateUse.BY, "is too far away: Fri 26 Mar 2060; type a date up to 2056-11-26"),
        ("99999w ago", DateUse.ON, "is too long ago"),
        ("31 Dec 2027", DateUse.ON, 'is in the future: Fri 31 Dec 2027; type today or an earlier date, like "3d ago"'),
        ("in 3 weeks", DateUse.SINCE, "is in the future: Thu 17 Dec 2026"),
        ("last monday", DateUse.BY, "is in the past: Mon 23 Nov 2026; type a later date, like +6m"),
        ("2026-11", DateUse.ON, "is not a single day; type one from 2026-11-01 to 2026-11-26"),
        ("Fri 26 Nov 2026", DateUse.ON, "is a Thursday in 2026; type 2026-11-26 or another date"),
        ("tomorow", DateUse.BY, "is not a date. Did you mean `tomorrow`?"),
        ("tomorow", DateUse.ON, "is not a date; type one like "),
        ("tommorow", DateUse.SINCE, "is not a date; type one like "),
        ("yesturday", DateUse.BY, "is not a date; type one like "),
        ("yesturday", DateUse.ON, "is not a date. Did you mean `yesterday`?"),
        ("sonday", DateUse.ON, "is not a date. Did you mean `sunday`?"),
        ("fryday", DateUse.BY, "is not a date. Did you mean `friday`?"),
        ("Next firday", DateUse.BY, "is not a date. Did you mean `next friday`?"),
        ("3 weks ago", DateUse.SINCE, "is not a date. Did you mean `3 weeks ago`?"),
        ("32 nov", DateUse.ON, "does not exist; check the day and the month"),
        ("nov 32", DateUse.BY, "does not exist; check the day and the month"),
        ("3 sundays ago", DateUse.ON, "is not a date; type one like "),
        ("+3", DateUse.BY, "is not a date. Did you mean `+3d`, `+3w` or `+3m`?"),
        ("in 3", DateUse.BY, "is not a date. Did you mean `+3d`, `+3w` or `+3m`?"),
        ("3weks ago", DateUse.ON, "is not a date. Did you mean `3weeks ago`?"),
        ("15. Juni", DateUse.BY, "is not a date. Did you mean `15. june`?"),
        ("next", DateUse.BY, 'is not a date; put several words in quotes, like "in 3 days"'),
        ("last", DateUse.ON, 'is not a date; put several words in quotes, like "3 days ago"'),
        ("12", DateUse.ON, 'is only a number; type a whole date, like "12 Nov" or "3 days ago"'),
        ("3", DateUse.BY, 'is only a number; type a whole date, like "12 Nov" or "in 3 days"'),
        (
            "next friday",
            DateUse.BY,
            "could be Fri 27 Nov 2026 or Fri 4 Dec 2026; type 2026-11-27 or 2026-12-04",
        ),
        ("next friday", DateUse.SINCE, "is in the future: Fri 27 Nov 2026"),
        ("by", DateUse.BY, "is not a date; type one like "),
        ("since june", DateUse.BY, "is not a date; type one like "),
        ("until june", DateUse.ON, "is not a date; type one like "),
        (
            "3 topics per week",
            DateUse.BY,
            "is not a date; plan topics per week with: genai-roadmap config plan.per-week 3",
        ),
        ("3/week", DateUse.ON, "is not a date; type one like "),
        ("soon", DateUse.BY, "is not a date; type one like 2027-06-30, june, friday or +30d"),
        ("", DateUse.ON, "is not a date; type one like 2026-06-30, 30 Jun 2026, friday or 3d ago"),
    ],
)
def test_invalid_dates_have_a_hint(text: str, use: DateUse, error: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(text)) + " " + error.replace("+", r"\+").replace("?", r"\?")):
        read(text, use)


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "-30",
        "/ sep",
        "jan st",
        "tue dec",
        "the 32nd",
        "6 june 27 2027",
        "2027 27",
        "0",
        "--",
        "a",
        "m",
        "0x10",
        "1e5",
        "12:30",
        "monday friday",
        "friday 13",
        "june july",
        "in 3 days ago",
        "-3d ago",
        "end of",
        "1 2 3 4",
        "99999-01-01",
        "3 Nov 2026 x",
        "٣ نوفمبر",
        "２０２６-11-03",
        "2026-11-03\x00",
        "a" * 10000,
        "end of " * 7 + "june ",
        "1d " * 16,
    ],
)
@pytest.mark.parametrize("use", DateUse)
def test_invalid_dates_are_rejected(text: str, use: DateUse) -> None:
    with pytest.raises(ValueError, match=r"is not a date|is only a number|does not exist"):
        read(text, use)


@given(DAYS, DAYS)
@example(dt.date(2024, 2, 29), dt.date(2025, 3, 1))
def test_printed_dates_round_trip(day: dt.date, today: dt.date) -> None:
    # A later goal than in 30 years is refused.
    use = DateUse.BY if day >= today else DateUse.ON
    today = max(today, day - dt.timedelta(days=10950))
    for text in (wording.day_text(day), wording.long_day(day), wording.weekday_text(day), day.isoformat()):
        assert read_date(text, today, use) == day
    assert read_date(wording.short_day(day, today), today, use) == day
    assert read_date(f"{wording.day_text(day)} 18:05", today, use) == day
    for time in (dt.time(21, 43, 34, 1, dt.UTC), dt.time(9, 5, tzinfo=dt.timezone(dt.timedelta(hours=9)))):
        assert read_date(dt.datetime.combine(day, time).isoformat(), today, use) == day, "as `log --json` prints it"


WORDS = [
    "3",
    "31",
    "2027",
    "+",
    "-",
    "/",
    ".",
    "in",
    "ago",
    "last",
    "next",
    "end of",
    "friday",
    "jun",
    "w",
    "days",
    "a",
]


@given(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join) | st.text(max_size=20), st.sampled_from(DateUse))
def test_random_text_is_a_date_or_an_error(text: str, use: DateUse) -> None:
    try:
        day = read_date(text, TODAY, use)
    except ValueError as error:
        assert str(error).startswith(repr(text[:50])), "a sentence about the text"
    else:
        assert EARLIEST <= day < LATEST
        assert day == TODAY or (day > TODAY) == (use is DateUse.BY)
