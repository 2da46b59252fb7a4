"""What the code cells of a notebook call: a lesson's, and that of a course's test.

See :mod:`courses.lesson.opening` and :mod:`courses.lesson.course`.
"""

from courses.lesson.course import OpenCourse, open_course
from courses.lesson.opening import OpenLesson, open_lesson

__all__ = ["OpenCourse", "OpenLesson", "open_course", "open_lesson"]
