"""Journals as TOML."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress.change import TICKING
from genai_roadmap.progress.journal import FORMAT, Progress
from genai_roadmap.progress.status import Action, Grade
from genai_roadmap.roadmap.models import URL_PATTERN
from genai_roadmap.storage import journal_toml, toml

START = dt.datetime(1999, 1, 1, tzinfo=dt.UTC)
MINUTES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: dt.timedelta(minutes=minutes))
LATER = st.timedeltas(dt.timedelta(0), dt.timedelta(days=9999)) | st.integers(0, 10**9).map(
    lambda seconds: dt.timedelta(seconds=seconds)
)
TIMES = st.builds(lambda later, offset: (START + later).astimezone(dt.timezone(offset)), LATER, MINUTES)
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2999, 1, 1))
IDS = st.text("abc019", min_size=1, max_size=3)
SLUGS = st.lists(st.text("ab-é ]", min_size=1, max_size=3), min_size=1, max_size=3)
URLS = st.from_regex(URL_PATTERN, fullmatch=True, alphabet=st.characters(codec="ascii")).filter(
    lambda url: len(url) <= 2000
)
NOTES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9) | st.text('a"\\\n[]=', min_size=1)


def changes(number: int, action: Action) -> st.SearchStrategy[dict[str, Any]]:
    fields: dict[str, st.SearchStrategy[Any]] = {"id": st.just(f"c{number}"), "at": TIMES, "did": st.just(action)}
    optional: dict[str, st.SearchStrategy[Any]] = {"machine": IDS}
    if action in (Action.UNDO, Action.REDO):
        fields["change"] = IDS
    elif action is Action.GOAL:
        optional["goal"] = DATES
    elif action is Action.IMPORT:
        fields |= dict.fromkeys(("roadmap_before", "roadmap_after"), st.text("0f", min_size=64, max_size=64))
        optional["changes"] = st.lists(IDS, max_size=3)
    elif action in TICKING:
        fields["link"] = URLS | st.lists(URLS, min_size=1, max_size=3)
        optional |= {"known": st.booleans(), "on": DATES}
    else:
        fields["topics"] = SLUGS
        (fields if action is Action.NOTE else optional)["note"] = NOTES
        if action is Action.NOTE:
            optional["replaces"] = IDS
        else:
            optional |= {"known": st.booleans(), "on": DATES, "about": SLUGS}
        (fields if action is Action.REVIEW else optional)["grade"] = st.sampled_from(Grade)
    return st.fixed_dictionaries(fields, optional=optional)


def journals() -> st.SearchStrategy[Progress]:
    kinds = st.lists(st.sampled_from(Action), min_size=1, max_size=4)
    lists = kinds.flatmap(
        lambda actions: st.tuples(*(changes(number, action) for number, action in enumerate(actions)))
    )
    return lists.map(lambda found: Progress.model_validate({"roadmap": "small", "changes": found}))


@given(journals())
def test_round_trip(progress: Progress) -> None:
    data = toml.parse_toml(Path("small.toml"), journal_toml.dumps(progress), newest_format=FORMAT)
    assert Progress.model_validate(data) == progress


def test_single_link_is_no_array() -> None:
    change = {"id": "a", "at": START, "did": "read", "link": ["https://example.org"]}
    one, two = (
        journal_toml.dumps(Progress.model_validate({"roadmap": "small", "changes": [{**change, "link": links}]}))
        for links in (["https://example.org"], ["https://example.org", "https://example.com"])
    )
    assert b'did = "read"\nlink = "https://example.org"\n' in one
    assert b'link = [\n    "https://example.org",\n    "https://example.com",\n]\n' in two


# Parts of files, valid and invalid ones, some of which are valid only together.
HEADS = st.sampled_from(
    [
        'format = 1\nroadmap = "small"\n',
        'format = 1\nroadmap = "small"\nchanges = []',
        'format = 1\nroadmap = "other"\n',
        'format = 1\r\nroadmap = "small" # [[changes]]\r\n',
        'format = 2\nroadmap = "small"\n',
        'format = 1\nroadmap = """\n',
    ]
)
FULL = '\nid = "{}"\nat = 2026-01-0{}T00:00:00{}\ndid = "note"\ntopics = ["x"]\nnote = {}\n'
TABLES = st.sampled_from(
    [
        *(FULL.format(name, day, "Z", '"text"') for name, day in (("a", 1), ("b", 2), ("c", 3), ("c", 4))),
        FULL.format("d", 1, "+01:00", '"# [[changes]]"') + "\n",
        FULL.format("e", 1, "Z", '"é"') + "machine = 'x' # y\n",
        FULL.format("f", 5, "Z", '"""'),
        FULL.format("g", 5, "Z", "'''\n[[changes]]\n'''"),
        FULL.format("h", 5, "Z", '"x"').replace('["x"]', '["x",'),
        FULL.format("a", 1, "Z", '"text"').replace("\n", "\r\n"),
        FULL.format("i", 6, "Z", '"text"') + "[changes.more]\n",
        FULL.format("j", 6, "Z", '"text"') + "changes = [1]\n",
        '\n"""\n',
        "]\n",
        "",
    ]
)
FILES = st.tuples(HEADS, st.lists(TABLES, max_size=6)).map(lambda parts: "\n[[changes]]".join([parts[0], *parts[1]]))


@example(['format = 1\nroadmap = "small"\n\n[[changes]]' + FULL.format("a", 1, "Z", '"text"')] * 2)
@given(st.lists(FILES, min_size=2, max_size=4))
def test_a_reader_of_several_files_finds_the_same_as_the_parser(contents: list[str]) -> None:
    reader, path = journal_toml.JournalReader(), Path("small.toml")

    def outcome(read: Callable[[Path, bytes, str], Progress], content: str) -> object:
        try:
            return read(path, content.encode(), "small")
        except FileInvalidError as error:
            return str(error)

    for content in contents:
        assert outcome(reader.read, content) == outcome(journal_toml.parse, content)


def test_a_reader_parses_a_change_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = [FULL.format(name, number, "Z", '"text"') for number, name in enumerate("abc", 1)]
    files = ["\n[[changes]]".join(['format = 1\nroadmap = "small"\n', *found]) for found in (tables[:2], tables)]
    reader, parsed, parse_toml = journal_toml.JournalReader(), [], toml.parse_toml
    reader.read(Path("small.toml"), files[0].encode(), "small")

    def recorded(path: Path, content: bytes, **options: Any) -> dict[str, Any]:
        parsed.append(content)
        return parse_toml(path, content, **options)

    monkeypatch.setattr(toml, "parse_toml", recorded)
    assert len(reader.read(Path("small.toml"), files[1].encode(), "small").changes) == 3
    assert [content.count(b"[[changes]]") for content in parsed] == [1]
