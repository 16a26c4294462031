"""Exchange files through a folder that another program copies: Syncthing, Dropbox, a USB drive."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from genai_roadmap.errors import FileInvalidError, FileWriteError, RequestError
from genai_roadmap.storage import files, folders
from genai_roadmap.storage.exchange import FOLDERS, JOURNALS, MAX_FILES, SharedFile, Snapshot, is_hidden, shared_file

# The maximum depth of folders; more than needed, so that unexpected files are found and reported too.
DEPTH = 4


class FolderExchange:
    """A folder; each file is written atomically, and only by one machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fingerprints: dict[str, tuple[int, ...]] = {}

    def version(self) -> str:
        """Return a digest of the sizes and times of all files; raise RequestError if there is no such folder."""
        if not folders.is_folder(self._folder):
            hint = "connect the disk, or choose another one with: genai-roadmap sync init URL|FOLDER"
            message = f"the sync folder {self._folder} does not exist; {hint}"
            raise RequestError(message)
        self._fingerprints = {path: files.fingerprint(self._folder / path) for path in self._paths()}
        return self._version()

    def _version(self) -> str:
        found = repr(sorted(self._fingerprints.items()))
        return hashlib.sha256(found.encode(errors="surrogatepass")).hexdigest()

    def read(self) -> Snapshot:
        """Return the shared files, without links and files that are too large."""
        paths = [*islice(self._paths(), MAX_FILES + 1)]
        snapshot = Snapshot.of(len(paths))
        for path in paths[:MAX_FILES]:
            file = shared_file(path)
            try:
                self._refuse_links(path)
                if file:
                    snapshot.contents[file] = self._read(path, file)
                else:
                    snapshot.skip_unexpected(path.encode(errors="replace").decode())
            except FileNotFoundError:
                # Removed since it was listed.
                continue
            except FileInvalidError as error:
                snapshot.skipped.update({file} if file else ())
                snapshot.problems.append(str(error))
        return snapshot

    def _read(self, path: str, file: SharedFile) -> bytes:
        _, size, *_ = files.fingerprint(self._folder / path) or (0, 0)
        if size > file.max_bytes:
            raise FileInvalidError(file.size_problem)
        return files.read(self._folder / path, max_bytes=file.max_bytes)

    def modified(self, file: SharedFile) -> int:
        """Return the modification time of a file."""
        modified, *_ = files.fingerprint(self._folder / file.path) or (0,)
        return modified // 10**9

    def try_write(self) -> None:
        """Do nothing: whether the folder is writable was checked when it was chosen."""

    def write(self, contents: dict[SharedFile, bytes], seconds: int) -> str:
        """Replace the files, each dated later than the one it replaces, and return the version with them."""
        at = max([seconds, *(self.modified(file) + 1 for file in contents)])
        for file, content in contents.items():
            self._write(file, content, at)
            # Only of the written files; others may have changed since they were read.
            self._fingerprints[file.path] = files.fingerprint(self._folder / file.path)
        return self._version()

    def _write(self, file: SharedFile, content: bytes, at: int) -> None:
        path = self._folder / file.path
        try:
            self._refuse_links(file.path.rpartition("/")[0])
        except FileInvalidError as error:
            raise FileWriteError(str(error)) from None
        with files.write_errors(path):
            folders.make_folder(path.parent)
        files.sweep(path.parent, f".{path.name}.*{files.TEMPORARY}")
        files.replace(path, content)
        with suppress(OSError, OverflowError):
            os.utime(path, (at, at))

    def _paths(self) -> Iterator[str]:
        """Yield the paths of all files below the shared folders, with slashes."""
        for folder in FOLDERS:
            yield from self._paths_in(folder, 1)

    def _paths_in(self, folder: str, depth: int) -> Iterator[str]:
        if os.path.islink(self._folder / folder):  # noqa: PTH114 - is_symlink() raises for long names
            yield folder
            return
        for path in folders.list_folder(self._folder / folder, "*"):
            name = f"{folder}/{path.name}"
            if is_hidden(name):
                continue
            if folders.is_folder(path) and depth < DEPTH and not path.is_symlink() and folder.startswith(JOURNALS):
                yield from self._paths_in(name, depth + 1)
            else:
                yield name

    def _refuse_links(self, path: str) -> None:
        """Raise FileInvalidError if a file or one of the folders above it is a link, which may lead anywhere."""
        parts = path.split("/")
        for count in range(1, len(parts) + 1):
            part = self._folder.joinpath(*parts[:count])
            if os.path.islink(part):  # noqa: PTH114 - is_symlink() raises for long names
                message = f"{part} is a link, which is not followed"
                raise FileInvalidError(message)
