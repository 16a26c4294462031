"""Spaced review: when a topic should be reviewed again, computed from the ratings of how well it was remembered.

The algorithm is FSRS-6, the Free Spaced Repetition Scheduler (Jarrett Ye, Jingyong Su and Yilong Cao: A Stochastic
Shortest Path Algorithm for Optimizing Spaced Repetition Scheduling, KDD 2022, doi:10.1145/3534678.3539081), with its
default parameters, as implemented by its authors in the package `fsrs`
(https://github.com/open-spaced-repetition/py-fsrs). Only ratings are recorded, and all that is computed here can be
computed again, so another algorithm can replace this one.

Each rating counts for noon UTC of the learner's day, so that the time of day and time zones don't matter. Several
ratings on one day all count, as the algorithm has a formula for them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, cast

from fsrs import Card, Scheduler, State
from fsrs import Rating as FsrsRating

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.ratings import Rating, ratings_in, reviewed_days
from genai_roadmap.progress.status import Grade

# A topic is due when the probability that it is remembered has fallen to this.
TARGET = 0.9
MAX_INTERVAL = 365  # days
SCHEDULER = Scheduler(
    desired_retention=TARGET,
    learning_steps=(),
    relearning_steps=(),
    enable_fuzzing=False,
    maximum_interval=MAX_INTERVAL,
)
_RATINGS = {grade: FsrsRating(number) for number, grade in enumerate(Grade, 1)}
_NOON = dt.time(12, tzinfo=dt.UTC)


class Memory(NamedTuple):
    """The memory of a topic after its last rating.

    `stability` is the number of days in which the probability of remembering it falls to 90%, `difficulty` is from 1
    to 10, and `reviews` is the number of ratings after the first, `remembered` that of those that were not *again*. It
    `is_forgotten` if the last rating says so.
    """

    stability: float
    difficulty: float
    last: dt.date
    due: dt.date
    reviews: int = 0
    is_forgotten: bool = False
    remembered: int = 0

    def retrievability(self, day: dt.date) -> float:
        """Return the probability that the topic is remembered on a day."""
        return SCHEDULER.get_card_retrievability(_card_of(self), _noon(day))


class Recall(NamedTuple):
    """The number of reviews, of those that were remembered, and of those that should have been, as predicted.

    Of several reviews of a topic on a day, only the first counts.
    """

    reviews: int = 0
    remembered: int = 0
    predicted: float = 0.0

    @property
    def true_retention(self) -> float:
        """The share of reviews that were remembered."""
        return self.remembered / self.reviews if self.reviews else 0.0

    @property
    def predicted_retention(self) -> float:
        """The mean predicted probability of remembering, at the time of each review."""
        return self.predicted / self.reviews if self.reviews else 0.0


class Reviews(NamedTuple):
    """The memory of each rated topic by slug, how well all were remembered, and the topics reviewed on each day.

    `due_reviews` is the number of reviews on each day of what was due.
    """

    memories: dict[str, Memory]
    recall: Recall
    reviewed_days: dict[dt.date, set[str]]
    due_reviews: dict[dt.date, int]


class _Replayed(NamedTuple):
    """The memory after ratings, how well the topic was remembered, and the days of reviews of what was due."""

    memory: Memory
    recall: Recall
    due_reviews: list[dt.date]


def memory_after(ratings: Sequence[Rating]) -> Memory:
    """Return the memory after ratings, at least one, that are ordered by day."""
    return _replay(ratings).memory


def rated(memory: Memory, rating: Rating) -> Memory:
    """Return the memory after one more rating."""
    card, _ = SCHEDULER.review_card(_card_of(memory), _RATINGS[rating.grade], _noon(rating.day))
    return _memory_of(card, memory.reviews + 1, memory.remembered + _is_remembered(rating), rating.grade)


def reviews_in(changes: Sequence[Change], current_slug: Callable[[str], str] = str) -> Reviews:
    """Return the reviews in effective changes that are in order; `current_slug` returns the slug that a topic has now.

    The recall includes the reviews of memories that ended.
    """
    memories: dict[str, Memory] = {}
    replayed: list[_Replayed] = []
    for slug, ratings in ratings_in(changes, current_slug).items():
        replayed += map(_replay, ratings.ended)
        if ratings.first:
            replayed.append(_replay(ratings.in_order))
            memories[slug] = replayed[-1].memory
    return Reviews(
        memories,
        _total(each.recall for each in replayed),
        reviewed_days(changes, current_slug),
        Counter(day for each in replayed for day in each.due_reviews),
    )


def _replay(ratings: Sequence[Rating]) -> _Replayed:
    """Return what follows from ratings, of which the first is that of `done`."""
    first, *reviews = ratings
    counted: dict[dt.date, Grade] = {}
    card, _ = SCHEDULER.review_card(Card(card_id=0, due=_noon(first.day)), _RATINGS[first.grade], _noon(first.day))
    predicted, due_reviews = 0.0, []
    for rating in reviews:
        when = _noon(rating.day)
        if rating.day not in counted:
            counted[rating.day] = rating.grade
            predicted += SCHEDULER.get_card_retrievability(card, when)
        due_reviews += [rating.day] if card.due <= when else []
        card, _ = SCHEDULER.review_card(card, _RATINGS[rating.grade], when)
    remembered = sum(grade is not Grade.AGAIN for grade in counted.values())
    memory = _memory_of(card, len(reviews), sum(map(_is_remembered, reviews)), ratings[-1].grade)
    return _Replayed(memory, Recall(len(counted), remembered, predicted), due_reviews)


def _total(recalls: Iterable[Recall]) -> Recall:
    return Recall(*map(sum, zip(Recall(), *recalls, strict=True)))


def _is_remembered(rating: Rating) -> bool:
    return rating.grade is not Grade.AGAIN


def _memory_of(card: Card, reviews: int, remembered: int, last_grade: Grade) -> Memory:
    # A card that was rated has all of these.
    last = cast("dt.datetime", card.last_review)
    stability, difficulty = cast("float", card.stability), cast("float", card.difficulty)
    return Memory(stability, difficulty, last.date(), card.due.date(), reviews, last_grade is Grade.AGAIN, remembered)


def _card_of(memory: Memory) -> Card:
    stability, difficulty, last, due, *_ = memory
    return Card(0, State.Review, None, stability, difficulty, _noon(due), _noon(last))


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, _NOON)
