"""The signs that say the status of an item, alone or in a box."""

from genai_roadmap.progress.status import Status

CHECKS, CROSSES, ONGOING, OPEN_BOXES = "✅☑✔✓", "❌✗✘", "🚧⏳🔄", "☐⬜🔲"
# Those in a box that are no ticks, as in Obsidian.
BOX_STATUS = {"-": Status.SKIPPED, "~": Status.STARTED, "/": Status.STARTED}
