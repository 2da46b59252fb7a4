"""The catalogue: which courses and lessons there are, what each holds, whether it is sound."""

from courses.catalogue.content import Lesson as LessonContent
from courses.catalogue.listing import Catalogue, Course, Lesson, catalogue_folder, load_catalogue
from courses.catalogue.reading import LessonError, read_content

__all__ = [
    "Catalogue",
    "Course",
    "Lesson",
    "LessonContent",
    "LessonError",
    "catalogue_folder",
    "load_catalogue",
    "read_content",
]
