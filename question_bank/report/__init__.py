"""``xuefa bank report``: a page per law that shows what the bank covers and where it is weak."""

from question_bank.report.figures import LawReport, law_reports
from question_bank.report.pages import write_pages

__all__ = ["LawReport", "law_reports", "write_pages"]
