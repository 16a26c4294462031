import datetime as dt
from fractions import Fraction

import pytest

from genai_roadmap.report import facts, wording
from genai_roadmap.report.forecast import Forecast
from genai_roadmap.report.outlook import Estimate, Outlook, Rate

TODAY = dt.date(2026, 11, 24)


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


@pytest.mark.parametrize(
    ("forecast", "text"),
    [
        (None, "not enough data yet"),
        (Forecast(days(9), days(2), days(30)), "about 3 Dec 2026 (80% chance: 26 Nov 2026 to 24 Dec 2026)"),
        (Forecast(days(300), days(200), days(1400)), "about September 2027, but too early to be sure"),
        (Forecast(days(300), days(200), None), "about September 2027, but too early to be sure"),
        (Forecast(None, days(200), None), "more than ten years away, not before 12 Jun 2027"),
        (Forecast(None, None, None), "more than ten years away"),
    ],
)
def test_forecast_has_a_range_only_if_it_is_useful(forecast: Forecast | None, text: str) -> None:
    assert facts.forecast_text(forecast) == text


def outlook(goal: int, forecast: Forecast | None, actual: float | None = 1.0) -> Outlook:
    """Return the outlook on a goal with ten topics left."""
    estimate = Estimate(Rate.PACE, days(69), Fraction(1)) if actual else Estimate(Rate.DEFAULT, days(23), Fraction(3))
    if forecast and forecast.likely:
        estimate = Estimate(Rate.FORECAST, forecast.likely)
    return Outlook(days(goal), 10, goal + 1, 10 * 7 / (goal + 1), actual, forecast, estimate)


@pytest.mark.parametrize(
    ("likely", "line"),
    [
        (30, "Forecast: about 24 Dec 2026, on time."),
        (29, "Forecast: about 23 Dec 2026, 1 day early."),
        (700, "Forecast: about 24 Oct 2028, 22 months late."),
        (None, "Forecast: more than ten years away."),
    ],
)
def test_prospects(likely: int | None, line: str) -> None:
    day = None if likely is None else days(likely)
    found = outlook(30, Forecast(day, days(5), day))
    assert [*facts.prospect_lines(found)] == [line, "To meet the goal: 2.3 topics per week."]
    without = outlook(30, None)
    assert [*facts.prospect_lines(without)][1] == "To meet the goal: 2.3 topics per week (you average 1)."


@pytest.mark.parametrize(
    ("found", "day"),
    [
        (outlook(30, Forecast(days(31), days(5), None)), days(31)),
        (outlook(30, Forecast(days(30), days(5), None)), None),
        (outlook(30, None, 1.0), days(69)),
        (outlook(80, None, 1.0), None),
        (outlook(10, None, None), None),
        (outlook(2, None, None), days(23)),
    ],
)
def test_date_that_fits_the_pace(found: Outlook, day: dt.date | None) -> None:
    assert found.fitting_day == day


def test_forecast_that_is_earlier_than_the_pace_names_both() -> None:
    found = outlook(30, Forecast(days(20), days(10), days(40)))
    assert (
        facts.goal_text(found) == "24 Dec 2026: forecast 14 Dec 2026, 10 days early; needs 2.3 per week, you average 1"
    )
    fast = outlook(30, Forecast(days(20), days(10), days(40)), 3.0)
    assert facts.goal_text(fast) == "24 Dec 2026: forecast 14 Dec 2026, 10 days early; needs 2.3 per week"


def test_goal_reached_on_the_day() -> None:
    reached = Outlook(TODAY, 0, 1, 0, None, None, Estimate(Rate.DEFAULT, TODAY), TODAY)
    assert facts.goal_text(reached) == "24 Nov 2026: reached on 24 Nov 2026, on time"
    assert facts.goal_text(reached._replace(finished_on=None)) == "24 Nov 2026: reached"


def test_goal_that_is_too_fast_names_a_realistic_date() -> None:
    found = outlook(2, None, None)
    assert facts.too_fast_text(found) == "Too fast to learn well"
    assert [*facts.prospect_lines(found)] == ["Forecast: not enough data yet; it needs 5 topics and 2 weeks."]
    far = outlook(30, None)._replace(best=0.5)
    assert facts.too_fast_text(far) == "Far above your best weeks so far"
    assert facts.too_fast_text(far._replace(best=1.0)) == ""
    last = outlook(1, None)._replace(left=1, required=7.0, best=1.0)
    assert facts.too_fast_text(last) == "", "one topic in the last day is no more than one in a week"
    early = outlook(2, Forecast(days(1), days(1), days(1)))
    assert facts.too_fast_text(early) == "", "according to the forecast, there is enough time"


@pytest.mark.parametrize(
    ("value", "text"), [(11.42, "11.5"), (2.3, "2.3"), (0.1 + 0.2, "0.3"), (3.0, "3"), (0.05, "less than 0.1")]
)
def test_a_required_pace_is_rounded_up(value: float, text: str) -> None:
    assert wording.number(wording.rounded_up(value)) == text


@pytest.mark.parametrize(("value", "text"), [(0.25, "0.3"), (0.35, "0.4"), (1.15, "1.2"), (2.249, "2.2"), (4.0, "4")])
def test_numbers_are_rounded_half_up(value: float, text: str) -> None:
    assert wording.number(value) == text
    assert wording.one_decimal(value) == float(text)
