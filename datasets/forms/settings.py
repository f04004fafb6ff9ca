"""What is said of a published dataset, and what readers meet before its rows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from datasets import policies
from datasets.enums import Licence, Sensitivity
from datasets.models import Agreement, Dataset
from projects.models import Project


class SettingsForm(forms.Form):
    """Metadata, whether everybody may know of it, and the agreement it is shared under."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write a title by which others find it.")},
    )
    description = forms.CharField(
        label=gettext_lazy("Description"), required=False, widget=forms.Textarea
    )
    project = forms.ModelChoiceField(
        label=gettext_lazy("Project"),
        queryset=Project.objects.none(),
        required=False,
        empty_label=gettext_lazy("No project"),
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("What others may do with it"), choices=Licence.choices
    )
    sensitivity = forms.ChoiceField(label=gettext_lazy("Sensitivity"), choices=Sensitivity.choices)
    discoverable = forms.BooleanField(
        label=gettext_lazy("Everybody may know that it exists"),
        required=False,
        help_text=gettext_lazy(
            "Title, description, owner and project are then shown to everybody, and people can ask "
            "for access. Never a row or a column."
        ),
    )
    agreement = forms.ModelChoiceField(
        label=gettext_lazy("Agreement"),
        queryset=Agreement.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy(
            "Readers accept it before they see rows. Public editions need none."
        ),
    )

    def __init__(self, *args: Any, dataset: Dataset, **kwargs: Any) -> None:
        names = ("title", "description", "licence", "sensitivity", "discoverable")
        about = {name: getattr(dataset, name) for name in names}
        about |= {"project": dataset.project_id, "agreement": dataset.agreement_id}
        kwargs["initial"] = about
        super().__init__(*args, **kwargs)
        mine = Project.objects.filter(policies.projects_of(dataset.owner_id))
        theirs = Project.objects.filter(datasets=dataset)
        self.fields["project"].queryset = (mine | theirs).distinct()  # type: ignore[attr-defined]
        agreements = Agreement.objects.filter(owner_id=dataset.owner_id, current__isnull=False)
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined]


class AgreementForm(forms.Form):
    """One wording of an agreement, in both languages."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=120,
        error_messages={"required": gettext_lazy("Give the agreement a title.")},
    )
    text_fr = forms.CharField(
        label=gettext_lazy("Text in French"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10, "lang": "fr"}),
        error_messages={"required": gettext_lazy("Write the text in French.")},
    )
    text_en = forms.CharField(
        label=gettext_lazy("Text in English"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10, "lang": "en"}),
        error_messages={"required": gettext_lazy("Write the text in English.")},
    )
