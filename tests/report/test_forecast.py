import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast import HABITS, learner, program_forecast
from genai_roadmap.report.forecast import Forecast, after_last_gap, forecast, weeks_of

TODAY = dt.date(2026, 11, 24)

# Each example runs thousands of simulations.
FEW = settings(max_examples=settings().max_examples // 4)
histories = st.lists(st.integers(0, 12), min_size=2, max_size=60).filter(lambda weeks: sum(weeks) >= 5)
amounts = st.integers(1, 150)


def days(found: Forecast | None) -> list[float]:
    """Return the earliest, likely and latest end in days from today."""
    assert found is not None
    return [(day - TODAY).days if day else float("inf") for day in (found.earliest, found.likely, found.latest)]


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
def test_weeks_end_today_and_start_on_the_first_day(first: int, expected: list[int]) -> None:
    assert weeks_of(map(ago, [0, 6, 7, 27]), ago(first), TODAY) == expected


def test_future_days_are_in_no_week() -> None:
    assert weeks_of(map(ago, [-1, -8, 0, 13]), ago(13), TODAY) == [1, 1]
    assert weeks_of([ago(-3)], ago(-3), TODAY) == []


@pytest.mark.parametrize("weeks", [[], [9], [0, 0, 0], [2, 0, 2], [0] * 500])
def test_no_forecast_without_enough_weeks(weeks: list[int]) -> None:
    assert forecast(weeks, 10, TODAY) is None


@pytest.mark.parametrize("left", [0, -1])
def test_no_forecast_if_nothing_is_left(left: int) -> None:
    assert forecast([3, 4, 5], left, TODAY) is None


def test_two_weeks_and_five_topics_are_enough() -> None:
    assert forecast([2, 3], 10, TODAY) is not None


def test_forecast_of_a_steady_learner_matches_the_pace() -> None:
    earliest, likely, latest = days(forecast([5] * 30, 50, TODAY))
    assert 63 <= likely <= 77
    assert earliest >= 42
    assert latest <= 140


def test_interval_is_wider_after_few_weeks() -> None:
    (early, _, late), (earlier, _, later) = days(forecast([3] * 30, 40, TODAY)), days(forecast([3] * 3, 40, TODAY))
    assert late - early < later - earlier


def test_recent_weeks_weigh_more() -> None:
    slower, faster = [6] * 12 + [1] * 12, [1] * 12 + [6] * 12
    for late, early in zip(days(forecast(slower, 40, TODAY)), days(forecast(faster, 40, TODAY)), strict=True):
        assert late > early


def test_clustered_weeks_widen_the_interval() -> None:
    (early, _, late), (earlier, _, later) = (
        days(forecast(weeks, 20, TODAY)) for weeks in ([4, 0] * 8, [4, 4, 4, 4, 0, 0, 0, 0] * 2)
    )
    assert late - early < later - earlier


def test_last_week_is_interpolated_to_the_day() -> None:
    assert days(forecast([7] * 100, 1, TODAY))[1] == 1
    assert days(forecast([7] * 100, 4, TODAY))[1] == 4


def test_no_date_beyond_ten_years() -> None:
    assert forecast([1] * 10, 10_000, TODAY) == Forecast(likely=None, earliest=None, latest=None)
    found = forecast([5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 60, TODAY)
    assert found is not None
    assert found.likely
    assert found.latest is None


@FEW
@given(histories, amounts)
def test_forecast_is_deterministic(weeks: list[int], left: int) -> None:
    assert forecast(weeks, left, TODAY) == forecast(list(weeks), left, TODAY)


@FEW
@given(histories, amounts)
def test_likely_day_is_in_the_interval_and_in_the_future(weeks: list[int], left: int) -> None:
    earliest, likely, latest = days(forecast(weeks, left, TODAY))
    assert 0 < earliest <= likely <= latest


@FEW
@given(histories, st.lists(amounts, min_size=2, max_size=5).map(sorted))
def test_more_topics_never_take_less_time(weeks: list[int], lefts: list[int]) -> None:
    for less, more in pairwise(days(forecast(weeks, left, TODAY)) for left in lefts):
        assert all(a <= b for a, b in zip(less, more, strict=True))


@FEW
@given(histories, amounts, st.sampled_from([2, 4, 8]))
def test_forecast_scales_with_pace_and_remaining_topics(weeks: list[int], left: int, times: int) -> None:
    assert forecast([times * done for done in weeks], times * left, TODAY) == forecast(weeks, left, TODAY)


@FEW
@given(histories, amounts, st.integers(1, 3000))
def test_forecast_shifts_with_the_day(weeks: list[int], left: int, later: int) -> None:
    found = forecast(weeks, left, TODAY + dt.timedelta(days=later))
    assert found is not None
    moved = [day and day - dt.timedelta(days=later) for day in (found.likely, found.earliest, found.latest)]
    assert Forecast(*moved) == forecast(weeks, left, TODAY)


@FEW
@given(
    st.lists(st.integers(1, 12), min_size=2, max_size=30).filter(lambda weeks: sum(weeks) >= 5), st.integers(20, 150)
)
def test_idle_weeks_delay_the_forecast(weeks: list[int], left: int) -> None:
    busy, idle = days(forecast(weeks, left, TODAY)), days(forecast([*weeks, 0, 0, 0, 0], left, TODAY))
    assert idle[1] > busy[1]
    assert idle[2] > busy[2]


def test_interval_covers_80_percent() -> None:
    learners = [learner(habit, f"test {number}") for habit in HABITS for number in range(60)]
    found = [(person, guess) for person in learners if (guess := program_forecast(person))]
    inside = sum(guess.earliest <= person.actual_days <= guess.latest for person, guess in found)
    assert len(found) > 0.85 * len(learners)
    assert 0.75 <= inside / len(found) <= 0.85


def test_weeks_before_a_long_gap_do_not_count() -> None:
    old, recent = [ago(9_000), ago(8_990)], [ago(60), ago(30), ago(1)]
    assert after_last_gap(old + recent, ago(9_000)) == ago(60)
    assert after_last_gap(recent, ago(60)) == ago(60)
    assert after_last_gap([ago(200), ago(20)], ago(200)) == ago(200), "a gap of 180 days"
    assert after_last_gap([], ago(7)) == ago(7)
