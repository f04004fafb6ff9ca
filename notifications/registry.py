"""The kinds of notifications. Each app registers its own in its `notifications` module.

    register(Kind(name="datasets.dataset-shared", label=_("Data shared with you"), audience=…, …))

Who may hear of something is asked three times: when it is told (`audience`), when it is mailed and
when it is shown (`visible`). What a person may no longer see is neither shown, counted nor mailed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import Q

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from notifications.models import Notification
    from partners.models import User


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `audience(subject_id, params)` is a Q over people, asked in the worker when it is told.
    `visible(user, notification)` says whether the person may still see what it is about.
    `title` is the sentence of the inbox; `mail_line` the one of the e-mail: it names organisation
    and project, never the title of data that is not public. `url` is a path. All three are asked
    in the reader's language. `visible_among(user, notifications)` may answer `visible` for many
    at once, with the ids of those that are: worth having, the header of every page asks it.
    """

    name: str
    label: "StrOrPromise"
    audience: Callable[[str, dict[str, Any]], Q]
    visible: Callable[["User", "Notification"], bool]
    title: Callable[["Notification"], str]
    mail_line: Callable[["Notification"], str]
    url: Callable[["Notification"], str]
    mail: Literal["now", "never"] = "now"
    visible_among: Callable[["User", Sequence["Notification"]], set[int]] | None = None


_KINDS: dict[str, Kind] = {}


def register(new: Kind) -> None:
    """Make a kind known."""
    _KINDS[new.name] = new


def kind(name: str) -> Kind:
    """The kind of this name; KeyError when nobody registered it."""
    return _KINDS[name]


def find(name: str) -> Kind | None:
    """The kind of this name, or None: rows may be older than the code."""
    return _KINDS.get(name)


def all_kinds() -> list[Kind]:
    """Every kind, by name."""
    return sorted(_KINDS.values(), key=lambda known: known.name)
