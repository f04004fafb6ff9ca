"""Describing a draft and choosing whom it is for, with what each choice means."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from datasets import disclosing, policies, sharing
from datasets.enums import Licence, Sensitivity, audiences_for
from datasets.models import Dataset, Edition
from partners.enums import Audience
from partners.models import Organisation
from projects.models import Project

SENSITIVITY_MEANS: dict[str, str | Promise] = {
    Sensitivity.LOW: gettext_lazy("Already known, or harmless to anybody if everybody reads it."),
    Sensitivity.MODERATE: gettext_lazy("A leak would embarrass a partner or slow the work down."),
    Sensitivity.HIGH: gettext_lazy(
        "A leak could hurt people or a community. It can never be public."
    ),
    Sensitivity.SEVERE: gettext_lazy(
        "A leak could cost lives. For now it stays with the stewards of its owner."
    ),
}
AUDIENCE_MEANS: dict[str, str | Promise] = {
    Audience.OWNER: gettext_lazy("Only the data stewards of the owner organisation."),
    Audience.NAMED: gettext_lazy("The members of the organisations you tick below."),
    Audience.CONSORTIUM: gettext_lazy("The members of every organisation in the project."),
    Audience.REGISTERED: gettext_lazy("Everybody who has an account on this portal."),
    Audience.PUBLIC: gettext_lazy("Everybody, without an account. Copies cannot be called back."),
}


@dataclass(frozen=True)
class Option:
    """One radio or box with what it means; `details` are further short lines."""

    value: str
    label: str
    means: str
    checked: bool
    details: tuple[str, ...] = ()


def counted(organisations: int, people: int) -> str:
    """«5 organisations, 12 personnes»."""
    return ", ".join(
        (
            ngettext("%(n)s organisation", "%(n)s organisations", organisations)
            % {"n": organisations},
            people_counted(people),
        )
    )


def people_counted(people: int) -> str:
    """«12 personnes»."""
    return ngettext("%(n)s person", "%(n)s people", people) % {"n": people}


class AudienceForm(forms.Form):
    """Whom the data is for: an audience, and organisations where it names them."""

    audience = forms.ChoiceField(
        label=gettext_lazy("Who may see it"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who may see it.")},
    )
    organisations = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Organisations"),
        queryset=Organisation.objects.none(),
        required=False,
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, dataset: Dataset, **kwargs: Any) -> None:
        self.dataset = dataset
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = sharing.nameable()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ticks left over from another choice of audience mean nothing."""
        given = super().clean() or self.cleaned_data
        if given.get("audience") != Audience.NAMED:
            given["organisations"] = Organisation.objects.none()
        elif not given.get("organisations"):
            self.add_error("organisations", _("Tick at least one organisation."))
        licence = given.get("licence", self.dataset.licence)
        if given.get("audience") == Audience.PUBLIC and licence == Licence.CONFIDENTIAL:
            field = "licence" if "licence" in self.fields else "audience"
            self.add_error(field, _("Public data needs a licence that lets others use it."))
        return given

    def audience_options(self) -> Iterator[Option]:
        """The audiences that may be chosen, with whom each lets in."""
        chosen = str(self["audience"].value() or "")
        for audience in self.possible():
            yield Option(
                value=str(audience),
                label=str(audience.label),
                means=str(AUDIENCE_MEANS[audience]),
                checked=chosen == audience,
                details=tuple(self._details(audience)),
            )

    def possible(self) -> list[Audience]:
        """What the dataset as it stands can be given."""
        return sharing.possible_audiences(self.dataset)

    def _details(self, audience: Audience) -> Iterator[str]:
        if audience == Audience.OWNER:
            yield people_counted(sharing.reach(self.dataset, audience).people)
        if audience == Audience.CONSORTIUM:
            for project in self._projects():
                as_if = Dataset(owner=self.dataset.owner, project=project)
                reach = sharing.reach(as_if, audience)
                yield f"{project.title} · {counted(len(reach.organisations), reach.people)}"

    def _projects(self) -> list[Project]:
        return [self.dataset.project] if self.dataset.project else []

    def organisation_options(self) -> Iterator[Option]:
        """The organisations that can be named, with how many people each has."""
        people = sharing.people_per_organisation()
        chosen = {str(value) for value in self["organisations"].value() or ()}
        for organisation in self.fields["organisations"].queryset:  # type: ignore[attr-defined]
            yield Option(
                value=organisation.slug,
                label=organisation.name,
                means=people_counted(people.get(organisation.pk, 0)),
                checked=organisation.slug in chosen,
            )


