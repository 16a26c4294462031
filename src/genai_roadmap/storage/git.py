"""Run the program `git`, which has the user's authentication."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from genai_roadmap.errors import RequestError
from genai_roadmap.storage.settings import MAX_TIMEOUT
from genai_roadmap.text import printable

# The user's configuration applies, because it may be needed to log in, except for what runs other programs.
SETTINGS = (
    f"core.hooksPath={os.devnull}",
    "protocol.ext.allow=never",
    "user.useConfigOnly=true",
    "push.recurseSubmodules=no",
    "push.followTags=false",
    "push.gpgSign=false",
    "fetch.recurseSubmodules=false",
    # Every sync adds a pack, which `git gc --auto` joins with others later: it halves the time of a push, and takes
    # less space than a file for each version of a journal.
    "fastimport.unpackLimit=1",
    "fetch.unpackLimit=1",
    # The clone has the oldest format of git, which all versions read.
    "init.defaultObjectFormat=sha1",
    "init.defaultRefFormat=files",
)
OPTIONS = tuple(word for setting in SETTINGS for word in ("-c", setting))
# Set if this program is run by a hook of another repository.
FOREIGN = {
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DEFAULT_HASH",
    "GIT_DEFAULT_REF_FORMAT",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_TRACE",
    "GIT_WORK_TREE",
    "LANGUAGE",
}
ENDING = [signal.SIGTERM]
if sys.platform != "win32":
    ENDING.append(signal.SIGHUP)
REASONS = ("remote: error:", "remote: fatal:", "fatal:", "error:", "remote:")
# Git's own error if ssh failed, which printed the reason before.
NO_REASON = "could not read from remote repository"
KILL_SECONDS = 5


class GitError(RequestError):
    """A call of git failed; `output` is what it printed."""

    def __init__(self, message: str, output: str = "") -> None:
        super().__init__(message)
        self.output = output


class GitTimeoutError(GitError):
    """A call of git took too long."""


class Git(NamedTuple):
    """A repository without a work tree, and the time in seconds after which a call is killed."""

    folder: Path
    timeout: int

    def run(self, *arguments: str, content: bytes = b"") -> bytes:
        """Return what git prints for this command with this input; raise GitError."""
        return run(arguments, self.timeout, content, (f"--git-dir={self.folder}",))


def run(arguments: Sequence[str], timeout: int, content: bytes = b"", options: Sequence[str] = ()) -> bytes:
    """Return what git prints; raise GitError if it fails or takes longer than `timeout` seconds."""
    command = arguments[0]
    with _ended_by_signals(), _start([*options, *arguments]) as process:
        try:
            output, errors = process.communicate(content, timeout)
        except subprocess.TimeoutExpired:
            _kill(process)
            message = f"`git {command}` took more than {timeout} seconds; try again{_more_time(timeout)}"
            raise GitTimeoutError(message) from None
        except BaseException:
            _kill(process)
            raise
    if process.returncode:
        text = b"\n".join([errors, output]).decode(errors="replace")
        message = f"`git {command}` failed: {_reason(text) or f'exit code {process.returncode}'}"
        raise GitError(message, text)
    return output


def _more_time(timeout: int) -> str:
    """Return how to allow more time; empty if no more is allowed."""
    more = f"genai-roadmap config sync.timeout {min(2 * timeout, MAX_TIMEOUT)}"
    return f", or allow more time: {more}" if timeout < MAX_TIMEOUT else ""


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Turn signals that end this program into SystemExit, so that git ends too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    # A signal that is ignored, as with `nohup`, stays ignored.
    replaced = [number for number in ENDING if signal.getsignal(number) is signal.SIG_DFL]
    for number in replaced:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in replaced:
            signal.signal(number, signal.SIG_DFL)


def _start(arguments: Sequence[str]) -> "subprocess.Popen[bytes]":
    program = shutil.which("git")
    if not program:
        hint = "install it, or use a shared folder: genai-roadmap sync init FOLDER"
        message = f"git is not installed; {hint}"
        raise RequestError(message)
    inherited = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return subprocess.Popen(  # noqa: S603 - no shell, and the arguments can't be taken for options
        [program, *OPTIONS, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**inherited, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"},
        # Without a terminal, ssh can't ask either; and what git started can be killed with it.
        start_new_session=True,
    )


def _kill(process: "subprocess.Popen[bytes]") -> None:
    # It may have ended meanwhile.
    with suppress(ProcessLookupError, subprocess.TimeoutExpired):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=KILL_SECONDS)


def _reason(text: str) -> str:
    """Return the first line with an error that git printed, without the word before it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if reason := _reason_of_ssh(lines):
        return printable(reason)
    for start in REASONS:
        for line in lines:
            if line.startswith(start):
                return printable(line.removeprefix(start).strip())
    return printable(lines[0]) if lines else ""


def _reason_of_ssh(lines: list[str]) -> str:
    """Return the last line with a word that ssh or the server printed before git's own error; empty if there is none.

    The lines before may be warnings.
    """
    end = next((number for number, line in enumerate(lines) if NO_REASON in line.casefold()), 0)
    texts = (line.removeprefix("remote:").strip() for line in reversed(lines[:end]))
    return next((text for text in texts if any(map(str.isalnum, text))), "")
