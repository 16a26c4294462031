"""The grades in a journal: how well each topic was remembered, and when."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.status import Action, Grade

# The grade of a topic that was marked done without one.
DEFAULT_GRADE = Grade.GOOD


class Rating(NamedTuple):
    """The grade of a topic on a day."""

    day: dt.date
    grade: Grade

    @classmethod
    def of(cls, change: Change) -> "Rating":
        """Return the grade in a change, with its day."""
        return cls(change.day, change.grade or DEFAULT_GRADE)


@dataclass(slots=True)
class Ratings:
    """The grades of a topic.

    `first` is that of `done`, None if the topic is not done, `reviews` are the changes with the others, and `ended` has
    the grades of memories that ended.
    """

    first: Rating | None = None
    reviews: list[Change] = field(default_factory=list)
    ended: list[list[Rating]] = field(default_factory=list)
    is_suspended: bool = False

    @property
    def in_order(self) -> list[Rating]:
        """The grades of the current memory, ordered by day; those of a day in the order of the journal.

        A review dated before the topic was done is ignored.
        """
        if not (first := self.first):
            return []
        later = (Rating.of(each) for each in self.reviews if each.day >= first.day)
        return [first, *sorted(later, key=lambda each: each.day)]

    def last_review(self, day: dt.date) -> Change | None:
        """Return the last review on a day that counts for the current memory; None if there is none."""
        if not self.first or day < self.first.day:
            return None
        return next((each for each in reversed(self.reviews) if each.day == day and each.action is Action.REVIEW), None)

    def add(self, change: Change) -> None:
        """Add a later change of the topic."""
        match change.action:
            case Action.DONE:
                self._done(change)
            case Action.REVIEW if self.first and not self.is_suspended and change.grade:
                self.reviews.append(change)
            case Action.SKIP:
                self.is_suspended = True
            case Action.RESET | Action.START if self.first:
                self.ended.append(self.in_order)
                self.first, self.reviews = None, []

    def _done(self, change: Change) -> None:
        """Begin a memory, or correct how it began; after the topic was skipped, resume it."""
        is_resumed, self.is_suspended = self.is_suspended and self.first is not None, False
        if not is_resumed:
            self.first = Rating.of(change)
        elif change.grade:
            self.reviews.append(change)


def ratings_in(changes: Sequence[Change], current_slug: Callable[[str], str] = str) -> dict[str, Ratings]:
    """Return the grades of each topic in effective changes that are in order, by the slug that it has now.

    A topic is first graded when it is marked done; if it is marked again, the last mark counts. `reset` and `start`
    end the memory, so that a later `done` begins a new one, and `skip` suspends it until it is marked done again. A
    review of a topic that is not done or is skipped, or dated before it was done, is ignored, as is one that was
    replaced.
    """
    found: dict[str, Ratings] = {}
    for slug, change in without_replaced(changes, current_slug):
        if slug not in found:
            found[slug] = Ratings()
        found[slug].add(change)
    return found


def without_replaced(
    changes: Sequence[Change], current_slug: Callable[[str], str] = str
) -> Iterator[tuple[str, Change]]:
    """Yield each topic of changes that are in order, and the change, unless another review of the topic replaces it.

    Of several that replace the same review, as on machines that were merged later, the last counts.
    """
    corrections = [each for each in changes if each.replaces and each.action is Action.REVIEW]
    last = {(each.replaces, current_slug(topic)): each.id for each in corrections for topic in each.topics}
    for change in changes:
        for topic in change.topics:
            slug = current_slug(topic)
            if not last or last.get((change.original_id, slug), change.id) == change.id:
                yield slug, change


def replaced_ids(changes: Sequence[Change], current_slug: Callable[[str], str] = str) -> set[str]:
    """Return the ids of the reviews in effective changes of which others replace the grades of all topics."""
    counted = {change.id for _, change in without_replaced(changes, current_slug)}
    return {change.id for change in changes if change.action is Action.REVIEW and change.id not in counted}


def reviews_of(slug: str, changes: Iterable[Change], current_slug: Callable[[str], str] = str) -> list[Rating]:
    """Return the grades of a topic after the first that count for its memory; the changes are effective, in order."""
    found = ratings_in([each for each in changes if slug in map(current_slug, each.topics)], current_slug)
    return found[slug].in_order[1:] if slug in found else []


def last_reviews(
    changes: Sequence[Change], day: dt.date, current_slug: Callable[[str], str] = str
) -> dict[str, Change]:
    """Return the last review on a day of each topic for whose memory one counts, by slug; the changes are effective."""
    found = ratings_in(changes, current_slug).items()
    return {slug: last for slug, ratings in found if (last := ratings.last_review(day))}


def reviewed_days(changes: Iterable[Change], current_slug: Callable[[str], str] = str) -> dict[dt.date, set[str]]:
    """Return the topics that were reviewed on each day."""
    days: dict[dt.date, set[str]] = {}
    for change in changes:
        if change.action is Action.REVIEW:
            days.setdefault(change.day, set()).update(map(current_slug, change.topics))
    return days
