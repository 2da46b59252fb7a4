"""What the code cells of a lesson's notebook call; see :mod:`courses.lesson.opening`."""

from courses.lesson.opening import OpenLesson, open_lesson

__all__ = ["OpenLesson", "open_lesson"]
