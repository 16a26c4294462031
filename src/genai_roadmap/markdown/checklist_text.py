"""The fixed text of a checklist, which `export md` writes and `import` recognizes."""

# The start of a checklist.
MARKER = "<!-- A checklist of genai-roadmap"
ABOUT_AUTHOR = "About the author"
ALREADY_KNOWN = "already known"
