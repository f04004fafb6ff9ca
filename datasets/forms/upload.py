"""Choosing a file, and the organisation it belongs to where there is a choice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from datasets import policies
from partners.models import Organisation

# Shown to the person and in the file dialog; what a file is, is told by its content.
FORMATS = "CSV, Excel (XLSX, XLS), OpenDocument (ODS)"
ENDINGS = ".csv,.tsv,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods"


class FileForm(forms.Form):
    """One file. An empty one is let through: the reader has the better sentence for it."""

    file = forms.FileField(
        label=_("Your file"),
        allow_empty_file=True,
        max_length=250,
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        error_messages={"required": _("Choose a file first.")},
    )


class UploadForm(FileForm):
    """A new file for one of the organisations whose data the person answers for."""

    owner = forms.ModelChoiceField(
        label=_("Organisation the data belongs to"),
        queryset=Organisation.objects.none(),
        empty_label=None,
    )

    field_order = ("owner", "file")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Organisation.objects.filter(policies.brings_in_for(user))
        self.organisations = list(mine)
        if len(self.organisations) == 1:
            # No choice, no question.
            del self.fields["owner"]
        else:
            self.fields["owner"].queryset = mine  # type: ignore[attr-defined]

    def chosen_owner(self) -> Organisation:
        """The organisation chosen, or the only one there is."""
        return self.cleaned_data.get("owner") or self.organisations[0]
