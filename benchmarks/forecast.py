"""How far the forecast can be trusted: python benchmarks/forecast.py [SEED].

Draws learners with known habits, asks for a forecast somewhere between 10 % and 80 % of the way, and looks when they
truly end. Prints the tables of docs/FORECAST.md, in under a minute. The method was chosen on the same habits, but with
other seeds; the tables are of seed 2028, which was kept for them, and "all" is without the habits of UNSEEN.
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
LEARNERS = 1000  # of each habit
FIRST = dt.date(2026, 1, 1)

Rates = Iterator[float]  # topics a week, as of each day


def steady(pace: float, _: random.Random) -> Rates:
    """The same each week, but for luck."""
    while True:
        yield pace


def bursts(pace: float, chance: random.Random) -> Rates:
    """One to three weeks of zeal, then one to four of nothing, on average; each as long as it happens to be."""
    zeal, rest = 7 * chance.uniform(1, 3), 7 * chance.uniform(1, 4)
    while True:
        yield from [pace * (zeal + rest) / zeal] * round(chance.expovariate(1 / zeal))
        yield from [0] * round(chance.expovariate(1 / rest))


def holidays(pace: float, chance: random.Random) -> Rates:
    """Steady, with one to four weeks off every five to thirteen weeks, on average."""
    between = 7 * chance.uniform(5, 13)
    while True:
        yield from [pace] * round(chance.expovariate(1 / between))
        yield from [0] * round(7 * chance.uniform(1, 4))


def slowing(pace: float, chance: random.Random) -> Rates:
    """Falling towards 25 to 60 % of the first pace."""
    return drifting(pace, (0.25, 0.6), chance)


def speeding(pace: float, chance: random.Random) -> Rates:
    """Rising towards one and a half to three times the first pace."""
    return drifting(pace, (1.5, 3), chance)


def drifting(pace: float, times: tuple[float, float], chance: random.Random) -> Rates:
    """From the pace towards some times the pace, half of the way in 8 to 26 weeks."""
    half_life, last = 7 * chance.uniform(8, 26), chance.uniform(*times)
    for day in count():
        yield pace * (last + (1 - last) * 0.5 ** (day / half_life))


def stopping(pace: float, chance: random.Random) -> Rates:
    """Steady for 10 to 30 weeks, then 8 to 30 weeks of nothing, again and again."""
    while True:
        yield from [pace] * round(7 * chance.uniform(10, 30))
        yield from [0] * round(7 * chance.uniform(8, 30))


HABITS = {"steady": steady, "bursts": bursts, "holidays": holidays, "slowing down": slowing}
UNSEEN = {"speeding up": speeding, "long stops": stopping}  # the method was not chosen on these


@dataclass(frozen=True, slots=True)
class Learner:
    """The days, counted from the first, on which each topic gets done, and the day on which the learner asks."""

    days: list[int]
    today: int

    @property
    def done(self) -> list[int]:
        """The days of what is done when the learner asks."""
        return [day for day in self.days if day <= self.today]

    @property
    def left(self) -> int:
        """How many topics are left to do."""
        return len(self.days) - len(self.done)

    @property
    def truth(self) -> int:
        """How many days it will take."""
        return self.days[-1] - self.today

    @property
    def weeks(self) -> list[int]:
        """The weeks as the program counts them."""
        return weeks_of((date(day) for day in self.done), FIRST, date(self.today))


@dataclass(frozen=True, slots=True)
class Guess:
    """In how many days all will be done, and between what; the same thrice from a method that knows no range."""

    likely: float
    earliest: float
    latest: float


Method = Callable[[Learner], Guess | None]
Answers = dict[str, Guess | None]
Group = Sequence[tuple[Learner, Answers]]


def date(day: int) -> dt.date:
    """The date of a day counted from the first."""
    return FIRST + dt.timedelta(days=day)


def learner(habit: str, seed: str) -> Learner:
    """One learner: 40 to 120 topics, 1 to 8 a week, on 2 to 7 days of the week."""
    chance = random.Random(f"{habit} {seed}")
    total, pace = chance.randint(40, 120), 8 ** chance.random()
    weekdays = chance.sample(range(7), chance.randint(2, 7))
    days: list[int] = []
    for day, rate in enumerate((HABITS | UNSEEN)[habit](pace, chance)):
        if day % 7 in weekdays:
            days += [day] * poisson(rate / len(weekdays), chance)
        if len(days) >= total:
            break
    days = [day - days[0] for day in days[:total]]
    return Learner(days, chance.randint(days[total // 10], days[total * 8 // 10]))


def poisson(mean: float, chance: random.Random) -> int:
    """How many of what happens `mean` times a day, on average, happen today."""
    times, at = 0, chance.expovariate(1)
    while at < mean:
        times, at = times + 1, at + chance.expovariate(1)
    return times


def ours(asked: Learner) -> Guess | None:
    """What the program says."""
    today = date(asked.today)
    told = forecast(asked.weeks, asked.left, today)
    if told is None:
        return None
    return Guess(*((day - today).days if day else math.inf for day in (told.likely, told.earliest, told.latest)))


def plain(asked: Learner) -> Guess | None:
    """The weeks there were, drawn one by one, as if they were all that could ever be."""
    weeks = asked.weeks
    if len(weeks) < MIN_WEEKS or sum(weeks) < MIN_DONE:
        return None
    chance = random.Random(1)
    ends = sorted(weeks_until(asked.left, weeks, chance) for _ in range(100))
    return Guess(*(math.ceil(7 * ends[percent]) for percent in (50, 10, 90)))


def weeks_until(left: int, weeks: Sequence[int], chance: random.Random) -> float:
    """After how many weeks nothing is left, where each is like one of those there were."""
    for week in range(HORIZON):
        done = chance.choice(weeks)
        if left <= done:
            return week + left / done
        left -= done
    return HORIZON


def taskwarrior(asked: Learner) -> Guess | None:
    """Taskwarrior's burndown: what went since the peak, spread evenly, goes on.

    Chart::calculateRates in src/commands/CmdBurndown.cpp of GothenburgBitFactory/taskwarrior: the rate is (peak -
    current) / (now - day of the peak), asked for only where the peak was more than three days ago and less is pending
    now; the end is now + current / rate. Pending on a day is what had not ended as the day began (scanForPeak), so
    where all topics are there from the first day, that is the day of the peak. It has no range.
    """
    done = sum(day < asked.today for day in asked.days)
    since_peak = asked.today + 1
    if not done or since_peak <= 3:
        return None
    days = (len(asked.days) - done) * since_peak / done
    return Guess(days, days, days)


def straight_line(asked: Learner) -> Guess | None:
    """The line through all days of the burn-up, by least squares, drawn on to the top."""
    by_day = [bisect(asked.days, today) for today in range(asked.today + 1)]
    if by_day[0] == by_day[-1]:
        return None
    slope, start = linear_regression(range(len(by_day)), by_day)
    days = (len(asked.days) - start) / slope - asked.today
    return Guess(days, days, days)


RANGES: dict[str, Method] = {"forecast": ours, "week by week": plain}
POINTS: dict[str, Method] = {"Taskwarrior": taskwarrior, "straight line": straight_line}
METHODS = RANGES | POINTS


def of_forecast(group: Group) -> list[str]:
    """A row about the forecast alone: whom it tells something, and how good that is."""
    guesses = compared(group, "forecast")
    return [percent(len(guesses), group), *misses(guesses), width(guesses), error(guesses)]


def of_others(group: Group) -> list[str]:
    """A row about all methods, where the forecast too had something to tell, so that like is compared with like."""
    guesses = {name: compared(group, name) for name in METHODS}
    within = [misses(guesses[name])[1] for name in RANGES]
    told = [percent(sum(bool(answers[name]) for _, answers in group), group) for name in POINTS]
    return [*within, *(error(guesses[name]) for name in METHODS), *told]


def compared(group: Group, name: str) -> list[tuple[Learner, Guess]]:
    """What one method said to those whom the forecast tells something."""
    return [(asked, guess) for asked, answers in group if answers["forecast"] and (guess := answers[name])]


def percent(part: int, whole: Sequence[object]) -> str:
    """A share in words."""
    return f"{100 * part / len(whole):.0f} %"


def misses(guesses: Sequence[tuple[Learner, Guess]]) -> list[str]:
    """How many ended before the range, in it, and after it."""
    before = sum(asked.truth < guess.earliest for asked, guess in guesses)
    after = sum(asked.truth > guess.latest for asked, guess in guesses)
    return [percent(part, guesses) for part in (before, len(guesses) - before - after, after)]


def width(guesses: Sequence[tuple[Learner, Guess]]) -> str:
    """How wide the range is, in shares of the time truly left."""
    return f"{median((guess.latest - guess.earliest) / asked.truth for asked, guess in guesses):.2f}"


def error(guesses: Sequence[tuple[Learner, Guess]]) -> str:
    """How far off the likely day is, in shares of the time truly left."""
    return f"{median(abs(guess.likely - asked.truth) / asked.truth for asked, guess in guesses):.2f}"


OF_FORECAST = ["told", "before", "in the range", "after", "width", "error"]
OF_OTHERS = (
    [f"range: {name}" for name in RANGES]
    + [f"error: {name}" for name in METHODS]
    + [f"told: {name}" for name in POINTS]
)


def main() -> None:
    """Prints the tables."""
    seed = sys.argv[1] if len(sys.argv) > 1 else SEED
    groups = {habit: answered(habit, seed) for habit in HABITS}
    groups["all"] = [one for group in groups.values() for one in group]
    groups |= {habit: answered(habit, seed) for habit in UNSEEN}
    for head, row in ((OF_FORECAST, of_forecast), (OF_OTHERS, of_others)):
        print("\n| habit |", " | ".join(head), "|")
        print("|---" + "|--:" * len(head) + "|")
        for name, group in groups.items():
            print("|", " | ".join([name, *row(group)]), "|")


def answered(habit: str, seed: object) -> Group:
    """Learners of one habit, and what each method says to them."""
    learners = [learner(habit, f"{seed} {number}") for number in range(LEARNERS)]
    return [(asked, {name: method(asked) for name, method in METHODS.items()}) for asked in learners]


if __name__ == "__main__":
    main()
