"""What is recalled, why, and what those who have copies should do."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.enums import ReleaseState
from datasets.models import Dataset, Edition, Release


def proposed() -> str:
    """Instructions a steward may send as they are."""
    return _(
        "Please delete every copy, also extracts, those on other devices, in e-mails and in shared "
        "folders. If you passed it on, ask those people to do the same. Do not use it any more in "
        "maps, reports or analyses."
    )


class RecallForm(forms.Form):
    """A whole release or one edition, the reason and the instructions."""

    what = forms.ChoiceField(label=gettext_lazy("What is recalled"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The people who had the data read it. Name nobody at risk."),
        error_messages={
            "required": gettext_lazy("Give the reason: the people who had the data read it.")
        },
    )
    instructions = forms.CharField(
        label=gettext_lazy("What they should do"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Say what people who have copies should do.")},
    )

    def __init__(self, *args: Any, dataset: Dataset, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"instructions": proposed()})
        super().__init__(*args, **kwargs)
        self.things: dict[str, Release | Edition] = {}
        self.fields["what"].choices = list(self._choices(dataset))  # type: ignore[attr-defined]

    def _choices(self, dataset: Dataset) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """For each release that stands: all of it, or one of its editions."""
        standing = dataset.releases.filter(state=ReleaseState.PUBLISHED)
        for release in standing.order_by("-number").prefetch_related("editions"):
            self.things[f"v{release.number}"] = release
            label = _("All of release %(release)s") % {"release": release}
            offered = [(f"v{release.number}", label)]
            for edition in sorted(release.editions.all(), key=lambda each: each.rank):
                if edition.prepared is not None and edition.closed is None:
                    key = f"v{release.number}:{edition.name}"
                    self.things[key] = edition
                    only = _("Only the edition “%(name)s” of %(release)s")
                    offered.append((key, only % {"name": edition.title, "release": release}))
            yield str(release), offered

    def chosen(self) -> Release | Edition:
        """The release or the edition that was chosen."""
        return self.things[self.cleaned_data["what"]]
