"""Measure the accuracy of the forecast: python benchmarks/forecast.py [SEED].

Simulates learners with known habits, requests a forecast when 10% to 80% of the topics are done, and compares it with
the actual finish date. Prints the tables of docs/FORECAST.md, in under a minute. The method was tuned on the habits in
HABITS with other seeds; seed 2028 is reserved for the tables, and "all" excludes the habits in HELD_OUT.
"""

import datetime as dt
import math
import random
import sys
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from statistics import linear_regression, median

from genai_roadmap.report.forecast import HORIZON, MIN_DONE, MIN_WEEKS, forecast, weeks_of

SEED = 2028
LEARNERS = 1000  # per habit
FIRST = dt.date(2026, 1, 1)

Rates = Iterator[float]  # topics per week, for each day


def steady(pace: float, _: random.Random) -> Rates:
    """Yield the same rate every day."""
    while True:
        yield pace


def bursts(pace: float, rng: random.Random) -> Rates:
    """Yield one to three busy weeks, then one to four idle weeks, on average, with random durations."""
    busy, idle = 7 * rng.uniform(1, 3), 7 * rng.uniform(1, 4)
    while True:
        yield from [pace * (busy + idle) / busy] * round(rng.expovariate(1 / busy))
        yield from [0] * round(rng.expovariate(1 / idle))


def holidays(pace: float, rng: random.Random) -> Rates:
    """Yield a steady rate, with one to four weeks off every five to thirteen weeks, on average."""
    between = 7 * rng.uniform(5, 13)
    while True:
        yield from [pace] * round(rng.expovariate(1 / between))
        yield from [0] * round(7 * rng.uniform(1, 4))


def slowing(pace: float, rng: random.Random) -> Rates:
    """Yield a rate that falls towards 25% to 60% of the initial pace."""
    return drifting(pace, (0.25, 0.6), rng)


def speeding(pace: float, rng: random.Random) -> Rates:
    """Yield a rate that rises towards 1.5 to 3 times the initial pace."""
    return drifting(pace, (1.5, 3), rng)


def drifting(pace: float, times: tuple[float, float], rng: random.Random) -> Rates:
    """Yield a rate that approaches a multiple of the initial pace, with a half-life of 8 to 26 weeks."""
    half_life, last = 7 * rng.uniform(8, 26), rng.uniform(*times)
    for day in count():
        yield pace * (last + (1 - last) * 0.5 ** (day / half_life))


def stopping(pace: float, rng: random.Random) -> Rates:
    """Yield a steady rate for 10 to 30 weeks, then 8 to 30 idle weeks, repeatedly."""
    while True:
        yield from [pace] * round(7 * rng.uniform(10, 30))
        yield from [0] * round(7 * rng.uniform(8, 30))


HABITS = {"steady": steady, "bursts": bursts, "holidays": holidays, "slowing down": slowing}
HELD_OUT = {"speeding up": speeding, "long stops": stopping}  # not used to tune the method


@dataclass(frozen=True, slots=True)
class Learner:
    """The days on which each topic is done, and the day of the forecast, counted from the first day."""

    days: list[int]
    today: int

    @property
    def done(self) -> list[int]:
        """The days on which topics were done up to today."""
        return [day for day in self.days if day <= self.today]

    @property
    def left(self) -> int:
        """The number of remaining topics."""
        return len(self.days) - len(self.done)

    @property
    def actual_days(self) -> int:
        """The actual number of days until the learner finishes."""
        return self.days[-1] - self.today

    @property
    def weeks(self) -> list[int]:
        """The number of topics done in each week, as the program counts them."""
        return weeks_of((date(day) for day in self.done), FIRST, date(self.today))


@dataclass(frozen=True, slots=True)
class Guess:
    """A prediction of the days until everything is done; the three are equal if a method has no range."""

    likely: float
    earliest: float
    latest: float


Method = Callable[[Learner], Guess | None]
Guesses = dict[str, Guess | None]
Group = Sequence[tuple[Learner, Guesses]]


def date(day: int) -> dt.date:
    """Return the date of a day counted from the first."""
    return FIRST + dt.timedelta(days=day)


