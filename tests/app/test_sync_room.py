"""Journals of other machines that would fill the progress file."""

import pytest

from genai_roadmap.storage import files, journal_toml, toml
from machines import Machines, other_journal, put


def large(change: str, size: int, machine: str) -> str:
    """Return a journal with a note of this size."""
    journal = other_journal(change, machine=machine).replace('did = "done"', 'did = "note"')
    return f'{journal}note = "{"x" * size}"\n'


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10_000)


def test_the_largest_journal_is_skipped_and_named_and_the_rest_is_exchanged(machines: Machines) -> None:
    put(machines, {f"journals/genai-engineer/{name}.toml": large(name, 3_500, name) for name in ("c1", "c2")})
    put(machines, {"journals/genai-engineer/c0.toml": large("c0", 3_600, "c0")})
    machines.ok("a", "note", "cnns", "before")
    for sent in (1, 0):
        result = machines.sync("a")
        assert result["sent"] == sent
        [problem] = result["problems"]
        assert problem.startswith(
            "journals/genai-engineer/c0.toml (1 change, 0.0036 MB) would leave too little room in "
        )
        assert "Shorten its longest notes on that machine" in problem
    assert machines.changes("a").keys() > {"c1", "c2"}
    assert len(machines.changes("a")) == 3
    machines.ok("a", "note", "cnns", "y" * 500)
    assert machines.sync("a")["sent"] == 1
    named = [problem.partition(" ")[0] for problem in machines.sync("b")["problems"]]
    assert named == [f"journals/genai-engineer/{name}.toml" for name in ("c2", "c0")]


def test_a_journal_that_is_too_large_alone_is_skipped_on_a_new_machine(machines: Machines) -> None:
    put(machines, {"journals/genai-engineer/c1.toml": large("c1", 9_000, "c1")})
    assert (machines.sync("a")["received"], machines.changes("a")) == (0, {})


def test_what_is_already_there_needs_no_room(machines: Machines) -> None:
    machines.ok("a", "note", "cnns", "y" * 8_000)
    for name in "aab":
        machines.sync(name)
    assert machines.sync("a")["problems"] == []


def test_a_full_file_says_why_it_can_not_be_written(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    machines.ok("a", "note", "cnns", "one")
    monkeypatch.setattr(journal_toml, "ends_with", lambda *_: False)
    monkeypatch.setattr(toml, "fits", lambda *_: False)
    run = machines.run("a", "done", "cnns")
    assert (run.code, "it would exceed the limits of" in run.err) == (4, True)


def test_parts_fit_if_they_have_few_tokens_outside_strings() -> None:
    assert toml.fits([b'x = ".................."', b"y = 1.1"], 0.5)
    assert not toml.fits([b"x" * 4_000, b"x" * 3_600], 0.75)
    assert toml.fits([b"x" * 4_000, b"x" * 3_400], 0.75)
    share = 3 / toml.MAX_TOKENS[b"."]
    assert not toml.fits([b"x = [1.1, 1.1]", b"y = [1.1, 1.1]"], share)
