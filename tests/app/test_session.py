"""A session that continues with other files."""

from pathlib import Path

import pytest

from genai_roadmap.app.other_roadmaps import finders, hint, search_hints
from genai_roadmap.app.session import Session
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.storage import roadmap_files
from screen import NOW
from small import OWN
from support import Program


def test_a_session_is_reloaded_from_the_same_file(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "copy.toml"
    path.write_text(OWN)
    program("import", str(path))
    session = Session(str(path), lambda: NOW)
    assert session.roadmap.title == "My own"
    path.write_text(OWN.replace("My own", "Changed"))
    session.reload()
    assert (session.roadmap_file, session.roadmap.title) == (path, "Changed")
    path.write_text("damaged")
    with pytest.raises(FileInvalidError):
        session.reload()
    assert session.roadmap.title == "Changed"


def test_a_switch_that_is_refused_changes_nothing(program: Program) -> None:
    program("new", "mine")
    session = Session(None, lambda: NOW)
    before = session.roadmap

    def refuse() -> None:
        raise RequestError

    with pytest.raises(RequestError):
        session.switch("mine", refuse)
    assert session.roadmap is before


def test_only_the_start_of_a_word_is_found_in_other_roadmaps(program: Program) -> None:
    program("new", "mine")
    bundled = roadmap_files.read(roadmap_files.bundled_file())
    others = finders(bundled)
    assert [other.id for other, _ in others] == ["mine"]
    assert "genai-roadmap use mine" in hint(others, "first")
    assert not hint(others, "irst")
    assert [command for _, command in search_hints(bundled, "first")] == ["genai-roadmap --roadmap mine search first"]
