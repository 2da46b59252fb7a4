"""Studying: who is learning, one sitting at a lesson, and how far a person has come."""

from courses.study.person import configured_person
from courses.study.sitting import Study

__all__ = ["Study", "configured_person"]
