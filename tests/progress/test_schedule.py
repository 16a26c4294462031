"""The schedule of reviews: equal to that of FSRS, and a function of the set of changes."""

import datetime as dt
import functools
import itertools
import random
from collections.abc import Sequence
from typing import Any

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap.progress.change import MARKING, Change, Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.ratings import Rating
from genai_roadmap.progress.review import MAX_INTERVAL, TARGET, Memory, Recall, Reviews, memory_after, rated, reviews_in
from genai_roadmap.progress.status import Action, Grade, Mark

FIRST = dt.date(2026, 1, 1)
TOKYO = dt.timezone(dt.timedelta(hours=9))
DAYS = st.integers(0, 400)
HISTORIES = st.lists(st.tuples(DAYS, st.sampled_from([*Grade])), min_size=1, max_size=30)


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def at(number: int, hour: int = 9) -> dt.datetime:
    return dt.datetime.combine(day(number), dt.time(hour), TOKYO)


class Journal:
    """A journal to which changes are appended, each on a day."""

    def __init__(self, machine: str = "here") -> None:
        self.progress = Progress(roadmap="test")
        self._machine = machine

    def _stamp(self, number: int) -> Stamp:
        return Stamp(at(number), f"{self._machine}{len(self.progress.changes)}", self._machine)

    def mark(self, number: int, action: Action = Action.DONE, **options: Any) -> "Journal":
        self.progress = self.progress.mark(Mark(action, **options), ("a",), self._stamp(number))
        return self

    def review(self, number: int, grade: Grade = Grade.GOOD, **options: Any) -> "Journal":
        self.progress = self.progress.review(("a",), grade, self._stamp(number), **options)
        return self

    def undo(self, number: int) -> "Journal":
        self.progress, _ = self.progress.undo(self._stamp(number))
        return self

    @property
    def reviews(self) -> Reviews:
        return reviews_in(self.progress.effective)

    @property
    def memory(self) -> Memory | None:
        return self.reviews.memories.get("a")


def card_after(ratings: Sequence[tuple[int, Grade]]) -> fsrs.Card:
    """Return the card that the package itself computes, from day numbers and grades."""
    scheduler = fsrs.Scheduler(
        learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=MAX_INTERVAL
    )
    card = fsrs.Card(card_id=1)
    for number, grade in ratings:
        when = dt.datetime.combine(day(number), dt.time(12), dt.UTC)
        card, _ = scheduler.review_card(card, fsrs.Rating[grade.name.title()], when)
    return card


@given(HISTORIES)
def test_schedules_equal_those_of_the_package(history: list[tuple[int, Grade]]) -> None:
    (first, grade), *others = sorted(history, key=lambda rating: rating[0])
    journal = Journal().mark(first, grade=grade)
    for number, other in others:
        journal.review(number, other)
    card, memory = card_after([(first, grade), *others]), journal.memory
    assert memory
    assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)
    assert card.last_review
    assert (memory.last, memory.due) == (card.last_review.date(), card.due.date())
    assert memory.reviews == len(others)
    assert 1 <= (memory.due - memory.last).days <= MAX_INTERVAL


@given(HISTORIES, st.sampled_from([0, 0, 1, 30, 400]))
def test_a_worse_grade_never_leads_to_a_later_review(history: list[tuple[int, Grade]], days: int) -> None:
    ratings = [Rating(day(number), grade) for number, grade in sorted(history, key=lambda rating: rating[0])]
    memory, today = memory_after(ratings), ratings[-1].day + dt.timedelta(days=days)
    again, *others = (rated(memory, Rating(today, grade)) for grade in Grade)
    assert again.due <= min(each.due for each in others)
    assert [each.due for each in others] == sorted(each.due for each in others)
    assert again.due - again.last <= memory.due - memory.last, "`again` never lengthens the interval"
    twice = rated(again, Rating(today, Grade.AGAIN))
    assert twice.due <= again.due


@given(HISTORIES)
def test_a_memory_can_be_rated_step_by_step(history: list[tuple[int, Grade]]) -> None:
    ratings = [Rating(day(number), grade) for number, grade in sorted(history, key=lambda rating: rating[0])]
    memory = memory_after(ratings[:1])
    for rating in ratings[1:]:
        memory = rated(memory, rating)
    assert memory == memory_after(ratings)


