"""Single keys of a terminal."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from genai_roadmap.terminal import keyboard


def test_keys_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudoterminals of this kind")
    import tty

    controller, terminal = os.openpty()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(fileno=lambda: terminal))
    # Otherwise, Ctrl-D would not arrive as a character.
    tty.setcbreak(terminal)
    with keyboard.keys() as key:
        # A letter, an arrow, Alt with a letter, F5, and Escape.
        os.write(controller, b"a\x1b[A\x1bOHb\x1b[15~c\x1b")
        assert [key() for _ in range(7)] == ["a", "", "", "b", "", "c", ""]
        os.write(controller, b"\x04")
        with pytest.raises(EOFError):
            key()
        os.close(controller)
        with pytest.raises(EOFError):
            key()
    os.close(terminal)


def test_the_terminal_is_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudoterminals of this kind")
    import termios

    controller, terminal = os.openpty()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(fileno=lambda: terminal))
    before = termios.tcgetattr(terminal)
    with keyboard.keys() as key:
        os.write(controller, b"a")
        assert key() == "a"
        assert termios.tcgetattr(terminal) != before
    assert termios.tcgetattr(terminal) == before
    os.close(controller)
    os.close(terminal)


def test_after_a_suspension_the_page_is_to_be_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no SIGCONT")
    import select
    import signal
    import termios

    controller, terminal = os.openpty()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(fileno=lambda: terminal))
    before, handler, wait = termios.tcgetattr(terminal), signal.getsignal(signal.SIGCONT), select.select

    def suspended(*arguments: Any) -> Any:
        # The shell restores its own mode of the terminal.
        termios.tcsetattr(terminal, termios.TCSANOW, before)
        monkeypatch.setattr(select, "select", wait)
        os.kill(os.getpid(), signal.SIGCONT)
        return wait(*arguments)

    monkeypatch.setattr(select, "select", suspended)
    with keyboard.keys() as key:
        os.write(controller, b"a")
        assert key() == keyboard.REDRAW
        assert signal.getsignal(signal.SIGCONT) == handler
        assert key() == "a"
        assert termios.tcgetattr(terminal) != before
    os.close(controller)
    os.close(terminal)


@pytest.mark.parametrize(("found", "error"), [("\x03", KeyboardInterrupt), ("\x1a", EOFError), ("", EOFError)])
def test_keys_that_end_a_program(monkeypatch: pytest.MonkeyPatch, found: str, error: type[BaseException]) -> None:
    @contextmanager
    def opened() -> Iterator[Callable[[], str]]:
        yield lambda: found

    monkeypatch.setattr(keyboard, "_single_keys", opened)
    with keyboard.keys() as key, pytest.raises(error):
        key()
