"""Which part of a dataset's log to read or export."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.history import KINDS, Wanted


class LogForm(forms.Form):
    """A kind of event and the first and last day, all optional."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    since = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Write the day as 2026-12-31.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Write the day as 2026-12-31.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("Everything"))]
        kinds = [(name, label) for name, (label, _verbs) in KINDS.items()]
        self.fields["kind"].choices = everything + kinds  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was asked for; what makes no sense narrows nothing."""
        given = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return Wanted(given.get("kind", ""), given.get("since"), given.get("until"))
