"""The learner's browser, which may itself want the terminal."""

import webbrowser

from textual.app import App, SuspendNotSupported


def open_url(app: App[None], url: str) -> bool:
    """Opens an address, and gives whether a browser was found; one for the terminal has it for as long as it runs."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return False
    if isinstance(found, webbrowser.BackgroundBrowser) or getattr(found, "background", False):
        return found.open(url)
    try:
        with app.suspend():
            return found.open(url)
    except SuspendNotSupported:
        return found.open(url)
