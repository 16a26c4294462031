"""Shared fixtures: an empty home folder, a small roadmap, the program as a function, and a browser."""

import compileall
import shutil
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import genai_roadmap
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.storage import roadmap_files
from machines import Machines, joined
from small import small_roadmap
from support import POINTS, Program, run_program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from screen import Opens, Screen

settings.register_profile("long", max_examples=100_000, deadline=None)
settings.register_profile("ci", derandomize=True, deadline=None)
# For a run that measures coverage, after one with all examples.
settings.register_profile("brief", settings.get_profile("ci"), max_examples=20)
settings.load_profile("ci")


def pytest_configure() -> None:
    """Compile the program once, also if PYTHONDONTWRITEBYTECODE is set, not each time that a test starts it."""
    compileall.compile_dir(genai_roadmap.__path__[0], quiet=2)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the points at which faults were injected."""
    if not POINTS:
        return
    terminalreporter.section("faults injected into the real program")
    for fault in dict.fromkeys(fault for fault, _ in POINTS):
        calls = {call: count for (name, call), count in POINTS.items() if name == fault}
        where = ", ".join(f"{call} {count}" for call, count in calls.items())
        terminalreporter.write_line(f"{fault:<20} {sum(calls.values()):>4} points: {where}")


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> "Iterator[None]":
    """Parse the bundled roadmap once: it can't be changed, and takes longer than most of what commands do with it."""
    parse, bundled = roadmap_files.parse, roadmap_files.bundled_file()
    once = cache(parse)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roadmap_files, "parse", lambda path, content: (once if path == bundled else parse)(path, content))
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home folder, in a time zone in which the day starts at another hour than in UTC."""
    for name in ("NO_COLOR", "FORCE_COLOR", "ACCESSIBLE", "EDITOR", "VISUAL", "COLUMNS", "PAGER", "MANPAGER", "LESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GENAI_ROADMAP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    if hasattr(time, "tzset"):
        time.tzset()
    return tmp_path / "home"


@pytest.fixture
def program() -> Program:
    """Return a function that runs the program in this process."""

    return run_program


@pytest.fixture
def roadmap() -> Roadmap:
    """Return a roadmap with four steps: plain, with an optional group and a choice, optional, with prerequisites."""
    return small_roadmap()


@pytest.fixture
def opens() -> "Iterator[Opens]":
    """Return a function that opens a full-screen view, by default of the small roadmap."""
    from screen import opening

    yield from opening()


@pytest.fixture
def screen(opens: "Opens") -> "Screen":
    """Return a full-screen view of the small roadmap."""
    return opens()


@pytest.fixture(params=["git", "folder"])
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Machines:
    """Return two machines, a and b, that have joined."""
    return joined(tmp_path, is_git=request.param == "git")


@pytest.fixture
def with_git(tmp_path: Path) -> Machines:
    return joined(tmp_path, is_git=True)


@pytest.fixture
def with_folder(tmp_path: Path) -> Machines:
    return joined(tmp_path, is_git=False)


@pytest.fixture(scope="session")
def strace() -> None:
    """Skip the tests that need strace if they can't use it."""
    from faults import can_trace

    if not can_trace():
        pytest.skip("strace is not installed or not permitted")


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Return a browser."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("chromium is not installed")
    quiet = ("background-networking", "component-update", "sync", "quic")
    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", *(f"--disable-{what}" for what in quiet)]
    with api.sync_playwright() as driver, driver.chromium.launch(executable_path=path, args=arguments) as found:
        yield found
