"""The fixed text of a checklist, which `export md` writes and `import` recognizes."""

# How a checklist begins.
MARKER = "<!-- A checklist of genai-roadmap"
ABOUT_AUTHOR = "About the author"
ALREADY_KNOWN = "already known"