@given(HISTORIES, st.randoms(use_true_random=False))
def test_the_order_of_back_dated_reviews_does_not_matter(history: list[tuple[int, Grade]], rng: random.Random) -> None:
    history = [(1 + number, grade) for number, grade in dict(history).items()]
    in_order, mixed = Journal().mark(0), Journal().mark(0)
    for number, grade in sorted(history):
        in_order.review(500, grade, on=day(number))
    rng.shuffle(history)
    for number, grade in history:
        mixed.review(500, grade, on=day(number))
    assert in_order.memory == mixed.memory


def test_the_first_rating_is_good_unless_another_one_is_given() -> None:
    assert Journal().mark(0).memory == Journal().mark(0, grade=Grade.GOOD).memory
    assert Journal().mark(0, known=True).memory == Journal().mark(0).memory
    assert Journal().mark(0, grade=Grade.EASY).memory == memory_after([Rating(day(0), Grade.EASY)])


def test_a_review_counts_for_the_learners_day_wherever_and_whenever_that_is() -> None:
    late = Journal().mark(0)
    # In Tokyo, this is still the day before in UTC.
    late.progress = late.progress.review(("a",), Grade.GOOD, Stamp(at(3, hour=1), "x", "here"))
    assert late.memory == Journal().mark(0).review(3).memory


def test_several_reviews_on_a_day_all_count() -> None:
    assert Journal().mark(0).review(2).review(2).memory == memory_after([Rating(day(n), Grade.GOOD) for n in (0, 2, 2)])


def test_the_last_of_several_marks_counts() -> None:
    corrected = Journal().mark(5).review(9).mark(9, on=day(1), grade=Grade.EASY)
    assert corrected.memory == Journal().mark(1, grade=Grade.EASY).review(9).memory


@pytest.mark.parametrize("action", [Action.RESET, Action.START])
def test_a_topic_that_is_learned_again_starts_anew(action: Action) -> None:
    journal = Journal().mark(0).review(2).mark(10, action)
    assert journal.memory is None
    assert journal.review(11).memory is None
    assert journal.mark(20).memory == memory_after([Rating(day(20), Grade.GOOD)])
    # What was reviewed before still counts for the retention.
    assert journal.reviews.recall.reviews == 1


def test_a_skipped_topic_goes_on_where_it_was() -> None:
    before = Journal().mark(0).review(2)
    assert Journal().mark(0).review(2).mark(10, Action.SKIP).mark(20).memory == before.memory
    resumed = Journal().mark(0).review(2).mark(10, Action.SKIP).mark(20, grade=Grade.HARD)
    assert resumed.memory == before.review(20, Grade.HARD).memory
    assert Journal().mark(0, Action.SKIP).mark(1).memory == Journal().mark(1).memory


def test_a_review_before_the_topic_was_done_is_ignored() -> None:
    corrected = Journal().mark(1).review(3, Grade.AGAIN).review(9).mark(10, on=day(5))
    assert corrected.memory == Journal().mark(5).review(9).memory
    assert corrected.reviews.recall == Journal().mark(5).review(9).reviews.recall
    # What `done` says is never taken for a review.
    back_dated = Journal().mark(5, grade=Grade.AGAIN).review(6, on=day(2))
    assert back_dated.memory == Journal().mark(5, grade=Grade.AGAIN).memory
    assert back_dated.reviews.recall.reviews == 0


def test_a_review_of_what_is_skipped_is_ignored() -> None:
    skipped = Journal().mark(0).review(2).mark(10, Action.SKIP)
    memory = skipped.memory
    assert skipped.review(12, Grade.AGAIN).memory == memory
    assert skipped.mark(20).memory == memory
    assert skipped.review(21).memory != memory


def test_only_reviews_of_what_is_due_are_counted_as_such() -> None:
    first_due = (memory_after([Rating(day(0), Grade.GOOD)]).due - day(0)).days
    early = Journal().mark(0).review(first_due - 1)
    assert early.reviews.due_reviews == {}
    again = Journal().mark(0).review(first_due, Grade.AGAIN).review(first_due)
    assert again.reviews.due_reviews == {day(first_due): 1}
    assert again.mark(first_due, Action.RESET).reviews.due_reviews == {day(first_due): 1}


