"""Study records: what an official did, kept for good, and the credit hours that follow from it.

``docs/study-record.md`` describes the record.
"""

from courses.record.credit import Credit, LessonCredit, Span, by_course, credit
from courses.record.credit_rules import RULES_FILE, CreditRules, load_rules
from courses.record.errors import CreditRulesError, RecordError
from courses.record.events import Context, Event, Result, Verb, new_event
from courses.record.lines import Fault, Reading
from courses.record.progress import Answer, LessonProgress, last_answers, progress
from courses.record.store import Appended, StudyRecord, record_file, records_folder
from courses.record.torn import TornEnd
from courses.record.wrong_book import WrongItem, wrong_items

__all__ = [
    "RULES_FILE",
    "Answer",
    "Appended",
    "Context",
    "Credit",
    "CreditRules",
    "CreditRulesError",
    "Event",
    "Fault",
    "LessonCredit",
    "LessonProgress",
    "Reading",
    "RecordError",
    "Result",
    "Span",
    "StudyRecord",
    "TornEnd",
    "Verb",
    "WrongItem",
    "by_course",
    "credit",
    "last_answers",
    "load_rules",
    "new_event",
    "progress",
    "record_file",
    "records_folder",
    "wrong_items",
]
