"""The cache of reviews: it changes nothing but time."""

import datetime as dt
import time
from pathlib import Path

import pytest

from genai_roadmap.app import review_summary
from genai_roadmap.app.session import Session
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Grade, Mark
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import progress_files, review_cache, settings
from small import leaf, roadmap_data
from support import Program, make_pipe

BUNDLED = "genai-engineer"
FIRST = dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC)
TOPICS = ("cnns", "rnns", "variables", "loops")


def stamp(number: int) -> Stamp:
    return Stamp(FIRST + dt.timedelta(hours=number), f"c{number}", settings.machine())


@pytest.fixture
def cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of the cache of a journal with reviews, which is long enough for it."""
    monkeypatch.setattr(review_summary, "LONG_BYTES", 1_000)
    progress = Progress(roadmap=BUNDLED).mark(Mark(Action.DONE), TOPICS, stamp(0))
    for number in range(1, 40):
        progress = progress.review(TOPICS[number % 4 :][:1], [*Grade][number * number % 4], stamp(number * 20))
    progress, _ = progress.undo(stamp(1000))
    progress, _ = progress.redo(stamp(1001))
    progress, _ = progress.undo(stamp(1002))
    with progress_files.lock(BUNDLED) as file:
        file.read()
        file.write(progress.mark(Mark(Action.START), ("vectors",), stamp(1003)), FIRST)
    return home / "cache" / f"{BUNDLED}.json"


def outputs(program: Program) -> list[str]:
    commands = (["status"], ["status", "--json"], ["review", "--list", "-n", "3"], ["roadmaps"])
    return [program(*each).out for each in commands]


def test_the_output_is_the_same_with_it(program: Program, cache: Path) -> None:
    before = outputs(program)
    assert cache.exists()
    assert '"retained"' in before[1]
    written = cache.stat().st_mtime_ns
    assert outputs(program) == before
    assert cache.stat().st_mtime_ns == written
    assert "review" not in cache.read_text().partition('"reviews"')[0]
    cache.unlink()
    assert outputs(program) == before


@pytest.mark.parametrize("content", [b"", b"\0\0", b"[]", b"{}", b'{"key": 1}', b"[" * 100_000])
def test_a_damaged_one_is_replaced(program: Program, cache: Path, content: bytes) -> None:
    before = outputs(program)
    good = cache.read_bytes()
    cache.write_bytes(content)
    assert outputs(program) == before
    assert cache.read_bytes() == good


def test_one_of_another_journal_is_not_used(program: Program, cache: Path) -> None:
    before = outputs(program)
    old = cache.read_bytes()
    assert program("undo").code == 0
    assert program("review", "cnns", "again").code == 0
    after = outputs(program)
    assert after != before
    assert cache.read_bytes() != old
    cache.unlink()
    assert outputs(program) == after


def test_what_is_no_file_is_ignored(program: Program, cache: Path) -> None:
    before = outputs(program)
    cache.unlink()
    make_pipe(cache)
    assert outputs(program) == before
    cache.unlink(missing_ok=True)
    cache.mkdir()
    assert outputs(program) == before


def test_it_need_not_be_writable(program: Program, cache: Path) -> None:
    cache.parent.write_text("a file")
    run = program("status")
    assert (run.code, run.err) == (0, "")
    assert "retained" in run.out


def test_only_the_report_for_what_is_shown_lacks_reviews(program: Program, cache: Path) -> None:
    program("status")
    assert cache.exists()
    session = Session(BUNDLED, lambda: FIRST + dt.timedelta(days=90))
    summarized = review_summary.summarized_report(session)
    reviews = [change for change in session.report.progress.changes if change.action is Action.REVIEW]
    assert len(reviews) == 39
    assert len(summarized.progress.changes) == len(session.report.progress.changes) - 42
    assert summarized.has_reviews
    assert summarized.reviewed_days == session.report.reviewed_days
    assert summarized.reviews == session.report.reviews
    # What was read already is at hand.
    assert review_summary.summarized_report(session) is session.report


def test_the_zone_and_renamed_topics_are_part_of_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    roadmap, renamed = (
        parse_roadmap(roadmap_data(leaf("a"))),
        parse_roadmap(roadmap_data({**leaf("a"), "formerly": ["b"]})),
    )
    key = review_cache.key_of(b"content", roadmap)
    assert key == review_cache.key_of(b"content", roadmap)
    assert key != review_cache.key_of(b"contents", roadmap)
    assert key != review_cache.key_of(b"content", renamed)
    if hasattr(time, "tzset"):
        monkeypatch.setenv("TZ", "America/Lima")
        time.tzset()
        assert key != review_cache.key_of(b"content", roadmap)


def test_a_reminder_to_sync_counts_reviews(program: Program, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    assert program("config", "sync.location", str(tmp_path / "shared")).code == 0
    assert "44 changes not sent to your other machines" in program("status").out
    assert cache.exists()
