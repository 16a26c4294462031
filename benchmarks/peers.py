"""Programs of the same kind, on data of the same size, where they are installed."""

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

FEW, MANY = 100, 10_000
# Watson keeps what was done, and not what is to do: of that there is more.
FRAMES = 10
BEGIN = 1_700_000_000


@dataclass(frozen=True)
class Peer:
    """A program, how its data of a size is written, and the commands that list it and that mark one item done."""

    program: str
    write: Callable[[Path, int], None]
    listing: tuple[str, ...]
    marking: tuple[str, ...]
    environment: Mapping[str, str]

    @property
    def is_installed(self) -> bool:
        """Whether it can be measured."""
        return shutil.which(self.program) is not None


def taskwarrior(folder: Path, count: int) -> None:
    """Tasks of Taskwarrior, in the file where it keeps those to do."""
    (folder / "rc").write_text(f"data.location={folder}\nconfirmation=off\nhooks=off\n", encoding="utf-8")
    lines = (
        f'[description:"Topic number {n}" entry:"{BEGIN + n}" status:"pending" uuid:"{UUID(int=n + 1)}"]\n'
        for n in range(count)
    )
    (folder / "pending.data").write_text("".join(lines), encoding="utf-8")


def todo_txt(folder: Path, count: int) -> None:
    """Tasks as todo.txt, and what todo.txt-cli and topydo need to find them."""
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
    """Tasks as files of iCalendar, and todoman's cache of them."""
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
    """Frames of Watson, `FRAMES` times as many."""
    frames = [
        [BEGIN + 600 * n, BEGIN + 600 * n + 300, f"topic-{n % 88}", f"{n:032x}", [], BEGIN + 600 * n]
        for n in range(FRAMES * count)
    ]
    (folder / "frames").write_text(json.dumps(frames), encoding="utf-8")


def peers(folder: str) -> list[Peer]:
    """The programs of the same kind, each told to keep its data in that folder."""
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
