"""Exchange files through a branch of a git repository.

There is no work tree: files are read from and written to a bare clone below the home folder, so neither hooks nor
filters, line ends, signing or what the user has checked out can interfere. The clone is a cache.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from genai_roadmap.errors import FileWriteError, RequestError
from genai_roadmap.storage import files, folders, git, git_clone
from genai_roadmap.storage.exchange import FOLDERS, MAX_FILES, SharedFile, Snapshot, is_hidden, shared_file
from genai_roadmap.storage.git import Git, GitError, GitTimeoutError
from genai_roadmap.text import quoted

BRANCH = "refs/heads/genai-roadmap"
FETCHED, WRITTEN = "refs/sync/fetched", "refs/sync/written"
NO_COMMIT = ""
REGULAR = ("100644", "100755")
FALLBACK_IDENTITY = "genai-roadmap <genai-roadmap@localhost>"
COMMIT_MESSAGE = b"Sync progress"
COMMIT = re.compile(r"[0-9a-f]{40,64}")
COMMIT_TIME = re.compile(rb"^committer .* ([0-9]+) [+-][0-9]+$", re.MULTILINE)
# What a server says if another push was faster.
OVERTAKEN = re.compile(r"\[rejected\]|\[remote rejected\].*(?:lock|failed to update ref|incorrect old value)")
BLOCKED = (
    "the repository has a branch whose name begins with genai-roadmap/, which prevents the branch genai-roadmap; "
    "rename it, or use another repository"
)
# What git says about a repository with SHA-256.
SHA256 = "algorithm"
NOT_SHA1 = "The repository uses SHA-256; create another one: git init --bare --object-format=sha1 FOLDER"
NOT_WRITABLE = "Use the URL of a repository to which you can push, not that of a web page"
# Problems of the connection or the server, for which no second connection is needed to know that the clone is fine.
UNREACHABLE = (
    *("could not read from remote", "unable to access", "does not appear to be", "authentication failed"),
    *("access denied", "could not read username", "repository not found", "early eof", "hung up", "remote error"),
)

T = TypeVar("T")


class _Entry(NamedTuple):
    """A file of a commit."""

    path: str
    mode: str
    digest: str
    size: int


class GitExchange:
    """A branch of a repository, of which a bare clone is in a folder."""

    def __init__(self, url: str, folder: Path, timeout: int) -> None:
        self._url = url
        self._folder = folder
        self._git = Git(folder, timeout)
        self._commit = NO_COMMIT
        self._commit_seconds = 0

    def version(self) -> str:
        """Fetch the branch, and return its commit; empty if there is none yet."""
        self._commit = self._repaired(self._fetch)
        return self._commit

    def read(self) -> Snapshot:
        """Return the shared files of the fetched commit."""
        return self._repaired(self._read) if self._commit else Snapshot.of(0)

    def modified(self, file: SharedFile) -> int:
        """Return the time of the last commit that changed a file."""
        return int(self._git.run("log", "-1", "--format=%ct", self._commit, "--", file.path) or 0)

    def try_write(self) -> None:
        """Push a commit without sending it; raise RequestError if the server, or another branch, prevents that."""
        self.version()
        if self._git.run("ls-remote", "--", self._url, f"{BRANCH}/*"):
            raise RequestError(BLOCKED)
        commit = self._repaired(lambda: self._add_commit({}, 0))
        try:
            self._git.run("push", "--dry-run", "--no-verify", "--porcelain", "--", self._url, f"{commit}:{BRANCH}")
        except GitError as error:
            if not OVERTAKEN.search(error.output):
                message = f"{_push_problem(error)}. {NOT_SHA1 if SHA256 in error.output else NOT_WRITABLE}"
                raise RequestError(message) from None

    def write(self, contents: dict[SharedFile, bytes], seconds: int) -> str | None:
        """Push a commit with these files on top of the fetched one; return None if that is no longer the last one."""
        # Later than its parent, even if the clock is wrong, so that the times of commits show which one is newer.
        at = max(seconds, self._commit_seconds + 1)
        commit = self._repaired(lambda: self._add_commit(contents, at))
        try:
            self._git.run("push", "--no-verify", "--porcelain", "--", self._url, f"{commit}:{BRANCH}")
        except GitError as error:
            if "refs/heads/genai-roadmap/" in error.output:
                raise FileWriteError(BLOCKED, "your progress is safe") from None
            if OVERTAKEN.search(error.output):
                return None
            raise FileWriteError(_push_problem(error), "your progress is safe; try again later") from None
        return commit

    def _repaired(self, action: Callable[[], T]) -> T:
        """Return what the action returns; if it fails because the clone is damaged, do it again with a new clone."""
        try:
            if folders.is_folder(self._folder / "objects") and (self._folder / "config").is_file():
                git_clone.reset_config(self._folder)
            else:
                git_clone.create(self._folder, self._git.timeout)
            return action()
        except GitTimeoutError:
            raise
        except GitError:
            git_clone.create(self._folder, self._git.timeout)
        if self._commit:
            self._fetch()
        return action()

    def _fetch(self) -> str:
        """Fetch the branch, also if its history was rewritten, and return its commit.

        Raises GitError if the clone is damaged, and RequestError if the server can't be reached.
        """
        try:
            self._git.run("fetch", "--quiet", "--no-tags", "--", self._url, f"+{BRANCH}:{FETCHED}")
        except GitTimeoutError:
            raise
        except GitError as error:
            if "couldn't find remote ref" in error.output.casefold():
                return NO_COMMIT
            if SHA256 in error.output:
                message = f"{error}. {NOT_SHA1}"
                raise RequestError(message) from None
            if self._is_reachable(error):
                raise
            # There, git asks for what is missing: a password, or whether to trust a host.
            message = f"{str(error).rstrip('.')}. Test the connection with: git ls-remote {quoted(self._url)}"
            raise RequestError(message) from None
        # Written by each fetch, and read without another call of git.
        commit = files.read_existing(self._folder / "FETCH_HEAD")[:64].decode(errors="replace").split("\t")[0]
        if not COMMIT.fullmatch(commit):
            message = "`git fetch` left no commit. If the repository is shallow, run in it: git fetch --unshallow"
            raise GitError(message)
        return commit

    def _is_reachable(self, error: GitError) -> bool:
        """Return whether the server can be reached without the clone, whose fetch failed with this error."""
        if any(reason in error.output.casefold() for reason in UNREACHABLE):
            return False
        try:
            words = ("ls-remote", "--quiet", "--", self._url, BRANCH)
            git.run(words, self._git.timeout, options=("-C", str(self._folder.parent)))
        except GitError:
            return False
        return True

    def _read(self) -> Snapshot:
        wanted: dict[str, SharedFile] = {}
        entries = self._entries()
        snapshot = Snapshot.of(len(entries))
        for entry in entries[:MAX_FILES]:
            file = shared_file(entry.path)
            if is_hidden(entry.path):
                continue
            if not file:
                snapshot.skip_unexpected(entry.path)
            elif problem := _problem(entry, file):
                snapshot.skipped.add(file)
                snapshot.problems.append(problem)
            else:
                wanted[f"{entry.digest} {file.path}"] = file
        commit, *contents = self._contents([self._commit, *(key.split()[0] for key in wanted)])
        self._commit_seconds = int(found[1]) if (found := COMMIT_TIME.search(commit)) else 0
        snapshot.contents.update(zip(wanted.values(), contents, strict=True))
        return snapshot

    def _entries(self) -> list[_Entry]:
        listed = self._git.run("ls-tree", "-r", "-l", "-z", self._commit, "--", *(f"{each}/" for each in FOLDERS))
        found = []
        for line in listed.decode(errors="replace").split("\0")[:-1]:
            details, path = line.split("\t", 1)
            mode, _, digest, size = details.split()
            found.append(_Entry(path, mode, digest, int(size) if size.isdecimal() else 0))
        return found

    def _contents(self, digests: list[str]) -> Iterator[bytes]:
        """Yield the content of objects."""
        request = "".join(f"{digest}\n" for digest in digests).encode()
        output, position = self._git.run("cat-file", "--batch", content=request), 0
        for digest in digests:
            end = output.find(b"\n", position)
            words = output[position:end].split()
            if end < 0 or len(words) != 3:  # noqa: PLR2004 - digest, kind, size
                message = f"the clone lacks {digest}"
                raise GitError(message)
            position = end + 1 + int(words[2])
            yield output[end + 1 : position]
            position += 1

    def _add_commit(self, contents: dict[SharedFile, bytes], at: int) -> str:
        """Add a commit on top of the fetched one to the clone, in one call of git, and return its digest."""
        parts = [
            f"commit {WRITTEN}\nmark :1\ncommitter {self._identity()} {at} +0000\n".encode(),
            _data(COMMIT_MESSAGE),
        ]
        parts += [f"from {self._commit}\n".encode()] if self._commit else []
        for file, content in contents.items():
            parts += [f"M 100644 inline {file.path}\n".encode(), _data(content)]
        parts.append(b"get-mark :1\ndone\n")
        return self._git.run("fast-import", "--quiet", "--force", "--done", content=b"".join(parts)).decode().strip()

    def _identity(self) -> str:
        """Return the user's name and e-mail address, as git knows them."""
        with suppress(GitError):
            found = self._git.run("var", "GIT_COMMITTER_IDENT").decode(errors="replace")
            return found.rsplit(" ", 2)[0]
        return FALLBACK_IDENTITY


def _problem(entry: _Entry, file: SharedFile) -> str:
    """Return why a file is not read; empty if it is."""
    if entry.mode not in REGULAR:
        return f"{entry.path} is a link, which is not followed"
    return file.size_problem if entry.size > file.max_bytes else ""


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _push_problem(error: GitError) -> str:
    rejected = re.search(r"\[remote rejected\] \((.*)\)", error.output)
    return f"{error}{f' ({rejected[1]})' if rejected else ''}"
