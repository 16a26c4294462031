from pathlib import Path
from types import SimpleNamespace

import pytest

from genai_roadmap import text
from genai_roadmap.cli.installation import command_for_ui


@pytest.mark.parametrize(
    ("marker", "platform", "command"),
    [
        ("pipx_metadata.json", "linux", "pipx inject genai-roadmap textual"),
        ("uv-receipt.toml", "linux", "uv tool install 'genai-roadmap[ui]'"),
        ("uv-receipt.toml", "win32", 'uv tool install "genai-roadmap[ui]"'),
        ("pyvenv.cfg", "linux", "pip install 'genai-roadmap[ui]'"),
        ("pyvenv.cfg", "win32", 'pip install "genai-roadmap[ui]"'),
    ],
)
def test_extra_is_added_with_the_installer_of_the_program(
    marker: str, platform: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / marker).touch()
    monkeypatch.setattr(text, "sys", SimpleNamespace(platform=platform))
    assert command_for_ui(str(tmp_path)) == command
