"""Run the full-screen view."""

import io
import os
import sys

from genai_roadmap.app.session import Session
from genai_roadmap.terminal.display import Display
from genai_roadmap.tui.fullscreen import FullScreenView


def run(session: Session, display: Display) -> int:
    """Show the view until the learner quits, and return the exit code."""
    # Textual reads only the environment, and treats even an empty variable as set.
    os.environ.pop("NO_COLOR", None)
    if not display.color:
        os.environ["NO_COLOR"] = "1"
    if isinstance(sys.__stderr__, io.TextIOWrapper):
        # Textual draws on stderr: a character that the encoding lacks must keep its width.
        sys.__stderr__.reconfigure(errors="replace")
    # Loaded before Textual starts, so that errors are printed as usual.
    session.report  # noqa: B018
    view = FullScreenView(session, display)
    view.run()
    return view.return_code or 0
