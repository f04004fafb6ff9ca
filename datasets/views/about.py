"""What a dataset's page says about it besides its rows, in sentences and facts."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.ui.formats import day
from datasets import disclosing, policies, sharing
from datasets.enums import ReleaseState
from datasets.models import Edition
from datasets.questions import Asked
from datasets.reading import OpenDataset
from partners.enums import Audience
from partners.models import Organisation


@dataclass(frozen=True)
class About:
    """Everything around the rows, for one reader."""

    user: Any
    opened: OpenDataset
    stewards: bool

    @property
    def edition(self) -> Edition:
        """The edition on the page."""
        return cast(Edition, self.opened.edition)

    def crumbs(self) -> list[tuple[str, str]]:
        """The way here."""
        return [(_("Data"), reverse("datasets:catalogue")), (self.opened.dataset.title, "")]

    def sentence(self) -> str:
        """Which edition the reader sees, and why, in plain words."""
        return f"{self._what()} {self._why()}"

    def _what(self) -> str:
        if self.edition.is_full:
            return _("You see the full edition: every row and column that was shared.")
        return _("You see the edition “%(name)s”.") % {"name": self.edition.title}

    def treated(self) -> list[disclosing.Said]:
        """How the edition differs from what was collected, saying nothing of what it hides."""
        return disclosing.said(self.edition, for_readers=True)

    def _why(self) -> str:
        owner = self.opened.dataset.owner.name
        if self.stewards:
            return _("You answer for this dataset as a data steward of %(owner)s.") % {
                "owner": owner
            }
        match self.edition.audience:
            case Audience.PUBLIC:
                return _("Anybody may read it.")
            case Audience.REGISTERED:
                return _("It is open to people with an account.")
            case Audience.CONSORTIUM:
                return _("It is shared with the consortium of the project, and you belong to it.")
        return _("It was shared with you or with your organisation by name.")

    @cached_property
    def withdrawn(self) -> bool:
        """Whether the release on the page was withdrawn: only stewards still see it."""
        return self.edition.release.state == ReleaseState.WITHDRAWN

    @cached_property
    def recalled(self) -> bool:
        """Whether the edition on the page was recalled by itself, its release still standing."""
        return self.edition.closed is not None and not self.withdrawn

    @cached_property
    def organisations(self) -> list[Organisation]:
        """Whom it is shared with by name, where this reader may know them."""
        if not policies.may_know_sharing(self.user, self.opened.dataset):
            return []
        named = sharing.named_in(self.edition)
        return list(sharing.organisations_in(self.opened.dataset, self.edition.audience, named))

    def facts(self) -> list[tuple[str, Any]]:
        """Metadata in one list; what is empty is left out by the component."""
        dataset = self.opened.dataset
        return [
            (_("Owner"), dataset.owner.name),
            (_("Project"), dataset.project.title if dataset.project else ""),
            (_("Licence"), dataset.get_licence_display()),
            (_("Language of the data"), dataset.get_language_display()),
            (
                _("Release"),
                f"v{self.edition.release.number} · {day(self.edition.release.published)}",
            ),
        ]

    def citation(self) -> str:
        """How to cite this release."""
        dataset, release = self.opened.dataset, self.edition.release
        return pgettext("citation", "%(owner)s (%(year)s). %(title)s, v%(number)s [dataset].") % {
            "owner": dataset.owner.name,
            "year": release.published.year,
            "title": dataset.title,
            "number": release.number,
        }

    def history(self) -> list[dict[str, Any]]:
        """The releases the reader may read, newest first."""
        return [
            {
                "edition": each,
                "url": Asked(version=str(each.release.number)).address(),
                "current": each == self.edition,
                "withdrawn": each.release.state == ReleaseState.WITHDRAWN,
            }
            for each in self.opened.editions
        ]

    def audience_url(self) -> str:
        """Where a steward changes who may have it."""
        if not self.stewards:
            return ""
        try:
            return reverse("datasets:audience", args=[self.opened.dataset.slug])
        except NoReverseMatch:
            return ""
