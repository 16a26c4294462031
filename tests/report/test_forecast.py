import datetime as dt
import runpy
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genai_roadmap.report.forecast import Forecast, forecast, weeks_of

TODAY = dt.date(2026, 11, 24)
ROOT = Path(__file__).parents[2]

# An example draws thousands of futures.
FEW = settings(max_examples=25)
histories = st.lists(st.integers(0, 12), min_size=2, max_size=60).filter(lambda weeks: sum(weeks) >= 5)
amounts = st.integers(1, 150)


def days(told: Forecast | None) -> list[float]:
    """The earliest, likely and latest end, in days from today."""
    assert told is not None
    return [(day - TODAY).days if day else float("inf") for day in (told.earliest, told.likely, told.latest)]


def ago(number: int) -> dt.date:
    return TODAY - dt.timedelta(days=number)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (0, []),
        (6, [2]),
        (12, [2]),
        (13, [1, 2]),
        (14, [0, 1, 2]),
        (20, [0, 1, 2]),
        (27, [1, 0, 1, 2]),
    ],
)
def test_weeks_end_today_and_go_back_to_the_first_day(first: int, expected: list[int]) -> None:
    assert weeks_of(map(ago, [0, 6, 7, 27]), ago(first), TODAY) == expected


def test_days_to_come_are_in_no_week() -> None:
    assert weeks_of(map(ago, [-1, -8, 0, 13]), ago(13), TODAY) == [1, 1]
    assert weeks_of([ago(-3)], ago(-3), TODAY) == []


@pytest.mark.parametrize("weeks", [[], [9], [0, 0, 0], [2, 0, 2], [0] * 500])
def test_there_is_not_enough_to_tell(weeks: list[int]) -> None:
    assert forecast(weeks, 10, TODAY) is None


@pytest.mark.parametrize("left", [0, -1])
def test_nothing_left_is_nothing_to_tell(left: int) -> None:
    assert forecast([3, 4, 5], left, TODAY) is None


def test_two_weeks_and_five_topics_are_enough() -> None:
    assert forecast([2, 3], 10, TODAY) is not None


def test_a_steady_learner_ends_about_when_the_pace_says() -> None:
    earliest, likely, latest = days(forecast([5] * 30, 50, TODAY))
    assert 63 <= likely <= 77
    assert earliest >= 42
    assert latest <= 140


def test_a_few_weeks_tell_less_than_many() -> None:
    (early, _, late), (earlier, _, later) = days(forecast([3] * 30, 40, TODAY)), days(forecast([3] * 3, 40, TODAY))
    assert late - early < later - earlier


def test_lately_counts_more_than_long_ago() -> None:
    slower, faster = [6] * 12 + [1] * 12, [1] * 12 + [6] * 12
    for late, early in zip(days(forecast(slower, 40, TODAY)), days(forecast(faster, 40, TODAY)), strict=True):
        assert late > early


def test_spells_widen_the_range() -> None:
    (early, _, late), (earlier, _, later) = (
        days(forecast(weeks, 20, TODAY)) for weeks in ([4, 0] * 8, [4, 4, 4, 4, 0, 0, 0, 0] * 2)
    )
    assert late - early < later - earlier


def test_the_week_in_which_it_ends_is_told_to_the_day() -> None:
    assert days(forecast([7] * 100, 1, TODAY))[1] == 1
    assert days(forecast([7] * 100, 4, TODAY))[1] == 4


def test_what_lies_beyond_ten_years_has_no_date() -> None:
    assert forecast([1] * 10, 10_000, TODAY) == Forecast(likely=None, earliest=None, latest=None)
    told = forecast([5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 60, TODAY)
    assert told is not None
    assert told.likely
    assert told.latest is None


@FEW
@given(histories, amounts)
def test_the_same_weeks_give_the_same_answer(weeks: list[int], left: int) -> None:
    assert forecast(weeks, left, TODAY) == forecast(list(weeks), left, TODAY)


@FEW
@given(histories, amounts)
def test_the_likely_day_lies_in_the_range_and_ahead(weeks: list[int], left: int) -> None:
    earliest, likely, latest = days(forecast(weeks, left, TODAY))
    assert 0 < earliest <= likely <= latest


@FEW
@given(histories, st.lists(amounts, min_size=2, max_size=5).map(sorted))
def test_more_left_is_never_sooner(weeks: list[int], lefts: list[int]) -> None:
    for less, more in pairwise(days(forecast(weeks, left, TODAY)) for left in lefts):
        assert all(a <= b for a, b in zip(less, more, strict=True))


@FEW
@given(histories, amounts, st.sampled_from([2, 4, 8]))
def test_twice_the_pace_for_twice_the_way_takes_as_long(weeks: list[int], left: int, times: int) -> None:
    assert forecast([times * done for done in weeks], times * left, TODAY) == forecast(weeks, left, TODAY)


@FEW
@given(histories, amounts, st.integers(1, 3000))
def test_another_day_moves_it_all(weeks: list[int], left: int, later: int) -> None:
    told = forecast(weeks, left, TODAY + dt.timedelta(days=later))
    assert told is not None
    moved = [day and day - dt.timedelta(days=later) for day in (told.likely, told.earliest, told.latest)]
    assert Forecast(*moved) == forecast(weeks, left, TODAY)


@FEW
@given(
    st.lists(st.integers(1, 12), min_size=2, max_size=30).filter(lambda weeks: sum(weeks) >= 5), st.integers(20, 150)
)
def test_idle_weeks_make_it_later(weeks: list[int], left: int) -> None:
    busy, idle = days(forecast(weeks, left, TODAY)), days(forecast([*weeks, 0, 0, 0, 0], left, TODAY))
    assert idle[1] > busy[1]
    assert idle[2] > busy[2]


def test_the_range_holds_four_ends_of_five() -> None:
    script = runpy.run_path(str(ROOT / "benchmarks" / "forecast.py"))
    learners = [script["learner"](habit, f"test {number}") for habit in script["HABITS"] for number in range(60)]
    told = [(asked, guess) for asked in learners if (guess := script["ours"](asked))]
    held = sum(guess.earliest <= asked.truth <= guess.latest for asked, guess in told)
    assert len(told) > 0.85 * len(learners)
    assert 0.75 <= held / len(told) <= 0.85
