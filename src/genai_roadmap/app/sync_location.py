"""Where machines exchange progress: a git repository or a folder, from what was typed to how it is used."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from genai_roadmap.errors import RequestError
from genai_roadmap.storage import files, folders, git, sync_state
from genai_roadmap.storage.exchange import FOLDERS
from genai_roadmap.text import MAX_SHOWN, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from genai_roadmap.storage.exchange import Exchange
    from genai_roadmap.storage.settings import Settings

# A URL, or host:path as ssh knows it. One letter before the colon is a drive of Windows.
REMOTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://.|(?:[^\s/\\:@]+@)?[^\s/\\:@]{2,}:[^\s:]")
# A user and a host, but no repository.
WITHOUT_PATH = re.compile(r"[^\s/\\:@]+@[^\s/\\:@]+:?")
# Tokens of GitHub, GitLab, Bitbucket, and Hugging Face by their prefix; those of Gitea and Azure DevOps, whose longest
# name of an organization has 50 characters, by their length.
TOKENS = (
    r"(?:gh[oprsu]_|github_pat_|gl(?:agent|cbt|dt|ffct|ft|imt|oas|pat|ptt|rt|soat)-|AT(?:ATT|BB|CTT)|hf_)[^/@]{16,}"
    r"|[0-9a-f]{40}|[a-zA-Z0-9]{52,}"
)
# A password, or a token instead of a name.
PASSWORD = re.compile(rf"[a-zA-Z+]+://[^/@]*:[^/@]*@|https?://(?:{TOKENS})@")
EXAMPLE = "git@github.com:me/progress.git"
REPOSITORY, USED_FOLDER, UNUSED_FOLDER = "a git repository", "a folder with shared files", "a folder without any"
NOT_SET = "sync is not set up. Set it up with: genai-roadmap sync init URL|FOLDER"


def new_folder(text: str) -> Path | None:
    """Return the folder that `resolve` would create for what was typed; None if there is none."""
    _check(text)
    path = _absolute(text)
    is_new = not REMOTE.match(text) and not os.path.lexists(path) and folders.is_folder(path.parent)
    return path if is_new else None


def resolve(text: str, warn: Callable[[str], None] = lambda _text: None) -> str:
    """Return the location to store for what was typed: a URL, or an absolute path.

    A new folder is created, which is said with `warn`.
    For a clone with a work tree, it is the URL of the repository that it was cloned from. Raises RequestError if it is
    neither, or if a password is in it.
    """
    _check(text)
    path = _absolute(text)
    if REMOTE.match(text) and not folders.is_folder(path):
        return text
    home, target = (Path(os.path.realpath(each)) for each in (files.home(), path))
    if target == home or home in target.parents:
        message = f"{path} belongs to genai-roadmap itself; choose another folder"
        raise RequestError(message)
    if os.path.lexists(path / ".git"):
        if url := _origin(path):
            return resolve(url) if REMOTE.match(url) else _bare(_absolute(str(path.joinpath(url))))
        warn(f"{path} is a repository without the remote `origin`; it is used as a folder, which you commit and push")
    if not os.path.lexists(path):
        if not folders.is_folder(path.parent):
            message = f"no such folder: {path.parent}. For a git repository, use its URL, such as {EXAMPLE}"
            raise RequestError(message)
        with files.write_errors(path):
            folders.make_folder(path)
        warn(f"created the folder {path}")
    _check_folder(path)
    return str(path)


def _absolute(text: str) -> Path:
    """Return the absolute path of a folder without `..`, unless that is the way out of a folder behind a link."""
    path = files.expand_user(text).absolute()
    normal = Path(os.path.normpath(path))
    return normal if os.path.realpath(normal) == os.path.realpath(path) else path


def _check_folder(path: Path) -> None:
    for is_wrong, what in (not folders.is_folder(path), "not a folder"), (not os.access(path, os.W_OK), "read-only"):
        if is_wrong:
            message = f"{path} is {what}; choose a folder that you can write to"
            raise RequestError(message)


def _bare(path: Path) -> str:
    """Return the path of a repository without a work tree; raise RequestError if it is another one."""
    if is_git(str(path)):
        return str(path)
    message = f"{path} is not a bare repository; create one with: git init --bare FOLDER"
    raise RequestError(message)


def open_exchange(settings: Settings) -> Exchange:
    """Return the exchange at the location of the settings; raise RequestError if there is none."""
    location = settings.sync_location
    if not location:
        raise RequestError(NOT_SET)
    _check(location)
    if not is_git(location):
        from genai_roadmap.storage.exchange_folder import FolderExchange

        return FolderExchange(Path(location))
    from genai_roadmap.storage.exchange_git import GitExchange

    return GitExchange(location, sync_state.folder() / "git", settings.sync_timeout)


def is_git(location: str) -> bool:
    """Return whether a location is a git repository: a URL, or a folder with a bare repository."""
    path = Path(location)
    if path.is_absolute():
        return all(folders.is_folder(path / name) for name in ("objects", "refs")) and (path / "HEAD").is_file()
    return True


def found_at(location: str) -> str:
    """Return what a location is: a repository, a folder that was used for a sync, or another one."""
    if is_git(location):
        return REPOSITORY
    return USED_FOLDER if any(folders.is_folder(Path(location, name)) for name in FOLDERS) else UNUSED_FOLDER


def refuse_replaced(location: str, before: str) -> None:
    """Raise RequestError if a location is no longer what it was: without its drive, a folder may be an empty one."""
    now = found_at(location)
    if before in (REPOSITORY, USED_FOLDER) and now != before and folders.is_folder(Path(location)):
        again = f"genai-roadmap sync init {quoted(location)}"
        message = f"{location} was {before}, and is now {now}; connect the drive, or set it up again with: {again}"
        raise RequestError(message)


def _check(text: str) -> None:
    if (
        text.startswith("-")
        or (WITHOUT_PATH.fullmatch(text) and not os.path.lexists(text))
        or "::" in text.split("/", maxsplit=1)[0]
        or printable(text) != text
        or not text
    ):
        message = f"{text[:MAX_SHOWN]!r} is neither the URL of a git repository nor a folder; a URL is like {EXAMPLE}"
        raise RequestError(message)
    if PASSWORD.match(text):
        message = "the URL contains a password or a token, which would be stored; use SSH or a credential helper of git"
        raise RequestError(message)


def _origin(folder: Path) -> str:
    """Return the URL that a repository was cloned from; empty if there is none."""
    try:
        url = git.run(("remote", "get-url", "origin"), timeout=10, options=("-C", str(folder)))
    except RequestError:
        return ""
    return url.decode(errors="replace").strip()
