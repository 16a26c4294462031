from pathlib import Path

import pytest

from genai_roadmap.cli.installation import command_for_ui


@pytest.mark.parametrize(
    ("marker", "system", "command"),
    [
        ("pipx_metadata.json", "posix", "pipx inject genai-roadmap textual"),
        ("uv-receipt.toml", "posix", "uv tool install 'genai-roadmap[ui]'"),
        ("uv-receipt.toml", "nt", 'uv tool install "genai-roadmap[ui]"'),
        ("pyvenv.cfg", "posix", "pip install 'genai-roadmap[ui]'"),
        ("pyvenv.cfg", "nt", 'pip install "genai-roadmap[ui]"'),
    ],
)
def test_extra_is_added_with_the_installer_of_the_program(
    marker: str, system: str, command: str, tmp_path: Path
) -> None:
    (tmp_path / marker).touch()
    assert command_for_ui(str(tmp_path), system) == command
