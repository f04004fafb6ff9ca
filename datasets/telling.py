"""An event of a dataset's log in the reader's words."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from audit.models import Event
from core.ui.formats import day, filesize
from core.ui.marks import AUDIENCES
from datasets.enums import EditionName
from datasets.history import VERBS
from partners.models import Organisation, User

NOBODY_KNOWN = "AnonymousUser"


@dataclass(frozen=True)
class Told:
    """One event in the reader's language."""

    event: Event
    who: str
    what: str
    details: str

    @property
    def at(self) -> dt.datetime:
        """When it happened."""
        return self.event.at


@dataclass
class Teller:
    """Puts events into words; looks a person or an organisation up once."""

    _people: dict[int, str] = field(default_factory=dict)
    _organisations: dict[str, str] = field(default_factory=dict)

    def told(self, event: Event) -> Told:
        """One event."""
        who = _("somebody not signed in") if event.actor_name == NOBODY_KNOWN else event.actor_name
        what = str(VERBS.get(event.verb, event.verb))
        return Told(event, who, what, " · ".join(filter(None, self._details(event.details))))

    def _details(self, given: dict[str, Any]) -> list[str]:
        parts = [f"v{given['release']}" if "release" in given else ""]
        if isinstance(given.get("edition"), str) and given["edition"] != "full":
            title = dict(EditionName.choices).get(given["edition"], given["edition"])
            parts.append(_("edition “%(name)s”") % {"name": title})
        if isinstance(given.get("after"), dict):
            parts.append(f"{self._audience(given['before'])} → {self._audience(given['after'])}")
            parts.append(_("going back to what was before") if given.get("undoes") else "")
            parts += [self._ended(each) for each in given.get("ended", ())]
        elif isinstance(given.get("to"), dict):
            parts.append(self._audience(given["to"]))
        parts += self._holder(given)
        if isinstance(given.get("reason"), str) and given["reason"]:
            parts.append(_("Reason: %(reason)s") % {"reason": given["reason"]})
        if "whom" in given:
            parts.append(self._whom(given["whom"]))
        if "bytes" in given:
            parts.append(filesize(given["bytes"]))
        return parts

    def _holder(self, given: dict[str, Any]) -> list[str]:
        """To whom a grant was given, and until when."""
        parts = [self._person(given["person"])] if "person" in given else []
        if isinstance(given.get("organisations"), list):
            parts += [self._organisation(slug) for slug in given["organisations"]]
        return [*parts, self._until(given.get("until"))]

    def _ended(self, grant: dict[str, Any]) -> str:
        holder = (
            self._person(grant["person"])
            if "person" in grant
            else self._organisation(grant["organisation"])
        )
        return _("ended: %(who)s") % {"who": holder}

    def _until(self, written: Any) -> str:
        if not isinstance(written, str) or not written:
            return ""
        return _("until %(day)s") % {"day": day(dt.date.fromisoformat(written))}

    def _person(self, pk: int) -> str:
        if pk not in self._people:
            found = User.objects.filter(pk=pk).first()
            self._people[pk] = str(found) if found else _("somebody who is gone")
        return self._people[pk]

    def _whom(self, whom: str) -> str:
        kind, _colon, slug = whom.partition(":")
        if not slug:
            return str(AUDIENCES[kind].word) if kind in AUDIENCES else kind
        return self._organisation(slug)

    def _organisation(self, slug: str) -> str:
        if slug not in self._organisations:
            found = Organisation.objects.filter(slug=slug).first()
            self._organisations[slug] = found.name if found else slug
        return self._organisations[slug]

    def _audience(self, who: dict[str, Any]) -> str:
        """An audience as the log keeps it, in words."""
        mark = AUDIENCES.get(str(who.get("audience", "")))
        names = ", ".join(self._organisation(slug) for slug in who.get("organisations") or ())
        word = str(mark.word) if mark else ""
        return f"{word} ({names})" if names else word
