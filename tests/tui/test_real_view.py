"""The full-screen view of the real program in a terminal."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from genai_roadmap.cli.installation import command_for_ui
from genai_roadmap.storage import progress_files
from screen import BUNDLED, Screen
from support import Program, environment, run_on_a_terminal


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("ctrl+c", 130)])
def test_quit(screen: Screen, key: str, code: int) -> None:
    screen.press(key)
    assert not screen.view.is_running
    assert screen.view.return_code == code


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_signal_ends_the_view(screen: Screen) -> None:
    signal.raise_signal(signal.SIGTERM)
    screen.settle()
    assert screen.view.return_code == 128 + signal.SIGTERM


@pytest.mark.usefixtures("home")
def test_view_ends_with_its_terminal_in_another_session_too() -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such terminals")
    controller, terminal = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "genai_roadmap", "ui"],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment(TERM="xterm"),
        start_new_session=True,
    ) as view:
        os.close(terminal)
        shown = b""
        while b"Python Basics" not in shown:
            shown += os.read(controller, 2**16)
        os.close(controller)
        assert view.wait(120) == 128 + signal.SIGHUP


def test_view_needs_a_terminal(program: Program) -> None:
    run = program("ui")
    assert run.code == 1
    assert run.err.startswith("genai-roadmap: the full-screen view needs a terminal")


@pytest.mark.parametrize("reason", [{"TERM": "dumb"}, {"ACCESSIBLE": "1"}])
def test_view_needs_a_capable_terminal(reason: dict[str, str]) -> None:
    code, shown = run_on_a_terminal([sys.executable, "-m", "genai_roadmap", "ui"], **{"TERM": "xterm", **reason})
    assert code == 1
    assert "needs a terminal" in shown


def test_damaged_file_at_startup_is_an_error(program: Program, home: Path) -> None:
    file = home / "progress" / "genai-engineer.toml"
    file.parent.mkdir(parents=True)
    file.write_text("format")
    code, shown = run_on_a_terminal([sys.executable, "-m", "genai_roadmap", "ui"], TERM="xterm")
    assert code == 3
    assert "is not valid TOML" in " ".join(shown.split())
    assert program("check").code == 3


def run_without_module(module: str) -> tuple[int, str]:
    """Run the program without a module; return its exit code and its output."""
    script = (
        "import sys, importlib.abc\n"
        "class Missing(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        f"        if name == {module!r}: raise ModuleNotFoundError(name, name=name)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "from genai_roadmap.__main__ import main; main()"
    )
    return run_on_a_terminal([sys.executable, "-c", script, "ui"], TERM="xterm", COLUMNS="200")


def test_message_without_textual() -> None:
    code, shown = run_without_module("textual")
    message = f"the full-screen view needs the extra `ui`. Install it with: {command_for_ui()}"
    assert (code, " ".join(shown.split())) == (1, f"genai-roadmap: {message}")


def test_bugs_keep_their_traceback() -> None:
    code, shown = run_without_module("textual.scroll_view")
    assert code == 1
    assert "Traceback" in shown


class Tmux:
    """A tmux terminal that shows the view."""

    _socket: Path

    def __init__(self, socket: Path, *options: str, size: str = "80x24", wrapper: str = "", **changes: str) -> None:
        if sys.platform == "win32":
            pytest.skip("tmux does not run on Windows")
        self._socket = socket
        wide, high = size.split("x")
        view = f"{wrapper} {sys.executable} -m genai_roadmap {' '.join(options)} ui; code=$?"
        # A shell that returns the view to the foreground if Enter is pressed after it was stopped.
        back = f"if [ $code = {128 + signal.SIGTSTP} ]; then echo stopped; read line; fg; code=$?; fi"
        command = f"set -m; {view}; {back}; echo code $code; exec sleep 600"
        env = environment(LC_ALL="C.UTF-8", **changes)
        start = ["-f", os.devnull, "new-session", "-d", "-x", wide, "-y", high, command]
        subprocess.run(["tmux", "-u", "-S", str(socket), *start], env=env, check=True)

    def __call__(self, *command: str) -> str:
        run = subprocess.run(["tmux", "-S", str(self._socket), *command], capture_output=True, text=True, check=True)
        return run.stdout

    def close(self) -> None:
        """Close the view, then the terminal."""
        self("send-keys", "q")
        self.until("code ")
        self("kill-server")

    def until(self, text: str) -> str:
        """Return the screen as soon as it shows the text, at most two minutes later."""
        for _ in range(2400):
            shown = self("capture-pane", "-p", "-e")
            if text in re.sub(r"\x1b\[[\d;]*m", "", shown):
                return shown
            time.sleep(0.05)
        raise AssertionError(shown)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Callable[..., Tmux]]:
    """Return a function that opens the view in tmux."""
    opened: list[Tmux] = []

    def opens(*options: str, **changes: str) -> Tmux:
        opened.append(Tmux(tmp_path / f"tmux{len(opened)}", *options, **changes))
        return opened[-1]

    yield opens
    for each in opened:
        each.close()


LAST = "Next: Variables (first topic of step 1)."  # the last text that is drawn


needs_tmux = pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed")


@needs_tmux
def test_view_in_tmux(tmux: Callable[..., Tmux]) -> None:
    terminal = tmux(size="60x20")
    terminal.until(LAST)
    terminal("send-keys", "/atten", "Enter", "dnWatch it again", "Enter", "Escape")
    terminal.until("1 of 77 topics")
    terminal("send-keys", "jjj", "Up", "q")
    terminal.until("code 0")
    progress = progress_files.load(BUNDLED.id)
    assert [(change.action.value, change.note) for change in progress.changes] == [
        ("done", None),
        ("note", "Watch it again"),
    ]


@needs_tmux
def test_interrupt_in_tmux(tmux: Callable[..., Tmux]) -> None:
    terminal = tmux()
    terminal.until(LAST)
    terminal("send-keys", "C-c")
    terminal.until("code 130")


@needs_tmux
@pytest.mark.parametrize("wrapper", ["", "sh -c '\"$@\"; exit $?' sh"])
def test_suspend_and_resume_in_tmux(tmux: Callable[..., Tmux], wrapper: str) -> None:
    terminal = tmux(wrapper=wrapper)
    terminal.until(LAST)
    terminal("send-keys", "j")
    terminal.until("Slug    data-types")
    terminal("send-keys", "C-z")
    terminal.until("stopped")
    terminal("send-keys", "Enter")
    terminal.until("0 of 77 topics")


@needs_tmux
@pytest.mark.parametrize(
    ("options", "no_color", "is_colored"), [("", "", True), ("", "1", False), ("--no-color", "", False)]
)
def test_colors_in_tmux(tmux: Callable[..., Tmux], options: str, no_color: str, is_colored: bool) -> None:  # noqa: FBT001
    shown = tmux(options, NO_COLOR=no_color).until(LAST)
    assert bool(re.search(r"\x1b\[[\d;]*(3[0-7]|9[0-7]|38;)", shown)) is is_colored


@needs_tmux
def test_ascii_in_tmux(tmux: Callable[..., Tmux]) -> None:
    shown = tmux(PYTHONIOENCODING="ascii").until(LAST)
    assert shown.isascii()
    assert "\\u" not in shown
