"""Similar programs, with data of the same size."""

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

FEW, MANY = 100, 10_000
# The number of frames per topic: Watson records work that was done, of which there is more than tasks.
FRAMES = 10
BEGIN = 1_700_000_000


@dataclass(frozen=True)
class Peer:
    """A program, a function that writes its data, and the commands that list items and mark one as done."""

    program: str
    write: Callable[[Path, int], None]
    listing: tuple[str, ...]
    marking: tuple[str, ...]
    environment: Mapping[str, str]

    @property
    def is_installed(self) -> bool:
        """Whether the program is installed."""
        return shutil.which(self.program) is not None


def taskwarrior(folder: Path, count: int) -> None:
    """Write pending tasks of Taskwarrior."""
    (folder / "rc").write_text(f"data.location={folder}\nconfirmation=off\nhooks=off\n", encoding="utf-8")
    lines = (
        f'[description:"Topic number {n}" entry:"{BEGIN + n}" status:"pending" uuid:"{UUID(int=n + 1)}"]\n'
        for n in range(count)
    )
    (folder / "pending.data").write_text("".join(lines), encoding="utf-8")


def todo_txt(folder: Path, count: int) -> None:
    """Write a todo.txt file, and the configurations of todo.txt-cli and topydo."""
    lines = "".join(f"2025-01-01 Topic number {n}\n" for n in range(count))
    (folder / "todo.txt").write_text(lines, encoding="utf-8")
    names = {"TODO_DIR": "", "TODO_FILE": "todo.txt", "DONE_FILE": "done.txt", "REPORT_FILE": "report.txt"}
    (folder / "rc").write_text(
        "".join(f"export {name}={folder / file}\n" for name, file in names.items()), encoding="utf-8"
    )
    (folder / "topydo").write_text(
        f"[topydo]\nfilename = {folder / 'todo.txt'}\narchive_filename = {folder / 'done.txt'}\n", encoding="utf-8"
    )


def todoman(folder: Path, count: int) -> None:
    """Write tasks as iCalendar files, and todoman's cache of them."""
    (folder / "list").mkdir()
    for n in range(count):
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//", "BEGIN:VTODO", f"UID:{n}"]
        lines += ["DTSTAMP:20250101T000000Z", f"SUMMARY:Topic number {n}", "END:VTODO", "END:VCALENDAR", ""]
        (folder / "list" / f"{n}.ics").write_text("\r\n".join(lines), encoding="utf-8")
    (folder / "config.py").write_text(
        f'path = "{folder}/list"\ncache_path = "{folder}/cache.sqlite3"\n', encoding="utf-8"
    )
    subprocess.run(["todo", "--config", f"{folder}/config.py", "list"], check=True, stdout=subprocess.DEVNULL)


def watson(folder: Path, count: int) -> None:
    """Write `FRAMES` times as many frames of Watson."""
    frames = [
        [BEGIN + 600 * n, BEGIN + 600 * n + 300, f"topic-{n % 88}", f"{n:032x}", [], BEGIN + 600 * n]
        for n in range(FRAMES * count)
    ]
    (folder / "frames").write_text(json.dumps(frames), encoding="utf-8")


def peers(folder: str) -> list[Peer]:
    """Return the similar programs, configured to store their data in that folder."""
    rc, topydo = ("todo-txt", "-d", f"{folder}/rc"), ("topydo", "-c", f"{folder}/topydo")
    todo, times = (
        ("todo", "--config", f"{folder}/config.py"),
        ("--from", "2025-01-01 10:00", "--to", "2025-01-01 11:00"),
    )
    return [
        Peer("task", taskwarrior, ("task", "list"), ("task", "4", "done"), {"TASKRC": f"{folder}/rc"}),
        Peer("todo-txt", todo_txt, (*rc, "ls"), (*rc, "-a", "do", "4"), {}),
        Peer("topydo", todo_txt, (*topydo, "ls"), (*topydo, "do", "4"), {}),
        Peer("todo", todoman, (*todo, "list"), (*todo, "done", "4"), {}),
        Peer(
            "watson", watson, ("watson", "log", "--all", "-G"), ("watson", "add", *times, "x"), {"WATSON_DIR": folder}
        ),
    ]
