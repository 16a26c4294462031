"""The decision about a roadmap that is here, shared, or both."""

import pytest

from genai_roadmap.app.saving import digest
from genai_roadmap.app.sync_roadmaps import NOTHING, RECEIVE, SEND, Decision, Version, decide
from genai_roadmap.storage.sync_state import KnownRoadmap


def version(content: str, seconds: int = 10) -> Version:
    return Version(content.encode(), lambda: seconds)


def known(content: str, seconds: int = 10) -> KnownRoadmap:
    return KnownRoadmap(digest(content.encode()), seconds)


KEEPS, LOSES = Decision(sends=True, is_conflict=True), Decision(receives=True, is_conflict=True)


@pytest.mark.parametrize(
    ("local", "shared", "last", "expected"),
    [
        (None, None, None, NOTHING),
        (version("1"), None, None, SEND),
        (version("1"), None, known("1"), SEND),
        (None, version("1"), None, RECEIVE),
        (None, version("1"), known("1"), NOTHING),
        (None, version("2"), known("1"), NOTHING),
        (version("1"), version("1"), None, NOTHING),
        (version("2"), version("1"), known("1"), SEND),
        (version("1"), version("2", 11), known("1"), RECEIVE),
        (version("1"), version("0", 9), known("1"), SEND),
        (version("2", 12), version("3", 11), known("1"), KEEPS),
        (version("2", 10), version("3", 11), known("1"), LOSES),
        (version("2", 11), version("3", 11), None, KEEPS),
    ],
)
def test_decisions(
    local: Version | None, shared: Version | None, last: KnownRoadmap | None, expected: Decision
) -> None:
    assert decide(local, shared, last) == expected
