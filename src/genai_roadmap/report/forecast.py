"""When all will be done, foretold from the learner's own weeks."""

import datetime as dt
import math
import random
from bisect import bisect, bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from genai_roadmap.report.history import WEEK_DAYS, History

MIN_WEEKS = 2
MIN_DONE = 5
HORIZON = 520  # weeks; what lies ten years ahead nobody can tell from weeks
FUTURES = 500
# Weeks come in spells, of zeal and of holidays: two in a row are drawn together, and tell as much as one draw.
SPELL = 2
# A week tells half as much as one twelve weeks later: people slow down, and take it up again.
HALF_LIFE = 12

Spell = tuple[float, ...]  # how much is done by the end of each of its weeks


class Forecast(NamedTuple):
    """When all that counts will be done: about `likely`, and with 80 % between `earliest` and `latest`.

    None is beyond the horizon of ten years, and so is then whatever comes after it.
    """

    likely: dt.date | None
    earliest: dt.date | None
    latest: dt.date | None


def forecast_for(history: History) -> Forecast | None:
    """When all that counts will be done, at the learner's own pace; None where there is nothing to tell."""
    if not history.first_day:
        return None
    weeks = weeks_of(history.days_learned, history.first_day, history.today)
    return forecast(weeks, history.count.total - history.count.done, history.today)


def weeks_of(days: Iterable[dt.date], first: dt.date, today: dt.date) -> list[int]:
    """How many of the days lie in each week from `first` on, oldest first; the last week ends today.

    The oldest may reach back beyond the first day. It counts, lest what was done then go and come back as days go by,
    but not towards there being weeks enough.
    """
    whole, rest = divmod((today - first).days + 1, WEEK_DAYS)
    weeks = whole + 1 if rest and whole >= MIN_WEEKS else whole
    done = Counter((today - day).days // WEEK_DAYS for day in days)
    return [done[ago] for ago in reversed(range(weeks))]


def forecast(weeks: Sequence[int], left: int, today: dt.date) -> Forecast | None:
    """When `left` more topics will be done by someone who did so many in each week up to today, idle weeks too.

    Hundreds of futures are drawn from the learner's own weeks, as in Monte Carlo forecasts of throughput (Magennis;
    Vacanti); a few weeks in a row at a time (block bootstrap: Künsch 1989; circular: Politis and Romano 1992); and
    from an urn into which each draw is put back with one more like it (Blackwell and MacQueen 1973). The urn makes it
    the Bayesian bootstrap (Rubin 1981; with a prior: Hjort 1991), which knows how little a few weeks tell.
    The same weeks always give the same answer.

    None where nothing is left, or where there is not enough to tell: less than 2 weeks, or 5 topics.
    """
    if left <= 0 or len(weeks) < MIN_WEEKS or sum(weeks) < MIN_DONE:
        return None
    spells, weights = _urn(weeks)
    ends = sorted(_weeks_until(left, spells, weights, seed) for seed in range(FUTURES))
    earliest, likely, latest = (_day(ends[FUTURES * percent // 100], today) for percent in (10, 50, 90))
    return Forecast(likely, earliest, latest)


def _urn(weeks: Sequence[int]) -> tuple[list[Spell], list[float]]:
    """The spells that can be drawn, and their weights, each added to those before it."""
    told = [0.5 ** (ago / HALF_LIFE) / SPELL for ago in reversed(range(len(weeks)))]
    seen = [[weeks[last - ago] for ago in reversed(range(SPELL))] for last in range(len(weeks))]
    # Two that never were, an idle one and a busy one: without them, a few weeks alike would pass for a law.
    busy = max(*weeks, 2 * sum(weeks) / len(weeks))
    lot: list[Sequence[float]] = [*seen, [0] * SPELL, [busy] * SPELL]
    return [tuple(accumulate(spell, initial=0.0)) for spell in lot], list(accumulate([*told, 1 / SPELL, 1 / SPELL]))


def _weeks_until(left: float, spells: list[Spell], weights: list[float], seed: int) -> float:
    """After how many weeks nothing is left in one future; infinity where that is beyond the horizon."""
    # A future has a chance of its own, so that more to do is never done sooner.
    chance = random.Random(seed)  # noqa: S311 - a draw, not a secret
    drawn: list[Spell] = []
    while len(drawn) * SPELL < HORIZON:
        at = chance.random() * (weights[-1] + len(drawn))
        spell = spells[bisect(weights, at)] if at < weights[-1] else drawn[int(at - weights[-1])]
        if left <= spell[-1]:
            week = bisect_left(spell, left)
            return len(drawn) * SPELL + week - 1 + (left - spell[week - 1]) / (spell[week] - spell[week - 1])
        left -= spell[-1]
        drawn.append(spell)
    return math.inf


def _day(weeks: float, today: dt.date) -> dt.date | None:
    """The day on which so many weeks are over."""
    return None if math.isinf(weeks) else today + dt.timedelta(days=math.ceil(WEEK_DAYS * weeks))
