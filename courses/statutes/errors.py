"""What can go wrong when a statute is looked up; every message is for the reader, in Chinese."""


class StatuteError(Exception):
    """Base of all errors of this package; ``str(error)`` is one plain Chinese line."""


class NoSuchArticle(StatuteError):  # noqa: N818  the public name of the API
    """The version in force has no such article, paragraph or item."""


class NotInForce(StatuteError):  # noqa: N818
    """The law is held, but was not (or not yet, or no longer) in force on the date asked."""


class NotHeld(StatuteError):  # noqa: N818
    """The library does not hold the law, the version or the article."""


class QuoteTooShort(StatuteError):  # noqa: N818
    """A quote too short to prove anything."""


class BadStatuteFile(StatuteError):  # noqa: N818
    """A statute file cannot be read or does not have the expected form."""


class BadCitation(StatuteError):  # noqa: N818
    """An article number that is not a number."""
