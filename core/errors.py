"""What an action may answer instead of doing it. Views turn these into pages; nothing else does."""

from collections.abc import Sequence

from django.utils.functional import Promise


class PortalError(Exception):
    """The base of everything an action refuses with. `message` is fit to show to the person."""

    status = 400

    def __init__(self, message: str | Promise = "") -> None:
        super().__init__(message)
        self.message = message


class NotVisible(PortalError):
    """For this person the thing does not exist: 404, and nothing more is said."""

    status = 404


class NotAllowed(PortalError):
    """The person sees the thing but may not do this with it: 403 with the reason."""

    status = 403


class NotPossible(PortalError):
    """The person may do it, but the state of the thing does not allow it now: 409."""

    status = 409


class InvalidInput(PortalError):
    """What was given cannot be used. `problems` are sentences, one each."""

    status = 400

    def __init__(self, message: str | Promise = "", problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)
