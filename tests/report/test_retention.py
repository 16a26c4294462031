"""What is remembered, what is due, and the flashcards."""

import datetime as dt

import pytest

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Grade, Mark
from genai_roadmap.report.flashcard import flashcard, group_questions
from genai_roadmap.report.report import Report
from genai_roadmap.report.retention import Remembered, Retention, mixed
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from small import leaf, roadmap_data

TODAY = dt.date(2026, 11, 24)
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def learned(roadmap: Roadmap, *topics: str, days_ago: int = 0, grade: Grade | None = None) -> Progress:
    day = TODAY - dt.timedelta(days=days_ago)
    mark = Mark(Action.DONE, on=day, grade=grade)
    return Progress(roadmap=roadmap.id).mark(mark, topics, Stamp(NOON, f"{days_ago}{grade or ''}", "here"))


def retention(roadmap: Roadmap, *parts: Progress, limit: int = 10) -> Retention:
    progress = Progress(roadmap=roadmap.id)
    for part in parts:
        progress = progress.merge(part)
    return Retention(Report.of(roadmap, progress), TODAY, limit)


def slugs(found: list[Remembered]) -> list[str]:
    return [each.node.slug for each in found]


def test_the_most_likely_forgotten_come_first_and_steps_alternate(roadmap: Roadmap) -> None:
    known = retention(
        roadmap,
        learned(roadmap, "a", "b", "x", "plain", "p", days_ago=9),
        learned(roadmap, "e", days_ago=30),
        learned(roadmap, "f", days_ago=1),
    )
    assert slugs(known.due) == ["e", "a", "x", "p", "b", "plain"]
    assert slugs(mixed(known.due)) == ["e", "a", "x", "p", "b", "plain"]
    assert slugs(mixed(known.of(known.report.nodes["tools"].leaves()))) == ["e", "x", "plain", "f"]
    assert [*known.next_due()] == [TODAY + dt.timedelta(days=1)]


def test_topics_with_the_same_percentage_are_mixed_across_steps(roadmap: Roadmap) -> None:
    known = retention(roadmap, learned(roadmap, "a", "b", days_ago=400), learned(roadmap, "x", "plain", days_ago=399))
    assert len({each.percent for each in known.due}) == 1
    assert slugs(known.due) == ["a", "x", "b", "plain"]


def test_two_topics_of_a_step_follow_each_other_only_if_they_must(roadmap: Roadmap) -> None:
    known = retention(roadmap, learned(roadmap, "a", "b", days_ago=30), learned(roadmap, "x", days_ago=9))
    assert slugs(known.due) == ["a", "b", "x"]
    assert slugs(mixed(known.due)) == ["a", "x", "b"]


def test_retained_is_the_share_of_required_topics_that_is_remembered(roadmap: Roadmap) -> None:
    now = retention(roadmap, learned(roadmap, "a", "x", "e", "p"))
    # Of a, b, one of x, y and z, and plain.
    assert now.percent(now.report.steps) == now.report.count.percent == 50
    later = retention(roadmap, learned(roadmap, "a", "x", "e", "p", days_ago=100))
    remembered = later.remembered["a"].retrievability
    assert 0.5 < remembered < 0.7
    assert later.percent(later.report.steps) == int(50 * remembered)
    nodes = later.report.nodes
    # What is optional as a whole counts like what is required.
    assert later.percent((nodes["bonus"],)) == later.percent(nodes["bonus"].topics) == int(50 * remembered)
    assert later.percent((nodes["a"],)) == int(100 * remembered)
    assert later.percent((nodes["b"],)) == 0
    assert later.due_in([nodes["tools"], nodes["bonus"]]) == 3


def test_what_is_not_done_is_not_asked_about(roadmap: Roadmap) -> None:
    progress = learned(roadmap, "a", "b", days_ago=9)
    skipped = progress.mark(Mark(Action.SKIP), ("a",), Stamp(NOON, "later", "here"))
    assert slugs(retention(roadmap, skipped).due) == ["b"]


def test_the_limit_is_per_day(roadmap: Roadmap) -> None:
    progress = learned(roadmap, "a", "b", "x", "p", days_ago=9)
    assert retention(roadmap, progress, limit=3).to_review == 3
    reviewed = progress.review(("a", "b"), Grade.GOOD, Stamp(NOON, "later", "here"))
    assert retention(roadmap, reviewed, limit=3).to_review == 1
    assert retention(roadmap, reviewed, limit=1).to_review == 0
    assert retention(roadmap).to_review == 0


def test_a_former_slug_has_the_same_memory(roadmap: Roadmap) -> None:
    old, new = learned(roadmap, "old-plain", days_ago=9), learned(roadmap, "plain", days_ago=9)
    assert retention(roadmap, old).remembered["plain"].memory == retention(roadmap, new).remembered["plain"].memory


