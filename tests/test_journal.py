"""A journal as text: what is read fast is just what a parser of TOML reads."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap import files, journal
from genai_roadmap.progress import FORMAT, Progress
from genai_roadmap.statuses import STATUS_AFTER, Did

START = dt.datetime(1999, 1, 1, tzinfo=dt.UTC)
MINUTES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: dt.timedelta(minutes=minutes))
LATER = st.timedeltas(dt.timedelta(0), dt.timedelta(days=9999)) | st.integers(0, 10**9).map(
    lambda seconds: dt.timedelta(seconds=seconds)
)
TIMES = st.builds(lambda later, offset: (START + later).astimezone(dt.timezone(offset)), LATER, MINUTES)
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2999, 1, 1))
IDS = st.text("abc019", min_size=1, max_size=3)
SLUGS = st.lists(st.text("ab-é ]", min_size=1, max_size=3), min_size=1, max_size=3)
NOTES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9) | st.text('a"\\\n[]=', min_size=1)


def changes(number: int, did: Did) -> st.SearchStrategy[dict[str, Any]]:
    fields: dict[str, st.SearchStrategy[Any]] = {"id": st.just(f"c{number}"), "at": TIMES, "did": st.just(did)}
    optional: dict[str, st.SearchStrategy[Any]] = {"machine": IDS}
    if did in (Did.UNDO, Did.REDO):
        fields["change"] = IDS
    elif did is Did.GOAL:
        optional["goal"] = DATES
    else:
        fields["topics"] = SLUGS
        (fields if did is Did.NOTE else optional)["note"] = NOTES
        if did in STATUS_AFTER:
            optional |= {"known": st.booleans(), "on": DATES, "about": SLUGS}
    return st.fixed_dictionaries(fields, optional=optional)


def journals() -> st.SearchStrategy[Progress]:
    kinds = st.lists(st.sampled_from(Did), min_size=1, max_size=4)
    lists = kinds.flatmap(lambda dids: st.tuples(*(changes(number, did) for number, did in enumerate(dids))))
    return lists.map(lambda found: Progress.model_validate({"roadmap": "small", "changes": found}))


def read_by_tomli(text: str) -> str | None:
    try:
        return repr(tomli.loads(text))
    except tomli.TOMLDecodeError:
        return None


@given(journals())
def test_what_we_write_is_read_fast_and_as_tomli_reads_it(progress: Progress) -> None:
    text = journal.dumped(progress).decode()
    found = journal.plain(text)
    assert repr(found) == read_by_tomli(text)
    assert Progress.model_validate(found) == progress


@given(journals(), st.data())
def test_what_a_hand_changed_is_read_as_tomli_reads_it_or_left_to_it(progress: Progress, data: st.DataObject) -> None:
    text = journal.dumped(progress).decode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 9)))
    piece = data.draw(
        st.text("\"'\\[]{}=,#\n\r\t a069:.+-ZT", max_size=5)
        | st.sampled_from([*text.splitlines(keepends=True), "[[changes]]\n", " [[changes]]\n", "+05:60"])
    )
    text = text[:start] + piece + text[end:]
    found = journal.plain(text)
    assert found is None or repr(found) == read_by_tomli(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "# A comment.\n"),
        ("[[changes]]", "[[ changes ]]"),
        ("2026-11-24 09", "2026-11-24 24"),
        ("2026-11-24", "2026-02-30"),
        ('id = "c1"\n', ""),
        ('id = "c1"\n', 'id = "c1"\nid = "c1"\n'),
        ('id = "c1"\n', "id = 'c1'\n"),
        ("+00:00", "+05:60"),
        ("+00:00", "+24:00"),
        ("[[changes]]", "[[changes]]\n[[changes]]"),
        ("[[changes]]", " [[changes]]\n[[changes]]"),
        ("\nnote", "\n[[changes]]\nnote"),
        ('"a",', '"a", 1'),
        ('"a",', '"a" "b"'),
        ('note = "It is."', 'note = "\\x"'),
        ('note = "It is."', 'note = """It is."""'),
        ('note = "It is."', 'note = "It is."\n[[other]]'),
        ("\n", "\r\n"),
    ],
)
def test_what_is_written_otherwise_is_left_to_tomli(old: str, new: str) -> None:
    change = {"id": "c1", "at": dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC), "did": Did.DONE, "topics": ["a"]}
    progress = Progress.model_validate({"roadmap": "small", "changes": [{**change, "note": "It is."}]})
    text = journal.dumped(progress).decode()
    assert journal.plain(text)
    assert not journal.plain(text.replace(old, new, 1))


def test_long_ones_are_read_so_and_short_ones_too() -> None:
    found = [
        {"id": f"c{number}", "at": START + dt.timedelta(hours=number), "did": "done", "topics": ["a"]}
        for number in range(2000)
    ]
    for length in (0, 1, 2000):
        content = journal.dumped(Progress.model_validate({"roadmap": "small", "changes": found[:length]}))
        assert (len(content) > files.LONG) == (length == len(found))
        read = files.parse_toml(Path("small.toml"), content, newest_format=FORMAT, plain=journal.plain)
        assert read == tomli.loads(content.decode())