def learner(habit: str, seed: str) -> Learner:
    """Return a learner with 40 to 120 topics, 1 to 8 topics per week, and 2 to 7 learning days per week."""
    rng = random.Random(f"{habit} {seed}")
    total, pace = rng.randint(40, 120), 8 ** rng.random()
    weekdays = rng.sample(range(7), rng.randint(2, 7))
    days: list[int] = []
    for day, rate in enumerate((HABITS | HELD_OUT)[habit](pace, rng)):
        if day % 7 in weekdays:
            days += [day] * poisson(rate / len(weekdays), rng)
        if len(days) >= total:
            break
    days = [day - days[0] for day in days[:total]]
    return Learner(days, rng.randint(days[total // 10], days[total * 8 // 10]))


def poisson(mean: float, rng: random.Random) -> int:
    """Return a random number from the Poisson distribution with this mean."""
    times, at = 0, rng.expovariate(1)
    while at < mean:
        times, at = times + 1, at + rng.expovariate(1)
    return times


def program_forecast(person: Learner) -> Guess | None:
    """Return the forecast of the program."""
    today = date(person.today)
    found = forecast(person.weeks, person.left, today)
    if found is None:
        return None
    return Guess(*((day - today).days if day else math.inf for day in (found.likely, found.earliest, found.latest)))


def weekly_resampling(person: Learner) -> Guess | None:
    """Return a forecast from past weeks drawn one by one."""
    weeks = person.weeks
    if len(weeks) < MIN_WEEKS or sum(weeks) < MIN_DONE:
        return None
    rng = random.Random(1)
    ends = sorted(weeks_until(person.left, weeks, rng) for _ in range(100))
    return Guess(*(math.ceil(7 * ends[percent]) for percent in (50, 10, 90)))


def weeks_until(left: int, weeks: Sequence[int], rng: random.Random) -> float:
    """Return the number of weeks until nothing is left, each drawn from the past weeks."""
    for week in range(HORIZON):
        done = rng.choice(weeks)
        if left <= done:
            return week + left / done
        left -= done
    return HORIZON


def taskwarrior(person: Learner) -> Guess | None:
    """Return the estimate of Taskwarrior's burndown, which extrapolates the average rate since the peak.

    Chart::calculateRates in src/commands/CmdBurndown.cpp of GothenburgBitFactory/taskwarrior: the rate is (peak -
    current) / (now - day of the peak), if the peak was more than three days ago and fewer tasks are pending now; the
    end is now + current / rate. A task is pending on a day if it had not ended when the day began (scanForPeak). All
    topics exist from the first day, so the peak is on the first day.
    """
    done = sum(day < person.today for day in person.days)
    since_peak = person.today + 1
    if not done or since_peak <= 3:
        return None
    days = (len(person.days) - done) * since_peak / done
    return Guess(days, days, days)


def straight_line(person: Learner) -> Guess | None:
    """Return the end of a linear regression of the burn-up (least squares)."""
    by_day = [bisect(person.days, today) for today in range(person.today + 1)]
    if by_day[0] == by_day[-1]:
        return None
    slope, start = linear_regression(range(len(by_day)), by_day)
    days = (len(person.days) - start) / slope - person.today
    return Guess(days, days, days)


RANGES: dict[str, Method] = {"forecast": program_forecast, "week by week": weekly_resampling}
POINTS: dict[str, Method] = {"Taskwarrior": taskwarrior, "straight line": straight_line}
METHODS = RANGES | POINTS


def forecast_row(group: Group) -> list[str]:
    """Return the table row with the coverage and accuracy of the forecast."""
    guesses = compared(group, "forecast")
    return [percent(len(guesses), group), *misses(guesses), width(guesses), error(guesses)]


def comparison_row(group: Group) -> list[str]:
    """Return the table row that compares all methods on the learners who got a forecast."""
    guesses = {name: compared(group, name) for name in METHODS}
    within = [misses(guesses[name])[1] for name in RANGES]
    found = [percent(sum(bool(guesses_by_method[name]) for _, guesses_by_method in group), group) for name in POINTS]
    return [*within, *(error(guesses[name]) for name in METHODS), *found]


def compared(group: Group, name: str) -> list[tuple[Learner, Guess]]:
    """Return the guesses of a method for the learners who got a forecast."""
    return [
        (person, guess)
        for person, guesses_by_method in group
        if guesses_by_method["forecast"] and (guess := guesses_by_method[name])
    ]


def percent(part: int, whole: Sequence[object]) -> str:
    """Return the share as text."""
    return f"{100 * part / len(whole):.0f} %"


def misses(guesses: Sequence[tuple[Learner, Guess]]) -> list[str]:
    """Return the shares of learners who finished before, in and after the range."""
    before = sum(person.actual_days < guess.earliest for person, guess in guesses)
    after = sum(person.actual_days > guess.latest for person, guess in guesses)
    return [percent(part, guesses) for part in (before, len(guesses) - before - after, after)]


def width(guesses: Sequence[tuple[Learner, Guess]]) -> str:
    """Return the median width of the range, relative to the actual time left."""
    return f"{median((guess.latest - guess.earliest) / person.actual_days for person, guess in guesses):.2f}"


def error(guesses: Sequence[tuple[Learner, Guess]]) -> str:
    """Return the median error of the likely day, relative to the actual time left."""
    return f"{median(abs(guess.likely - person.actual_days) / person.actual_days for person, guess in guesses):.2f}"


FORECAST_COLUMNS = ["forecast", "before", "in the range", "after", "width", "error"]
COMPARISON_COLUMNS = (
    [f"range: {name}" for name in RANGES]
    + [f"error: {name}" for name in METHODS]
    + [f"forecast: {name}" for name in POINTS]
)


def main() -> None:
    """Print the tables."""
    seed = sys.argv[1] if len(sys.argv) > 1 else SEED
    groups = {habit: run_methods(habit, seed) for habit in HABITS}
    groups["all"] = [pair for group in groups.values() for pair in group]
    groups |= {habit: run_methods(habit, seed) for habit in HELD_OUT}
    for head, row in ((FORECAST_COLUMNS, forecast_row), (COMPARISON_COLUMNS, comparison_row)):
        print("\n| habit |", " | ".join(head), "|")
        print("|---" + "|--:" * len(head) + "|")
        for name, group in groups.items():
            print("|", " | ".join([name, *row(group)]), "|")


def run_methods(habit: str, seed: object) -> Group:
    """Return learners with a habit, and the guess of each method for them."""
    learners = [learner(habit, f"{seed} {number}") for number in range(LEARNERS)]
    return [(person, {name: method(person) for name, method in METHODS.items()}) for person in learners]


if __name__ == "__main__":
    main()
