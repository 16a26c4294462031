"""Detect how the program was installed, which decides how to add an extra."""

import sys
from pathlib import Path

from genai_roadmap.text import quoted

# The file by which an installer is recognized, and its command that adds the extra `ui`.
COMMANDS = {
    "pipx_metadata.json": "pipx inject genai-roadmap textual",
    "uv-receipt.toml": "uv tool install {extra}",
}
WITH_PIP = "pip install {extra}"


def command_for_ui(prefix: str = sys.prefix) -> str:
    """Return the command that adds the extra `ui` to the program installed in the environment at `prefix`."""
    command = next((command for name, command in COMMANDS.items() if Path(prefix, name).is_file()), WITH_PIP)
    return command.format(extra=quoted("genai-roadmap[ui]"))