class EditionAudienceForm(AudienceForm):
    """Whom an edition is opened to, with what it would disclose to each, and the reason for it."""

    reason = forms.CharField(
        label=gettext_lazy("Why it may be opened so"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Asked where the report says so. It is kept in the log."),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, dataset=edition.release.dataset, **kwargs)
        self.judged = {
            audience: disclosing.judged(edition, audience)
            for audience in sharing.possible_audiences(self.dataset)
            if audience != Audience.OWNER
        }
        if not any(each.sentences for each in self.judged.values()):
            del self.fields["reason"]

    def possible(self) -> list[Audience]:
        """What the dataset allows and the report does not forbid."""
        return [each for each in super().possible() if not self._blocked(each)]

    def forbidden(self) -> list[tuple[Audience, tuple[str, ...]]]:
        """The audiences the report forbids, and why."""
        return [(a, each.sentences) for a, each in self.judged.items() if each.blocked]

    def _blocked(self, audience: Audience) -> bool:
        return audience in self.judged and self.judged[audience].blocked

    def _details(self, audience: Audience) -> Iterator[str]:
        yield from super()._details(audience)
        if audience in self.judged:
            yield from self.judged[audience].sentences


class DescribeForm(AudienceForm):
    """What the data is, and whom it is for."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("What, where, when: “Visits to gold sites, South Kivu, 2023”."),
        error_messages={"required": gettext_lazy("Write a title by which others find it.")},
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("How it was collected, by whom, and what to keep in mind."),
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
    sensitivity = forms.ChoiceField(
        label=gettext_lazy("Sensitivity"), choices=Sensitivity.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, dataset: Dataset, **kwargs: Any) -> None:
        super().__init__(*args, dataset=dataset, **kwargs)
        mine = Project.objects.filter(policies.projects_of(dataset.owner_id))
        self.fields["project"].queryset = mine  # type: ignore[attr-defined]

    def possible(self) -> list[Audience]:
        """Everything: sensitivity and project are chosen on the same page."""
        return list(Audience)

    def _projects(self) -> list[Project]:
        return list(self.fields["project"].queryset)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Choices that exclude each other are said at the field, before anything is kept."""
        given = super().clean()
        audience, sensitivity = given.get("audience"), given.get("sensitivity")
        if audience and sensitivity and audience not in audiences_for(sensitivity):
            self.add_error("audience", _("Data of this sensitivity cannot be shared so widely."))
        if audience == Audience.CONSORTIUM and not given.get("project"):
            self.add_error("project", _("Choose the project whose consortium may see the data."))
        return given

    def sensitivity_options(self) -> Iterator[Option]:
        """The four levels in plain words."""
        chosen = str(self["sensitivity"].value() or "")
        for level in Sensitivity:
            yield Option(
                value=str(level),
                label=str(level.label),
                means=str(SENSITIVITY_MEANS[level]),
                checked=chosen == level,
            )


class PublishForm(forms.Form):
    """The last word: which reading it is about, and that personal columns were looked at."""

    reading = forms.IntegerField(widget=forms.HiddenInput)
    checked = forms.BooleanField(
        label=gettext_lazy("I have looked at these columns and they may be shared."),
        error_messages={"required": gettext_lazy("Please look at these columns first.")},
    )

    def __init__(self, *args: Any, personal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not personal:
            del self.fields["checked"]


class ReleaseForm(forms.Form):
    """The last word on a next release: which reading it is about, and what changed."""

    reading = forms.IntegerField(widget=forms.HiddenInput)
    notes = forms.CharField(
        label=gettext_lazy("What has changed"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Shown to everybody who reads the data, beside the release."),
        error_messages={"required": gettext_lazy("Say in a sentence what has changed.")},
    )
