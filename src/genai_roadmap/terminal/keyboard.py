"""Read single keys from the terminal, without Enter.

Unlike Typer's getchar, it keeps keys that are typed before they are asked for, unless they are discarded, and does not
show them.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

ESCAPE, INTERRUPT, END = "\x1b", "\x03", "\x04\x1a"
# Ctrl-L, which traditionally draws the screen again; also after the program was suspended.
REDRAW = "\x0c"
# An arrow key, for example, sends several characters, which arrive within this time.
SEQUENCE_SECONDS = 0.02
FIRST_FINAL, LAST_FINAL = b"@", b"~"


@contextmanager
def keys() -> Iterator[Callable[[], str]]:
    """Yield a function that waits for a key and returns its character; empty for a key without one, such as an arrow.

    It raises KeyboardInterrupt for Ctrl-C, and EOFError for Ctrl-D and if the terminal is gone.
    """
    with _single_keys() as read:

        def key() -> str:
            found = read()
            if found == INTERRUPT:
                raise KeyboardInterrupt
            if not found or found in END:
                raise EOFError
            return "" if found.startswith(ESCAPE) else found

        yield key


if sys.platform == "win32":
    import msvcrt

    # A key without a character sends one of these, and then its code.
    PREFIXES = ("\x00", "\xe0")

    def discard_typed() -> None:
        """Discard the keys that were typed until now."""
        while msvcrt.kbhit():
            msvcrt.getwch()

    @contextmanager
    def _single_keys() -> Iterator[Callable[[], str]]:
        def read() -> str:
            found = msvcrt.getwch()
            return ESCAPE + msvcrt.getwch() if found in PREFIXES else found

        yield read

else:
    import select
    import signal
    import termios
    import tty

    class _SuspendedError(Exception):
        """The program was suspended while it waited for a key."""

    def discard_typed() -> None:
        """Discard the keys that were typed until now."""
        # There may be no terminal, or it may be gone.
        with suppress(OSError, termios.error):
            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)

    @contextmanager
    def _single_keys() -> Iterator[Callable[[], str]]:
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        try:
            yield lambda: _read(terminal)
        finally:
            # The terminal may be gone. What was typed is not discarded.
            with suppress(termios.error):
                termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    def _read(terminal: int) -> str:
        try:
            # For each key, because the shell may have changed the mode while the program was suspended.
            tty.setcbreak(terminal, termios.TCSADRAIN)
            with _raising_after_suspension():
                select.select([terminal], [], [])
            found = os.read(terminal, 1)
        except _SuspendedError:
            return REDRAW
        except (OSError, termios.error):
            return ""
        while _is_incomplete(found) and select.select([terminal], [], [], SEQUENCE_SECONDS)[0]:
            if not (more := os.read(terminal, 1)):
                break
            found += more
        return found.decode("latin-1")

    @contextmanager
    def _raising_after_suspension() -> Iterator[None]:
        """Raise _SuspendedError when the program continues after it was suspended, as with Ctrl-Z and fg."""

        def resume(*_: object) -> None:
            raise _SuspendedError

        before = signal.signal(signal.SIGCONT, resume)
        try:
            yield
        finally:
            signal.signal(signal.SIGCONT, before)

    def _is_incomplete(found: bytes) -> bool:
        """Return whether these bytes begin a key that sends several, such as an arrow (ECMA-48, section 5.4)."""
        if found in {b"\x1b", b"\x1b[", b"\x1bO"}:
            return True
        return found.startswith((b"\x1b[", b"\x1bO")) and not FIRST_FINAL <= found[-1:] <= LAST_FINAL
