import datetime as dt

import pytest

from genai_roadmap.forecast import Pace, Streak, Trend, pace, streak, trend
from genai_roadmap.progress import Progress, Stamp
from genai_roadmap.statuses import Did, Mark

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
TODAY = NOON.date()


def journal(*days_ago: int, did: Did = Did.DONE, known: bool = False) -> Progress:
    progress = Progress(roadmap="test")
    for number, days in enumerate(days_ago):
        stamp = Stamp(NOON - dt.timedelta(days=days), f"f{number}", "here")
        progress = progress.mark(Mark(did, known=known), (f"t{number}",), stamp)
    return progress


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        ([], Streak(0, 0)),
        ([0], Streak(1, 1)),
        ([1], Streak(1, 1)),
        ([2], Streak(0, 1)),
        ([3, 2, 1], Streak(3, 3)),
        ([9, 8, 7, 6, 1, 0], Streak(2, 4)),
        ([1, 1, 0], Streak(2, 2)),
        ([0, -1], Streak(1, 1)),
    ],
)
def test_streak(days_ago: list[int], expected: Streak) -> None:
    assert streak(journal(*days_ago), TODAY) == expected


def test_a_day_put_right_counts_where_it_is() -> None:
    progress = Progress(roadmap="test").mark(Mark(Did.DONE), ("a",), Stamp(NOON, "one", "here"))
    yesterday = TODAY - dt.timedelta(days=1)
    progress = progress.mark(Mark(Did.DONE, on=yesterday), ("a",), Stamp(NOON, "two", "here"))
    assert streak(progress, TODAY) == Streak(1, 1)


def test_what_makes_a_streak() -> None:
    assert streak(journal(1, 0, did=Did.START), TODAY).current == 2
    assert streak(journal(1, 0, did=Did.SKIP), TODAY).current == 0
    assert streak(journal(1, 0, known=True), TODAY).current == 0


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        ([], None),
        ([0], Pace(1.0, 1.0)),
        ([6, 3, 0], Pace(3.0, 1.0)),
        ([13, 3, 0], Pace(1.5, 2.0)),
        ([100, 27, 14, 1, 0], Pace(1.0, 4)),
        ([100], Pace(0.0, 4)),
    ],
)
def test_pace(days_ago: list[int], expected: Pace | None) -> None:
    assert pace(journal(*days_ago).changes, TODAY) == expected


def test_what_was_known_before_is_outside_the_pace() -> None:
    assert pace(journal(3, 2, known=True).changes, TODAY) is None


def test_a_mark_of_tomorrow_is_not_counted_yet() -> None:
    assert pace(journal(0, -1).changes, TODAY) == Pace(1.0, 1.0)


def test_the_trend_is_both() -> None:
    progress = journal(1, 0)
    assert trend(progress, progress.changes, TODAY) == Trend(Streak(2, 2), Pace(2.0, 1.0))
