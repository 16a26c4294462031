"""Detect how the program was installed, which decides how to add an extra."""

import json
import sys
import sysconfig
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from genai_roadmap.text import quoted

NAME, EXTRA = "genai-roadmap", "[ui]"
# The file by which an installer is recognized, and its command that adds the extra `ui`.
COMMANDS = {
    "pipx_metadata.json": "pipx inject genai-roadmap textual",
    "uv-receipt.toml": "uv tool install {extra}",
}
WITH_PIP = "{pip} install {extra}"


def command_for_ui(prefix: str = sys.prefix) -> str:
    """Return the command that adds the extra `ui` to the program installed in the environment at `prefix`."""
    command = next((command for name, command in COMMANDS.items() if Path(prefix, name).is_file()), WITH_PIP)
    return command.format(pip=_pip(prefix), extra=_requirement(prefix))


def _pip(prefix: str) -> str:
    """Return the pip of an environment, which may not be activated; pip if it has none of its own."""
    found = Path(_folder("scripts", prefix), "pip.exe" if sys.platform == "win32" else "pip")
    return quoted(str(found)) if found.is_file() else "pip"


def _requirement(prefix: str) -> str:
    """Return the program with its extra as an argument of pip or uv: from where it was installed, if that is known."""
    origin = _origin(prefix)
    url = origin.get("url", "")
    if "vcs_info" in origin:
        return quoted(f"{NAME}{EXTRA} @ {origin['vcs_info']['vcs']}+{url}")
    if not url.startswith("file:"):
        return quoted(f"{NAME}{EXTRA}")
    option = "-e " if origin.get("dir_info", {}).get("editable") else ""
    return option + quoted(f"{url2pathname(urlsplit(url).path)}{EXTRA}")


def _origin(prefix: str) -> dict[str, Any]:
    """Return where the program in an environment was installed from; empty if that was a package index."""
    for found in metadata.distributions(name=NAME, path=[_folder("purelib", prefix)]):
        if text := found.read_text("direct_url.json"):
            origin: dict[str, Any] = json.loads(text)
            return origin
    return {}


def _folder(name: str, prefix: str) -> str:
    return sysconfig.get_path(name, vars={"base": prefix, "platbase": prefix})
