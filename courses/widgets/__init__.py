"""The widgets of a lesson: traits in Python, one script each in ``static``."""
