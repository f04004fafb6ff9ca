"""Naming an edition, and saying where it stands among the others."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.enums import EditionName
from datasets.models import Edition, Release

# These stand in addresses where the name of an edition would.
NOT_NAMES = ("new", "nouvelle")


class EditionForm(forms.Form):
    """The name of a new edition; an edition that is there keeps its own."""

    name = forms.CharField(
        label=gettext_lazy("Name of the edition"),
        max_length=40,
        help_text=gettext_lazy("For whom it is: “partner”, “public”, “local authorities”."),
        error_messages={"required": gettext_lazy("Give the edition a name.")},
    )
    after = forms.ModelChoiceField(
        label=gettext_lazy("It shows less than"),
        queryset=Edition.objects.none(),
        required=False,
        empty_label=gettext_lazy("The usual place"),
        help_text=gettext_lazy(
            "Whoever may have several editions gets the one with the most detail."
        ),
    )

    def __init__(
        self, *args: Any, release: Release, edition: Edition | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if edition is not None:
            self.fields.clear()
            return
        after = self.fields["after"]
        after.queryset = release.editions.order_by("rank")  # type: ignore[attr-defined]
        after.label_from_instance = lambda each: each.title  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """A name that can stand in an address."""
        name = str(self.cleaned_data["name"])
        if not slugify(name):
            raise forms.ValidationError(_("Use at least one letter or digit."))
        if slugify(name) in NOT_NAMES:
            raise forms.ValidationError(_("Choose another name."))
        return name

    def slug(self) -> str:
        """The name as it is stored; the usual ones are known in each language."""
        name = str(self.cleaned_data["name"])
        usual = {str(label).lower(): value for value, label in EditionName.choices}
        return str(usual.get(name.lower(), slugify(name)[:40]))
