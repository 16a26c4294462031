"""Where the program starts, as `genai-roadmap` and as `python -m genai_roadmap`."""

import gc
import os
import signal
import sys
from pathlib import Path

INTERRUPTED = 130


def main() -> None:
    """Runs the program on the command line that it was called with."""
    # One command leaves next to no garbage, and to look for it took a fifth of its time.
    gc.disable()
    # Else pydantic looks through every installed package for plugins, which nothing here has a use for.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Loading takes a moment, in which Ctrl-C should end the program as quietly as it does later.
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # Closed by who called; what is printed has to go somewhere.
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    from genai_roadmap.cli import app
    from genai_roadmap.cli.program import NAME

    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        app(prog_name=NAME)
    finally:
        # All is said and done: from here on Ctrl-C has nothing left to stop.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # Python looks for garbage once more as it ends, but not among what is frozen.
        gc.freeze()


if __name__ == "__main__":
    main()
