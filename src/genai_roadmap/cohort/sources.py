"""Find the files of learners: in folders, archives and, with fsspec, elsewhere."""

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from genai_roadmap.cohort import archives, remote
from genai_roadmap.cohort.found import GIT, PROGRESS, SETTINGS, Folder, FoundFile, learner_of, shown_name
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.report.cohort_overview import Problem
from genai_roadmap.storage import files, settings, toml

# A file that was modified so shortly ago may change again without a new time.
_TICK = 2 * 10**9  # ns
# The maximum depth of folders. Deeper ones are an attack, or a mistake.
_MAX_DEPTH = 100


class Sources:
    """The places that the user named: files, folders, archives, patterns and addresses."""

    def __init__(self, places: list[str], roadmap_id: str, now: int) -> None:
        """Raise RequestError if there is nothing at one of the places; `now` is in nanoseconds since 1970."""
        self._roadmap_id = roadmap_id
        self.now = now
        local = [place for place in places if not remote.is_address(place)]
        # Sorted, because the order in which places are named makes no difference.
        self._remote = sorted({*places}.difference(local))
        self._paths = sorted({path for place in local for path in _expanded(place)})
        # The absolute paths, patterns and addresses, as they were named.
        self.places = sorted({*map(_absolute, local)}) + self._remote

    def find(self) -> Iterator[FoundFile | Problem]:
        """Yield the files, each at least once, and the paths that can't be read."""
        for found in self._everything():
            if isinstance(found, FoundFile) and not found.is_valid:
                yield Problem(found.shown, "has a name that is not UTF-8; rename it")
            else:
                yield found

    def _everything(self) -> Iterator[FoundFile | Problem]:
        seen: set[str] = set()
        for path in self._paths:
            # A file that was named twice is one file.
            if (real := os.path.realpath(path)) not in seen:
                seen.add(real)
                yield from self._in_path(path)
        for address in self._remote:
            yield from remote.find(address, self._roadmap_id, self.now)

    def _in_path(self, path: str) -> Iterator[FoundFile | Problem]:
        try:
            status = Path(path).stat()
        except OSError as error:
            yield Problem(path, _reason(error))
            return
        is_folder = stat.S_ISDIR(status.st_mode)
        around = Path(path) if is_folder else Path(path).parent
        owner = _own_name(around.parent) if around.name == PROGRESS else None
        if is_folder:
            yield from self._in_folder(path, around.parts, [], owner)
        elif archives.is_archive(path):
            yield from self._in_archive(Path(path))
        else:
            # A file that was named counts, whatever its name.
            name = Path(path).name
            learner = owner or Folder([], self._roadmap_id, around.parts).learner(name) or shown_name(Path(path).stem)
            yield self._found(learner, path, status)

    def _in_folder(
        self, path: str, above: Sequence[str], folders: list[str], owner: str | None, *, is_repository: bool = False
    ) -> Iterator[FoundFile | Problem]:
        """Yield what is in a folder; files below the home folder of an `owner` belong to that learner.

        Below the folder of a learner that is a git repository, other files are not progress.
        """
        if len(folders) > _MAX_DEPTH:
            yield Problem(path, f"is in more than {_MAX_DEPTH} folders")
            return
        owner = _own_name(Path(path)) or owner
        if not is_repository and folders and Path(path, GIT).exists():
            is_repository, owner = True, owner or learner_of(folders[-1])
        folder = Folder(folders, self._roadmap_id, above, is_repository=is_repository)
        try:
            # One by one, because there may be a million files.
            with os.scandir(path) as entries:
                for entry in entries:
                    if not entry.is_dir(follow_symlinks=False):
                        if found := self._entry(entry, folder, owner):
                            yield found
                        elif archives.is_archive(entry.name):
                            yield from self._in_archive(entry)
                    elif not entry.name.startswith(".") or entry.name == ".genai-roadmap":
                        below = [*folders, entry.name]
                        yield from self._in_folder(entry.path, above, below, owner, is_repository=is_repository)
        except OSError as error:
            yield Problem(path, _reason(error))

    def _entry(self, entry: "os.DirEntry[str]", folder: Folder, owner: str | None) -> FoundFile | Problem | None:
        """Return the file of a learner, or why it can't be used; None for an archive and for any other file."""
        learner = folder.learner(entry.name)
        if entry.is_symlink() and (learner or _may_have_progress(entry)):
            return Problem(entry.path, "is a link, which is not followed")
        try:
            return self._found(owner or learner, entry.path, entry.stat()) if learner else None
        except OSError as error:
            return Problem(entry.path, _reason(error))

    def _in_archive(self, entry: "Path | os.DirEntry[str]") -> Iterator[FoundFile | Problem]:
        try:
            status = entry.stat()
        except OSError as error:
            yield Problem(os.fspath(entry), _reason(error))
            return
        if stat.S_ISREG(status.st_mode) and not entry.name.startswith("."):
            yield from archives.find(os.fspath(entry), self._version(status), self._roadmap_id)
        elif not stat.S_ISREG(status.st_mode):
            yield Problem(os.fspath(entry), "is not a file")

    def _found(self, learner: str, path: str, status: os.stat_result) -> FoundFile | Problem:
        if not stat.S_ISREG(status.st_mode):
            return Problem(path, "is not a file")
        return FoundFile(learner, path, "", status.st_size, self._version(status))

    def _version(self, status: os.stat_result) -> str:
        # A program that copies a file may set the first time back, but not the second.
        modified, changed = status.st_mtime_ns, status.st_ctime_ns
        is_settled = max(modified, changed) < self.now - _TICK
        return f"{modified} {changed}" if is_settled else f"{modified} {changed}, read {self.now}"


def _may_have_progress(link: "os.DirEntry[str]") -> bool:
    return not link.name.startswith(".") and (archives.is_archive(link.name) or link.is_dir())


def _absolute(place: str) -> str:
    # The processes of a cluster have other working directories.
    return os.path.abspath(files.expand_user(place.removeprefix(remote.LOCAL)))  # noqa: PTH100 - Path.absolute() keeps `..`


def _expanded(place: str) -> list[str]:
    """Return the path of a place, or those that match a pattern; raise RequestError if there are none."""
    path = _absolute(place)
    found = [] if not place else [path] if os.path.lexists(path) else sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - also for an absolute pattern
    if not found:
        message = (
            f"{place or 'an empty path'} does not exist; name files, folders or archives with the progress of learners"
        )
        raise RequestError(message)
    return found


def _own_name(home: Path) -> str | None:
    """Return the name in the settings of a home folder; None if there is none."""
    path = home / SETTINGS
    if not (path.is_file() and (home / PROGRESS).is_dir()):
        return None
    try:
        data = toml.parse_toml(path, files.read(path), newest_format=settings.FORMAT)
        return shown_name(settings.Settings.model_validate(data).name or "") or None
    except (OSError, FileInvalidError, ValueError):
        return None


def _reason(error: OSError) -> str:
    return f"can't be read: {error.strerror or error}"
