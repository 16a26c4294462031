import re

from genai_roadmap.progress.journal import Progress
from genai_roadmap.report.report import Report
from genai_roadmap.storage import roadmap_files

ROADMAP = roadmap_files.read(roadmap_files.bundled_file())
REPORT = Report.of(ROADMAP, Progress(roadmap=ROADMAP.id))


def test_steps() -> None:
    assert [step.title for step in ROADMAP.steps] == [
        "Programming Fundamentals",
        "Mathematics for Generative AI",
        "Foundations of Machine Learning",
        "Deep Learning",
        "Natural Language Processing (NLP)",
        "Generative Models",
        "Reinforcement Learning",
        "MLOps and Model Deployment",
        "Projects",
    ]
    assert [step.optional for step in ROADMAP.steps] == [False] * 6 + [True, False, False]
    assert all(step.why and step.resources for step in ROADMAP.steps)


def test_required_and_optional_counts() -> None:
    assert [node.count.total for node in REPORT.steps] == [13, 10, 8, 9, 11, 10, 4, 11, 5]
    assert [node.count.optional_total for node in REPORT.steps] == [4, 0, 0, 1, 0, 0, 0, 2, 0]
    assert (REPORT.count.total, REPORT.count.optional_total) == (77, 11)
    assert (ROADMAP.counts.topics, ROADMAP.counts.optional) == (88, 11)


def test_role_workflow_and_author() -> None:
    assert ROADMAP.demand == "Very High"
    assert ROADMAP.audience == ("Software Engineers", "Machine Learning Enthusiasts")
    assert ROADMAP.role
    assert ROADMAP.role.formula
    assert "≈ NLP and Computer Vision Skills +" in ROADMAP.role.formula
    assert (len(ROADMAP.role.what_one_does), len(ROADMAP.role.responsibilities), len(ROADMAP.workflow)) == (4, 4, 4)
    assert ROADMAP.author
    assert ROADMAP.author.name == "Rashedul Alam Shakil"
    assert len(ROADMAP.author.links) == 3


def test_no_damaged_characters() -> None:
    assert set(re.findall(r"[^\x20-\x7e\n]", ROADMAP.model_dump_json())) == set("≈😊\u2019🌐🎓🤖💼")


def test_every_topic_has_a_question_with_a_short_answer() -> None:
    leaves = [leaf.content for step in REPORT.steps for leaf in step.leaves()]
    assert len(leaves) == 88
    for leaf in leaves:
        assert 1 <= len(leaf.questions) <= 2, leaf.slug
        for question in leaf.questions:
            assert question.ask.endswith("?")
            assert len(re.findall(r"[.?!](?= [A-Z`]|$)", question.answer)) <= 3, question.ask
            assert len(question.answer) <= 260
            assert len(question.answer.split()) <= 40, question.ask
            assert not re.search(r", and (how|what|when|which|why)\b", question.ask), question.ask
    asked = [question.ask for item in ROADMAP.all_items for question in item.content.questions]
    assert len(asked) == len(set(asked))
    assert sum(ask.startswith("What is ") for ask in asked) < len(asked) / 8


def test_titles_are_unique_within_a_step() -> None:
    for step in REPORT.steps:
        titles = [node.title for node in step.walk() if not node.topics]
        # TensorFlow and PyTorch are learned as libraries and as frameworks, in different steps.
        assert len(titles) == len(set(titles))
