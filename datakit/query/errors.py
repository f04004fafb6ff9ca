"""What can be wrong with a question, in sentences the portal translates."""

from collections.abc import Callable
from typing import Any

from datakit.problems import gettext_noop

UNKNOWN_COLUMN = gettext_noop("This table has no such column.")
UNKNOWN_OPERATOR = gettext_noop("The column “%(column)s” cannot be filtered in this way.")
NEEDS_INTEGER = gettext_noop("“%(column)s” needs a whole number, such as 12.")
NEEDS_NUMBER = gettext_noop("“%(column)s” needs a number, such as 12.5.")
NEEDS_BOOLEAN = gettext_noop("“%(column)s” needs yes or no.")
NEEDS_DATE = gettext_noop("“%(column)s” needs a date, such as 2024-05-31.")
NEEDS_DATETIME = gettext_noop("“%(column)s” needs a date and time, such as 2024-05-31 14:30.")
NEEDS_TIME = gettext_noop("“%(column)s” needs a time, such as 14:30.")
NEEDS_TEXT = gettext_noop("“%(column)s” needs a text to look for.")
TOO_MANY = gettext_noop("Choose at most %(most)s values of “%(column)s”.")


class QueryError(ValueError):
    """A question that cannot be asked; ``template`` and ``params`` say why."""

    def __init__(self, template: str, **params: Any) -> None:
        super().__init__(template % params)
        self.template = template
        self.params = params

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """The reason in words, after passing the template through ``translate``."""
        return translate(self.template) % self.params


class UnknownColumn(QueryError):
    """A column that the table does not have."""

    def __init__(self) -> None:
        super().__init__(UNKNOWN_COLUMN)


class FilterError(QueryError):
    """A filter whose operator or value does not fit its column."""

    def __init__(self, template: str, column: str, **params: Any) -> None:
        super().__init__(template, column=column, **params)
        self.column = column
