"""Lessons: what they hold, where they lie, how they are checked, and how one is taken."""
