"""Forecast when the roadmap will be finished, from the topics learned in each week so far."""

import datetime as dt
import math
import random
from bisect import bisect, bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from genai_roadmap.report.history import History
from genai_roadmap.report.learned import days_from
from genai_roadmap.report.streak import WEEK_DAYS

MIN_WEEKS = 2
MIN_DONE = 5
MAX_GAP = dt.timedelta(weeks=26)
HORIZON = 520  # weeks
SIMULATIONS = 500
# Busy and idle weeks come in a row, so weeks are drawn in blocks; the weeks of a block count as one draw together.
BLOCK_WEEKS = 2
# Weeks after which the weight of a week halves, because habits change.
HALF_LIFE = 12
# Two dates that are further apart are not useful.
MAX_RANGE_DAYS = 730

Block = tuple[float, ...]  # the running total of topics by week, from 0


class Forecast(NamedTuple):
    """The day on which the roadmap will likely be finished, and the 80 % interval; None if later than ten years."""

    likely: dt.date | None
    earliest: dt.date | None
    latest: dt.date | None

    @property
    def is_too_wide(self) -> bool:
        """Whether the likely day says little, because the interval is too wide."""
        if not self.likely:
            return False
        return not self.earliest or not self.latest or (self.latest - self.earliest).days > MAX_RANGE_DAYS


def forecast_for(history: History) -> Forecast | None:
    """Return when the required topics will be done; None without enough data or after a pause."""
    if not history.first_day or history.paused_on:
        return None
    first = after_last_gap(history.days_learned, history.first_day)
    weeks = weeks_of(history.days_learned, first, history.today)
    return forecast(weeks, history.left, history.today)


def after_last_gap(days: Iterable[dt.date], first: dt.date) -> dt.date:
    """Return the first of the days, in order, after the last gap of more than MAX_GAP; `first` if there is none.

    The pace before such a gap says little about the current one, and a wrong year in a date would stretch it.
    """
    starts = [later for earlier, later in pairwise([first, *days]) if later - earlier > MAX_GAP]
    return starts[-1] if starts else first


def weeks_of(days: Iterable[dt.date], first: dt.date, today: dt.date) -> list[int]:
    """Return the number of the days in each week since `first`, oldest first; the last week ends today.

    An incomplete first week is counted as a whole one, so that its topics are never dropped, but only if there are
    MIN_WEEKS complete ones.
    """
    complete, rest = divmod(days_from(first, today), WEEK_DAYS)
    weeks = complete + 1 if rest and complete >= MIN_WEEKS else complete
    done = Counter((today - day).days // WEEK_DAYS for day in days)
    return [done[ago] for ago in reversed(range(weeks))]


def forecast(weeks: Sequence[int], left: int, today: dt.date) -> Forecast | None:
    """Return when `left` more topics will be done, given the number done in each week up to today.

    This is a Monte Carlo forecast of throughput (Magennis; Vacanti) from the learner's own weeks. Weeks are drawn in
    blocks (block bootstrap: Künsch 1989; circular: Politis and Romano 1992) from a Polya urn, into which each draw is
    put back with a copy (Blackwell and MacQueen 1973). The urn makes it a Bayesian bootstrap (Rubin 1981; with a prior:
    Hjort 1991), whose interval is wide after a few weeks. The result is deterministic.

    None if nothing is left, or with fewer than MIN_WEEKS weeks or MIN_DONE topics.
    """
    if left <= 0 or len(weeks) < MIN_WEEKS or sum(weeks) < MIN_DONE:
        return None
    blocks, weights = _weighted_blocks(weeks)
    durations = sorted(_simulate(left, blocks, weights, seed) for seed in range(SIMULATIONS))
    earliest, likely, latest = (_day_after(durations[SIMULATIONS * percent // 100], today) for percent in (10, 50, 90))
    return Forecast(likely, earliest, latest)


def _weighted_blocks(weeks: Sequence[int]) -> tuple[list[Block], list[float]]:
    """Return the blocks in the urn and their cumulative weights."""
    weights = [0.5 ** (ago / HALF_LIFE) / BLOCK_WEEKS for ago in reversed(range(len(weeks)))]
    observed = [[weeks[end - ago] for ago in reversed(range(BLOCK_WEEKS))] for end in range(len(weeks))]
    # The prior: an idle and a busy block, without which a few similar weeks would give too narrow an interval.
    busy = max(*weeks, 2 * sum(weeks) / len(weeks))
    blocks: list[Sequence[float]] = [*observed, [0] * BLOCK_WEEKS, [busy] * BLOCK_WEEKS]
    cumulative = accumulate([*weights, 1 / BLOCK_WEEKS, 1 / BLOCK_WEEKS])
    return [tuple(accumulate(block, initial=0.0)) for block in blocks], list(cumulative)


def _simulate(left: float, blocks: list[Block], weights: list[float], seed: int) -> float:
    """Return after how many weeks nothing is left in one simulation; infinity if beyond the horizon."""
    # Each simulation has its own seed, so that more topics never take less time.
    rng = random.Random(seed)  # noqa: S311 - not a secret
    draws: list[Block] = []
    while len(draws) * BLOCK_WEEKS < HORIZON:
        position = rng.random() * (weights[-1] + len(draws))
        block = blocks[bisect(weights, position)] if position < weights[-1] else draws[int(position - weights[-1])]
        if left <= block[-1]:
            week = bisect_left(block, left)
            return len(draws) * BLOCK_WEEKS + week - 1 + (left - block[week - 1]) / (block[week] - block[week - 1])
        left -= block[-1]
        draws.append(block)
    return math.inf


def _day_after(weeks: float, today: dt.date) -> dt.date | None:
    return None if math.isinf(weeks) else today + dt.timedelta(days=math.ceil(WEEK_DAYS * weeks))
