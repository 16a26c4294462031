"""Track what you learn on the way to becoming a Generative AI engineer."""

__version__ = "0.1.0"