def test_of_grades_that_replace_the_same_one_the_last_counts() -> None:
    original = Journal().mark(0).review(2, Grade.AGAIN)
    (replaced,) = (each.id for each in original.progress.changes if each.action is Action.REVIEW)
    one, other = Journal("one"), Journal("other")
    one.progress = other.progress = original.progress
    one.review(2, Grade.HARD, replaces=replaced).review(2, Grade.GOOD, replaces=replaced)
    other.review(3, Grade.EASY, on=day(2), replaces=replaced)
    last = memory_after([Rating(day(0), Grade.GOOD), Rating(day(2), Grade.EASY)])
    merged = Journal("other")
    for order in itertools.permutations([original, one, other, one]):
        merged.progress = functools.reduce(Progress.merge, [each.progress for each in order])
        assert merged.memory == last
    # What replaced the same grade before counts again, not the grade itself.
    assert merged.undo(4).memory == memory_after([Rating(day(0), Grade.GOOD), Rating(day(2), Grade.GOOD)])
    assert one.undo(3).memory == memory_after([Rating(day(0), Grade.GOOD), Rating(day(2), Grade.HARD)])


def test_a_grade_is_replaced_only_for_the_topics_of_the_correction() -> None:
    journal = Journal()
    journal.progress = journal.progress.mark(Mark(Action.DONE), ("a", "b"), Stamp(at(0), "1", "here"))
    journal.progress = journal.progress.review(("a", "b"), Grade.AGAIN, Stamp(at(2), "2", "here"))
    journal.review(2, Grade.EASY, replaces="2")
    expected = {"a": Grade.EASY, "b": Grade.AGAIN}
    assert journal.reviews.memories == {
        slug: memory_after([Rating(day(0), Grade.GOOD), Rating(day(2), grade)]) for slug, grade in expected.items()
    }


def test_undo_restores_the_memory() -> None:
    before = Journal().mark(0).review(2)
    memory = before.memory
    assert before.review(4, Grade.AGAIN).memory != memory
    assert before.undo(4).memory == memory


def test_a_review_of_what_is_not_done_is_ignored() -> None:
    assert Journal().review(0).reviews == Reviews({}, Recall(0, 0, 0.0), {day(0): {"a"}}, {})


def test_a_renamed_topic_keeps_its_memory() -> None:
    journal = Journal().mark(0).review(2)
    assert reviews_in(journal.progress.effective, {"a": "b"}.__getitem__).memories == {"b": journal.memory}


ACTIONS = st.lists(st.tuples(DAYS, st.sampled_from([None, *MARKING]), st.sampled_from([*Grade])), max_size=12)


def played(actions: list[tuple[int, Action | None, Grade]], machine: str) -> Journal:
    journal = Journal(machine)
    for number, action, grade in sorted(actions, key=lambda each: each[0]):
        if action is None:
            journal.review(number, grade)
        else:
            journal.mark(number, action)
    return journal


@given(ACTIONS, ACTIONS)
def test_merging_in_any_order_leads_to_the_same_memories(here: Any, there: Any) -> None:
    one, other = played(here, "here").progress, played(there, "there").progress
    merged = reviews_in(one.merge(other).effective)
    assert merged == reviews_in(other.merge(one).effective)
    assert merged == reviews_in(one.merge(other).merge(one).effective)


def test_a_learner_who_follows_the_model_remembers_as_much_as_the_target() -> None:
    rng = random.Random(1)  # noqa: S311 - not a secret
    changes: list[Change] = []
    memories: dict[str, Memory] = {}

    def record(number: int, topic: str, grade: Grade, action: Action) -> None:
        change: dict[str, Any] = {"id": f"c{len(changes)}", "at": at(number), "did": action}
        changes.append(Change(**change, topics=(topic,), grade=grade))

    for number in range(365):
        for topic, memory in memories.items():
            if memory.due <= day(number):
                is_remembered = rng.random() < memory.retrievability(day(number))
                grade = rng.choice([Grade.HARD, Grade.GOOD, Grade.GOOD, Grade.EASY]) if is_remembered else Grade.AGAIN
                record(number, topic, grade, Action.REVIEW)
                memories[topic] = rated(memory, Rating(day(number), grade))
        if number < 300:
            record(number, f"t{number}", Grade.GOOD, Action.DONE)
            memories[f"t{number}"] = memory_after([Rating(day(number), Grade.GOOD)])
    reviews = reviews_in(changes)
    assert reviews.memories == memories
    assert reviews.recall.reviews > 1000
    assert reviews.recall.true_retention == pytest.approx(TARGET, abs=0.02)
    assert reviews.recall.true_retention == pytest.approx(reviews.recall.predicted_retention, abs=0.02)
