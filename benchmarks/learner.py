"""Simulate a learner: what a learner of some kind records while following a roadmap."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

import journal_text
from course import Course, plan
from forecast import HABITS, HELD_OUT, poisson
from genai_roadmap.progress.status import Action, Grade
from journal_text import Data
from learner_kinds import KINDS, NOTES
from recorder import Recorder

GRADES = {Grade.AGAIN: 2, Grade.HARD: 3, Grade.GOOD: 8, Grade.EASY: 3}
MAX_TOPICS_AT_A_TIME = 8
MAX_DAYS = 420


def journal(course: Course, seed: str, end: dt.datetime) -> bytes:
    """Return the progress file of the learner with this seed, whose changes are all before `end`."""
    learner = Learner(course, random.Random(seed), end)
    learner.learn()
    return journal_text.dumps(course.roadmap.id, learner.recorder.changes)


class Learner:
    """A learner with the topics that are to do, started, and done."""

    def __init__(self, course: Course, rng: random.Random, end: dt.datetime) -> None:
        self.course, self.rng, self.end = course, rng, end
        self.kind = rng.choices([*KINDS.values()], [kind.weight for kind in KINDS.values()])[0]
        self.recorder = Recorder(rng, end)
        steps = [step for step in course.roadmap.steps if not step.optional or self.chance(0.2)]
        # If everything is optional, some learn nothing of it; they begin anyway.
        self.todo = [slug for step in steps for slug in plan(step, rng)] or [course.first]
        self.started: list[str] = []
        self.done: list[str] = []
        self.writes, self.reads = rng.choice((0, 0, 0.05, 0.1, 0.3)), rng.choice((0, 0, 0.2, 0.7))
        self.reviews, self.restores = self.chance(0.2), self.chance(0.04)
        self.has_goal = self.has_stopped = False

    def chance(self, probability: float) -> bool:
        """Return True with this probability."""
        return self.rng.random() < probability

    def record(self, action: Action, *topics: str, **fields: Any) -> Data:
        """Record a change."""
        return self.recorder.record(action, *topics, **fields)

    def learn(self) -> None:
        """Study until the end, or until the learner gives up."""
        for day, topics in self.days():
            if self.has_stopped:
                return
            if self.recorder.begin(day, self.rng.randint(*self.kind.hours)):
                if not self.recorder.changes:
                    self.prepare()
                self.study(topics)

    def days(self) -> Iterator[tuple[dt.date, int]]:
        """Yield the days on which the learner studies, with the number of topics; the first one a week ago or more."""
        rng, kind = self.rng, self.kind
        count = rng.randint(7, MAX_DAYS)
        first = self.end.date() - dt.timedelta(days=count)
        yield first, 1
        rates = (HABITS | HELD_OUT)[kind.habit](rng.uniform(*kind.pace), rng)
        for number, rate in zip(range(1, count), rates, strict=False):
            day = first + dt.timedelta(days=number)
            if day.weekday() in kind.weekdays and (topics := poisson(rate / len(kind.weekdays), rng)):
                yield day, min(topics, MAX_TOPICS_AT_A_TIME)

    def prepare(self) -> None:
        """Mark what is already known, import what was recorded elsewhere, and set a goal."""
        if self.chance(0.25):
            self.take(Action.DONE, self.rng.randint(1, 12), known=True)
        if self.chance(0.04):
            imported = self.take(Action.DONE, self.rng.randint(2, 6)), self.take(Action.START, 1)
            before, after = (f"{self.rng.getrandbits(256):064x}" for _ in range(2))
            ids = tuple(change["id"] for change in imported if change)
            self.record(Action.IMPORT, roadmap_before=before, roadmap_after=after, changes=ids)
        if self.chance(0.5):
            self.set_goal()

    def take(self, action: Action, count: int, **fields: Any) -> Data | None:
        """Mark the next topics at once; return the change, None if there are no more topics."""
        topics, self.todo = self.todo[:count], self.todo[count:]
        (self.done if action is Action.DONE else self.started).extend(topics)
        return self.record(action, *topics, **fields) if topics else None

    def study(self, topics: int) -> None:
        """Study some topics, and review others."""
        before = [*self.todo], [*self.started], [*self.done]
        first = len(self.recorder.changes)
        for _ in range(topics):
            topic = self.next_topic()
            if self.has_stopped or topic is None or not self.recorder.wait(50):
                break
            self.study_topic(topic)
            self.vary()
        if self.reviews:
            self.review()
        if self.restores and self.chance(0.1) and (changes := self.recorder.changes[first:]):
            self.todo, self.started, self.done = before
            self.record(Action.RESTORE, changes=tuple(each["id"] for each in changes))
            self.restores = False

    def study_topic(self, topic: str) -> None:
        """Continue with a topic or start it; maybe give up, at hard topics more often."""
        is_hard = topic in self.course.hard
        if self.chance(self.kind.marks_step):
            self.mark_step(topic)
        elif topic in self.todo and (is_hard or self.chance(self.kind.starts)):
            self.start(topic)
            if self.chance(self.kind.finishes * (0.3 if is_hard else 1)):
                self.finish(topic)
        else:
            self.finish(topic)
        self.has_stopped = self.chance(self.kind.gives_up * (4 if is_hard else 1))

    def next_topic(self) -> str | None:
        """Return the topic to study: one that is started, seldom a hard one, or mostly the next in order."""
        if self.started and (not self.todo or self.chance(0.6 * self.kind.finishes)):
            topic = self.rng.choice(self.started)
            if topic not in self.course.hard or self.chance(0.25):
                return topic
        if not self.todo:
            return self.started[0] if self.started else None
        return self.todo[0] if self.chance(0.85) else self.rng.choice(self.todo[:8])

    def start(self, topic: str) -> None:
        """Start a topic, and maybe read its resources."""
        self.todo.remove(topic)
        self.started.append(topic)
        self.record(Action.START, topic)
        urls = tuple(link.url for link in self.course.roadmap.items_by_slug[topic].resources)
        if urls and self.chance(self.reads):
            read = self.rng.sample(urls, self.rng.randint(1, min(3, len(urls))))
            self.record(Action.READ, link=read if len(read) > 1 else read[0])
            if self.chance(0.05):
                self.record(Action.UNREAD, link=read[0])

    def finish(self, *topics: str, **fields: Any) -> None:
        """Mark topics as done, maybe on an earlier day, with a note, or with a grade."""
        for topic in topics:
            (self.todo if topic in self.todo else self.started).remove(topic)
        self.done += topics
        if self.chance(self.kind.records_late):
            fields["on"] = self.recorder.today - dt.timedelta(days=self.rng.randint(1, 6))
        if self.reviews and self.chance(0.3):
            fields["grade"] = self.grade()
        if self.chance(self.writes / 3):
            fields["note"] = self.rng.choice(NOTES)
        self.record(Action.DONE, *topics, **fields)

    def mark_step(self, topic: str) -> None:
        """Mark everything in the topic's step that is not done."""
        items = self.course.roadmap.items_by_slug
        step = items[topic].step.slug
        topics = [each for each in self.started + self.todo if items[each].step.slug == step]
        self.finish(*topics, **({"about": (step,), "note": "All of it."} if self.chance(0.2) else {}))

    def review(self) -> None:
        """Review a few of the done topics."""
        for _ in range(min(self.rng.randint(0, 3), len(self.done))):
            self.record(Action.REVIEW, self.rng.choice(self.done), grade=self.grade())

    def grade(self) -> Grade:
        """Return how well a topic was remembered."""
        return self.rng.choices([*GRADES], [*GRADES.values()])[0]

    def set_goal(self) -> None:
        """Set the day by which everything should be done."""
        self.has_goal = True
        self.record(Action.GOAL, goal=self.recorder.today + dt.timedelta(days=self.rng.randint(30, 400)))

    def clear_goal(self) -> None:
        """Clear the goal, if there is one."""
        if self.has_goal:
            self.record(Action.GOAL)
            self.has_goal = False

    def vary(self) -> None:
        """Maybe do something other than to study."""
        if self.chance(self.writes):
            self.write()
        if self.chance(0.08):
            others = self.mark_by_mistake, self.undo_and_redo, self.reset, self.skip, self.set_goal, self.clear_goal
            self.rng.choices(others, (20, 20, 15, 15, 8, 4))[0]()

    def write(self) -> None:
        """Write a note on a topic or a step; maybe edit or delete it."""
        items = self.course.roadmap.items_by_slug
        topic = self.rng.choice(self.done + self.started + self.todo[:1])
        topic = items[topic].step.slug if self.chance(0.1) else topic
        note = self.record(Action.NOTE, topic, note=self.rng.choice(NOTES))
        if self.chance(0.1):
            text = self.rng.choice(NOTES) if self.chance(0.7) else None
            self.record(Action.NOTE, topic, note=text, replaces=note["id"])

    def mark_by_mistake(self) -> None:
        """Mark a wrong topic, and undo it."""
        if self.todo:
            wrong = self.record(self.rng.choice((Action.DONE, Action.SKIP)), self.rng.choice(self.todo))
            self.record(Action.UNDO, change=wrong["id"])

    def undo_and_redo(self) -> None:
        """Undo the last change, and redo it; maybe twice."""
        last = self.recorder.changes[-1]
        for _ in range(1 + self.chance(0.2)):
            undo = self.record(Action.UNDO, change=last["id"])
            self.record(Action.REDO, change=undo["id"])

    def reset(self) -> None:
        """Reset a topic that is done, to learn it again."""
        if self.done:
            topic = self.done.pop(self.rng.randrange(len(self.done)))
            self.todo.insert(0, topic)
            self.record(Action.RESET, topic)

    def skip(self) -> None:
        """Skip the next topic."""
        if self.todo:
            self.record(Action.SKIP, self.todo.pop(0))
