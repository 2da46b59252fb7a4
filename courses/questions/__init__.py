"""Practice questions: the pool that the question bank publishes, and whether an answer is right."""

from courses.questions.marking import Response, is_right, read_response
from courses.questions.pool import PoolError, practice_folder, practice_pool
from courses.questions.records import Citation, Question, QuestionFile

__all__ = [
    "Citation",
    "PoolError",
    "Question",
    "QuestionFile",
    "Response",
    "is_right",
    "practice_folder",
    "practice_pool",
    "read_response",
]
