"""The certificate that ends a course: what is missing for it, then the certificate itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import traitlets

from courses.catalogue.listing import Course
from courses.masking import mask_id
from courses.record import load_rules
from courses.study.certificate import Certificate, Grounds, certificate, grounds
from courses.study.sitting import Study
from courses.widgets.base import StudyWidget
from courses.widgets.citing import chinese_day


class CourseCertificate(StudyWidget):
    """The certificate of one course.

    Traits:
        shown: what never changes: the course's title, and whether a record is kept.
        missing: the titles of the ``lessons`` to complete and what to say of the ``test``; empty
            once it is earned.
        certificate: what stands on it; empty before.
        person: 人员编号, ``masked`` and in ``full``.
    """

    asset = "course_certificate"

    shown = traitlets.Dict().tag(sync=True)
    missing = traitlets.Dict().tag(sync=True)
    certificate = traitlets.Dict().tag(sync=True)
    person = traitlets.Dict().tag(sync=True)

    def __init__(self, study: Study, course: Course) -> None:
        """Show the certificate of ``course``."""
        self._course, self._rules = course, load_rules()
        self._told: Grounds | None = None
        super().__init__(
            study,
            f"certificate:{course.id}",
            shown={"title": course.file.title, "kept": study.kept},
            person={"masked": mask_id(study.person), "full": study.person},
        )
        self._tell()
        study.on_change(self._tell)

    def receive(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take in what other windows did: a lesson may have been completed there."""
        if message.get("type") != "refresh":
            return super().receive(message)
        self.study.refresh()
        return {}

    def _tell(self) -> None:
        events = self.study.events
        found = grounds(self._course, events)
        if found == self._told:
            return
        self._told = found
        earned = certificate(self._course, found, events, self._rules)
        with self.hold_sync():
            self.missing = {} if earned else _missing(found)
            self.certificate = _shown(earned) if earned else {}


def _missing(found: Grounds) -> dict[str, Any]:
    return {"lessons": list(found.missing), "test": found.lacks_test}


def _shown(earned: Certificate) -> dict[str, Any]:
    return {
        "course": earned.course,
        "lessons": [{"title": title, "day": chinese_day(day)} for title, day in earned.lessons],
        "hours": str(earned.hours),
        "points": earned.points,
        "tested": chinese_day(earned.tested),
        "issued": chinese_day(earned.issued),
        "number": earned.number,
    }
