"""Shell completion: install or print it for the current shell, or for the one that is named."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from typer._completion_shared import _get_shell_name, get_completion_script, install

from genai_roadmap.errors import FileWriteError, RequestError, UsageError

SHOW = "--show-completion"
POWERSHELL = ("powershell", "pwsh")
SHELLS = ("bash", "zsh", "fish", *POWERSHELL)


def run(option: str, words: Sequence[str], context: Any) -> None:
    """Install or print the completion for the shell in the words, by default the current one, and exit.

    Raises UsageError if the words are not one shell, and RequestError if the current one is not known.
    """
    shell = _named(option, words) if words else _current(option)
    program = str(context.info_name)
    if option == SHOW:
        variable = f"_{program.replace('-', '_').upper()}_COMPLETE"
        typer.echo(get_completion_script(prog_name=program, complete_var=variable, shell=shell))
    else:
        typer.echo(f"Installed completion for {shell} in {_install(shell, program)}. Open a new terminal to use it.")
    raise typer.Exit


def _install(shell: str, program: str) -> Path:
    """Install the completion, and return its file; raise RequestError and FileWriteError."""
    instead = f"print it instead: {program} {SHOW} {shell}"
    try:
        return install(shell=shell, prog_name=program)[1]
    except (OSError, subprocess.SubprocessError) as error:
        if shell in POWERSHELL and getattr(error, "filename", shell) == shell:
            message = f"{shell} can't be run; {instead}"
            raise RequestError(message) from None
        name, reason = getattr(error, "filename", ""), getattr(error, "strerror", error)
        message = f"can't write {name}: {reason}"
        raise FileWriteError(message, instead) from None


def _named(option: str, words: Sequence[str]) -> str:
    if len(words) == 1 and (shell := words[0].casefold()) in SHELLS:
        return shell
    names = f"{', '.join(SHELLS[:-2])} or powershell"
    message = f"no shell {' '.join(words)!r}; use {names}. For example: genai-roadmap {option} bash"
    raise UsageError(message)


def _current(option: str) -> str:
    if (shell := _get_shell_name()) in SHELLS:
        return str(shell)
    message = f"the current shell is not known; name it. For example: genai-roadmap {option} bash"
    raise RequestError(message)
