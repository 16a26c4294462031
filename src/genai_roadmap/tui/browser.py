"""Open a URL in the learner's browser."""

import webbrowser

from textual.app import App, SuspendNotSupported


def open_url(app: App[None], url: str) -> bool:
    """Open the URL, suspending the app while a terminal browser runs; return whether a browser was found."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if isinstance(browser, webbrowser.BackgroundBrowser) or getattr(browser, "background", False):
        return browser.open(url)
    try:
        with app.suspend():
            return browser.open(url)
    except SuspendNotSupported:
        return browser.open(url)
