import datetime as dt

import pytest

from genai_roadmap.report import facts
from genai_roadmap.report.forecast import Forecast
from genai_roadmap.report.plan import Outlook

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
        (Forecast(None, days(200), None), "after 12 Jun 2027 at your current pace"),
        (Forecast(None, None, None), "after ten years from now at your current pace"),
    ],
)
def test_forecast_has_a_range_only_if_it_is_useful(forecast: Forecast | None, text: str) -> None:
    assert facts.forecast_text(forecast) == text


def outlook(goal: int, forecast: Forecast | None, actual: float | None = 1.0) -> Outlook:
    return Outlook(days(goal), 10, goal + 1, 10 * 7 / (goal + 1), actual, forecast)


@pytest.mark.parametrize(
    ("likely", "line"),
    [
        (30, "At your pace you finish about 24 Dec 2026, just in time."),
        (29, "At your pace you finish about 23 Dec 2026, 1 day before your goal."),
        (700, "At your pace you finish about 24 Oct 2028, 22 months after your goal."),
        (None, "At your pace you need more than ten years."),
    ],
)
def test_prospects(likely: int | None, line: str) -> None:
    found = outlook(30, Forecast(None if likely is None else days(likely), days(5), None))
    assert [*facts.prospect_lines(found)] == [line, "To make it: 2.3 topics per week (you average 1)."]


@pytest.mark.parametrize(
    ("found", "day"),
    [
        (outlook(30, Forecast(days(31), days(5), None)), days(31)),
        (outlook(30, Forecast(days(30), days(5), None)), None),
        (outlook(30, Forecast(None, days(5), None)), None),
        (outlook(30, None, 1.0), days(69)),
        (outlook(80, None, 1.0), None),
        (outlook(30, None, 0.01), None),
        (outlook(30, None, None), None),
    ],
)
def test_date_that_fits_the_pace(found: Outlook, day: dt.date | None) -> None:
    assert found.fitting_day == day


def test_goal_reached_on_the_day() -> None:
    reached = Outlook(TODAY, 0, 1, 0, None, None, TODAY)
    assert facts.goal_text(reached) == "24 Nov 2026: reached on 24 Nov 2026, on time"
    assert facts.goal_text(reached._replace(finished_on=None)) == "24 Nov 2026: reached"
