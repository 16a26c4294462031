"""The pace: the topics learned per week, lately."""

from typing import NamedTuple

from genai_roadmap.report.streak import WEEK_DAYS

PACE_WEEKS = 4


class Pace(NamedTuple):
    """The required topics learned per week over the last `weeks` weeks."""

    per_week: float
    weeks: float

    @property
    def topics(self) -> int:
        """The number of topics learned in these weeks."""
        return round(self.per_week * self.weeks)


def pace_days(days: int) -> int:
    """Return the number of days over which the pace is taken, given those since the start."""
    return min(PACE_WEEKS * WEEK_DAYS, max(WEEK_DAYS, days))
