"""What can go wrong when a time limit is calculated; every message is for the reader."""


class DeadlineError(Exception):
    """Base of all errors of this package; ``str(error)`` is one plain Chinese line."""


class UnknownRule(DeadlineError):  # noqa: N818  the public name of the API
    """There is no rule of that id."""


class BadRequest(DeadlineError):  # noqa: N818
    """What is asked for makes no sense, or the law does not provide for it."""


class YearNotAnnounced(DeadlineError):  # noqa: N818
    """The calendar does not know the holidays of a year."""

    def __init__(self, year: int) -> None:
        """Take the year."""
        super().__init__(f"{year}年的节假日安排尚未公布，或者日历里还没有收入")
        self.year = year
