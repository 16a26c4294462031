"""Find the files of learners: in folders, archives and, with fsspec, elsewhere."""

import glob
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from genai_roadmap.cohort import archives, remote
from genai_roadmap.cohort.found import PROGRESS, SETTINGS, Folder, FoundFile
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.report.cohort_overview import Problem
from genai_roadmap.storage import files, settings, toml

# A file that was modified so shortly ago may change again without a new time.
_TICK = 2 * 10**9  # ns


class Sources:
    """The places that the user named: files, folders, archives, patterns and addresses."""

    def __init__(self, places: list[str], roadmap_id: str, now: int) -> None:
        """Raise RequestError if there is nothing at one of the places; `now` is in nanoseconds since 1970."""
        self._roadmap_id = roadmap_id
        self._now = now
        self._remote = [place for place in places if remote.is_address(place)]
        self._paths = [path for place in places if not remote.is_address(place) for path in _expanded(place)]

    @property
    def places(self) -> list[str]:
        """The absolute paths and the addresses."""
        return sorted({*(str(Path(path).absolute()) for path in self._paths), *self._remote})

    def find(self) -> Iterator[FoundFile | Problem]:
        """Yield the files, and the paths that can't be read."""
        seen: set[str] = set()
        for path in self._paths:
            # A file that was named twice is one file.
            if (real := os.path.realpath(path)) not in seen:
                seen.add(real)
                yield from self._in_path(path)
        for address in self._remote:
            yield from remote.find(address, self._roadmap_id)

    def _in_path(self, path: str) -> Iterator[FoundFile | Problem]:
        try:
            status = Path(path).stat()
        except OSError as error:
            yield Problem(path, _reason(error))
            return
        *_, folder, name = ("", *Path(path).absolute().parts)
        if stat.S_ISDIR(status.st_mode):
            yield from self._in_folder(path, name, [], None)
        elif archives.is_archive(name):
            yield from archives.find(path, self._version(status), self._roadmap_id)
        else:
            # A file that was named counts, whatever its name.
            learner = Folder([], self._roadmap_id, folder).learner(name) or Path(name).stem
            yield self._found(learner, path, status)

    def _in_folder(
        self, path: str, around: str, folders: list[str], owner: str | None
    ) -> Iterator[FoundFile | Problem]:
        """Yield what is in a folder; files below the home folder of an `owner` belong to that learner."""
        owner = _own_name(Path(path)) or owner
        folder = Folder(folders, self._roadmap_id, around)
        try:
            # One by one, because there may be a million files.
            with os.scandir(path) as entries:
                for entry in entries:
                    name = entry.name
                    if entry.is_dir(follow_symlinks=False):
                        yield from self._in_folder(entry.path, around, [*folders, name], owner)
                    elif learner := folder.learner(name):
                        yield self._entry(owner or learner, entry)
                    elif archives.is_archive(name):
                        yield from archives.find(entry.path, self._version(entry.stat()), self._roadmap_id)
        except OSError as error:
            yield Problem(path, _reason(error))

    def _entry(self, learner: str, entry: "os.DirEntry[str]") -> FoundFile | Problem:
        if entry.is_symlink():
            return Problem(entry.path, "is a link, which is not followed")
        try:
            return self._found(learner, entry.path, entry.stat())
        except OSError as error:
            return Problem(entry.path, _reason(error))

    def _found(self, learner: str, path: str, status: os.stat_result) -> FoundFile | Problem:
        if not stat.S_ISREG(status.st_mode):
            return Problem(path, "is not a file")
        return FoundFile(learner, path, "", status.st_size, self._version(status))

    def _version(self, status: os.stat_result) -> str:
        is_settled = status.st_mtime_ns < self._now - _TICK
        return str(status.st_mtime_ns) if is_settled else f"{status.st_mtime_ns}, read {self._now}"


def _expanded(place: str) -> list[str]:
    """Return the paths that a place stands for; a pattern has several. Raise RequestError if there are none."""
    path = str(files.expand_user(place))
    found = [path] if os.path.lexists(path) else sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - also for an absolute pattern
    if not found:
        message = f"{place} does not exist; name files, folders or archives with the progress of learners"
        raise RequestError(message)
    return found


def _own_name(home: Path) -> str | None:
    """Return the name in the settings of a home folder; None if there is none."""
    path = home / SETTINGS
    if not (path.is_file() and (home / PROGRESS).is_dir()):
        return None
    try:
        data = toml.parse_toml(path, files.read(path), newest_format=settings.FORMAT)
        return settings.Settings.model_validate(data).name
    except (OSError, FileInvalidError, ValueError):
        return None


def _reason(error: OSError) -> str:
    return f"can't be read: {error.strerror or error}"
