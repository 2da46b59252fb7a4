"""Published results and re-checks (成绩复核): the files that grading and the hall share.

``published/<id>/<exam>/`` of a course holds ``result.json`` and ``feedback.html``, written by
grading, and ``recheck.json``, asked by the candidate and answered by the trainer. The result names
its page by digest, so nobody is ever shown a result with the page of another. Writers take turns,
readers need not. Standard library only; like the contract, this is imported by grading too.
"""

from exam_hall.results.asking import (
    MAX_RECHECK_CHARS,
    ask_recheck,
    may_ask,
    shown,
    shown_recheck,
    tidy,
)
from exam_hall.results.files import (
    PUBLISHED,
    is_published,
    only_writer,
    published_folder,
    read_feedback,
    read_recheck,
    read_result,
    replace_files,
)
from exam_hall.results.records import (
    FEEDBACK_FILE,
    RECHECK_FILE,
    RESULT_FILE,
    Recheck,
    Result,
    SectionScore,
)

__all__ = [
    "FEEDBACK_FILE",
    "MAX_RECHECK_CHARS",
    "PUBLISHED",
    "RECHECK_FILE",
    "RESULT_FILE",
    "Recheck",
    "Result",
    "SectionScore",
    "ask_recheck",
    "is_published",
    "may_ask",
    "only_writer",
    "published_folder",
    "read_feedback",
    "read_recheck",
    "read_result",
    "replace_files",
    "shown",
    "shown_recheck",
    "tidy",
]
