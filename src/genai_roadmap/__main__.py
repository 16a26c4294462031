"""Lets `python -m genai_roadmap` do what `genai-roadmap` does."""

from genai_roadmap.cli import main

main()
