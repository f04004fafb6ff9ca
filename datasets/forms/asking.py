"""Asking for access, talking about it, and deciding."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from datasets.models import Dataset, Edition


def day_input() -> forms.DateInput:
    """A date as the browser asks for it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AskForm(forms.Form):
    """What somebody needs the data for."""

    purpose = forms.CharField(
        label=gettext_lazy("What you need the data for"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The research, the campaign, the decision it serves."),
        error_messages={"required": gettext_lazy("Say what you need the data for.")},
    )
    use = forms.CharField(
        label=gettext_lazy("What you will make of it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("A report, a map, a training; and who will see it."),
        error_messages={
            "required": gettext_lazy("Say what you will make of it, and who will see that.")
        },
    )
    until = forms.DateField(
        label=gettext_lazy("Until when"),
        widget=day_input(),
        error_messages={"required": gettext_lazy("Give the last day you need it.")},
    )


class MessageForm(forms.Form):
    """A message in the conversation."""

    text = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write your message first.")},
    )


class ApproveForm(forms.Form):
    """Which edition, until when, and whether later releases are meant too."""

    edition = forms.ModelChoiceField(
        label=gettext_lazy("Edition"),
        queryset=Edition.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("The one that shows no more than the purpose needs."),
    )
    until = forms.DateField(label=gettext_lazy("Until"), widget=day_input())
    later = forms.BooleanField(
        label=gettext_lazy("Also the same edition of later releases"), required=False
    )

    def __init__(self, *args: Any, dataset: Dataset, wanted: dt.date, **kwargs: Any) -> None:
        kwargs["initial"] = {"until": max(wanted, timezone.localdate())}
        super().__init__(*args, **kwargs)
        newest = dataset.releases.order_by("-number").first()
        editions = self.fields["edition"]
        if newest is not None:
            # The least detailed stands first: it is the safe choice.
            editions.queryset = newest.editions.filter(  # type: ignore[attr-defined]
                prepared__isnull=False, closed__isnull=True
            ).order_by("-rank")
        editions.label_from_instance = lambda each: each.title  # type: ignore[attr-defined]


class RefuseForm(forms.Form):
    """Why not: the person who asked reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Give the reason: the person who asked reads it.")
        },
    )


class UntilForm(forms.Form):
    """Another last day for an access."""

    until = forms.DateField(label=gettext_lazy("Until"), widget=day_input())