def test_a_topic_without_questions_is_to_be_explained(roadmap: Roadmap) -> None:
    card = flashcard(retention(roadmap, learned(roadmap, "a", days_ago=9)).due[0], TODAY)
    assert (card.question, card.answer) == ("Explain Topic A in your own words.", "")
    assert [*card.due_after] == [*Grade]
    assert [*card.due_after.values()] == sorted(card.due_after.values())


@pytest.mark.parametrize(("reviews", "asked"), [(0, "One?"), (1, "Two?"), (2, "One?")])
def test_questions_take_turns(reviews: int, asked: str) -> None:
    questions = [{"ask": "One?", "answer": "1"}, {"ask": "Two?", "answer": "2"}]
    roadmap = parse_roadmap(roadmap_data({**leaf("a"), "questions": questions}))
    progress = learned(roadmap, "a", days_ago=9)
    for number in range(reviews):
        progress = progress.review(("a",), Grade.AGAIN, Stamp(NOON, f"r{number}", "here"), on=TODAY)
    card = flashcard(retention(roadmap, progress).remembered["a"], TODAY)
    assert card.question == asked
    assert card.answer == {"One?": "1", "Two?": "2"}[asked]


def test_questions_of_groups_are_shared_by_their_done_topics() -> None:
    texts = ["1?", "2?", "3?"]
    group = {"slug": "g", "title": "G", "questions": [{"ask": "G?", "answer": "g"}], "topics": [leaf("b"), leaf("c")]}
    own = {**leaf("a"), "questions": [{"ask": "A?", "answer": "a"}]}
    step = {"slug": "s", "title": "S", "questions": [{"ask": text, "answer": text[0]} for text in texts]}
    roadmap = parse_roadmap(
        roadmap_data(steps=[{**step, "topics": [own, group]}, {**leaf("t"), "topics": [leaf("d")]}])
    )

    def asked(*done: str) -> dict[str, list[str]]:
        known = retention(roadmap, learned(roadmap, *done, days_ago=9)).remembered
        return {slug: [each.ask for each, _ in group_questions(topic, known)] for slug, topic in known.items()}

    assert asked("a", "b", "c", "d") == {"a": ["1?"], "b": ["G?", "2?"], "c": ["3?"], "d": []}
    assert asked("b") == {"b": ["G?", *texts]}


@pytest.mark.parametrize(("grades", "asked"), [("a", "One?"), ("aa", "One?"), ("ag", "Two?"), ("gah", "Three?")])
def test_a_question_is_asked_until_it_is_remembered(grades: str, asked: str) -> None:
    questions = [{"ask": text, "answer": text} for text in ("One?", "Two?", "Three?")]
    roadmap = parse_roadmap(roadmap_data({**leaf("a"), "questions": questions}))
    progress = learned(roadmap, "a", days_ago=9)
    for number, grade in enumerate(grades):
        day = TODAY - dt.timedelta(days=len(grades) - number)
        found = next(each for each in Grade if each.value.startswith(grade))
        progress = progress.review(("a",), found, Stamp(NOON, f"r{number}", "here"), on=day)
    assert flashcard(retention(roadmap, progress).remembered["a"], TODAY).question == asked


def test_few_questions_of_a_group_are_first_for_topics_without_questions() -> None:
    own = {**leaf("a"), "questions": [{"ask": "A?", "answer": "a"}]}
    step = {"slug": "s", "title": "S", "questions": [{"ask": "S?", "answer": "s"}], "topics": [own, leaf("b")]}
    roadmap = parse_roadmap(roadmap_data(steps=[step]))
    known = retention(roadmap, learned(roadmap, "a", "b", days_ago=9)).remembered
    assert [len(group_questions(topic, known)) for topic in known.values()] == [0, 1]
    known = retention(roadmap, learned(roadmap, "a", days_ago=9)).remembered
    assert len(group_questions(known["a"], known)) == 1


@pytest.mark.parametrize(
    ("slug", "turns"),
    [("a", ["A?", "S?", "A?"]), ("b", ["S?", "Explain Topic B in your own words.", "S?"])],
)
def test_questions_of_a_group_take_turns_with_those_of_its_topic(slug: str, turns: list[str]) -> None:
    own = {**leaf("a"), "questions": [{"ask": "A?", "answer": "a"}]}
    step = {"slug": "s", "title": "S", "questions": [{"ask": "S?", "answer": "s"}], "topics": [own, leaf("b")]}
    roadmap = parse_roadmap(roadmap_data(steps=[step]))
    progress = learned(roadmap, slug, days_ago=9)
    for number, expected in enumerate(turns):
        known = retention(roadmap, progress).remembered
        card = flashcard(known[slug], TODAY, group_questions(known[slug], known))
        assert (card.question, card.item.slug) == (expected, "s" if expected == "S?" else slug)
        progress = progress.review((slug,), Grade.AGAIN, Stamp(NOON, f"r{number}", "here"), on=TODAY)
