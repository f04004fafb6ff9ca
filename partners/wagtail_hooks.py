"""People and organisations on the Wagtail desk."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import policy_registry, register_permission_policy

from partners.actions import record_change
from partners.desk import AdministratorsOnly, Undeletable
from partners.models import Consortium, Membership, Organisation, Participation, User

for model in (Membership, Consortium, Participation):
    register_permission_policy(model, AdministratorsOnly(model))
register_permission_policy(Organisation, Undeletable(Organisation))
# Wagtail registers its own policy for the user model; ours takes its place.
policy_registry.register(User, Undeletable(User))


class AuditedCreate(CreateView):
    """Creates, and writes it down."""

    @transaction.atomic
    def save_instance(self) -> Model:
        instance = super().save_instance()
        record_change(instance, "created", by=self.request.user)
        return instance


class AuditedEdit(EditView):
    """Changes, and writes it down."""

    @transaction.atomic
    def save_instance(self) -> Model:
        instance = super().save_instance()
        record_change(instance, "changed", by=self.request.user)
        return instance


class AuditedDelete(DeleteView):
    """Deletes, and writes it down first."""

    @transaction.atomic
    def delete_action(self) -> Any:
        record_change(self.object, "deleted", by=self.request.user)
        return super().delete_action()


class AuditedViewSet(ModelViewSet):
    """A viewset whose every change is in the audit."""

    add_view_class = AuditedCreate
    edit_view_class = AuditedEdit
    delete_view_class = AuditedDelete
    copy_view_enabled = False
    add_to_admin_menu = False


def _yes_or_no(name: str) -> BooleanColumn:
    """Whether somebody or something is active, as a tick or a cross."""
    return BooleanColumn(name, label=_("Active"), sort_key=name)


class OrganisationViewSet(AuditedViewSet):
    """Organisations."""

    model = Organisation
    icon = "group"
    list_display = ["name_fr", "slug", "kind", "country", _yes_or_no("active")]
    list_filter = ["kind", "active"]
    search_fields = ["name_fr", "name_en", "slug"]
    search_backend_name = None
    panels = [
        FieldPanel("name_fr"),
        FieldPanel("name_en"),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("country"),
        FieldPanel("website"),
        FieldPanel("active"),
    ]


class PersonForm(WagtailAdminModelForm):
    """A person on the desk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An organisation's group holds its grants and has no members: memberships decide.
        self.fields["groups"].queryset = Group.objects.filter(organisation__isnull=True)
        self.fields["groups"].help_text = _("Only for work on the desk, such as writing pages.")


class PersonViewSet(AuditedViewSet):
    """People. They choose their password themselves, by «forgotten password»."""

    model = User
    name = "people"
    url_prefix = "people"
    icon = "user"
    menu_label = _("People")
    list_display = ["email", "name", "language", _yes_or_no("is_active")]
    list_filter = ["is_active", "language"]
    search_fields = ["email", "name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("email"),
            FieldPanel("name"),
            FieldPanel("language"),
            FieldPanel("is_active"),
            FieldPanel("groups", widget=forms.CheckboxSelectMultiple),
        ],
        base_form_class=PersonForm,
    )


class MembershipViewSet(AuditedViewSet):
    """Who is in which organisation, as what, until when."""

    model = Membership
    icon = "key"
    list_display = ["user", "organisation", "role", "since", "until"]
    list_filter = ["organisation", "role"]
    search_fields = ["user__email", "user__name"]
    search_backend_name = None
    panels = [
        FieldPanel("user"),
        FieldPanel("organisation"),
        FieldPanel("role"),
        FieldPanel("since"),
        FieldPanel("until"),
    ]


class ConsortiumViewSet(AuditedViewSet):
    """Consortia by name."""

    model = Consortium
    icon = "group"
    list_display = ["name"]
    panels = [FieldPanel("name")]


class ParticipationViewSet(AuditedViewSet):
    """Which organisation is in which consortium, as what."""

    model = Participation
    icon = "link"
    list_display = ["consortium", "organisation", "role", "since", "until"]
    list_filter = ["consortium", "role"]
    panels = [
        FieldPanel("consortium"),
        FieldPanel("organisation"),
        FieldPanel("role"),
        FieldPanel("since"),
        FieldPanel("until"),
    ]


class PartnersGroup(ModelViewSetGroup):
    """One menu entry for all of them."""

    menu_label = _("Partners")
    menu_icon = "group"
    menu_order = 300
    items = (
        OrganisationViewSet,
        PersonViewSet,
        MembershipViewSet,
        ConsortiumViewSet,
        ParticipationViewSet,
    )


@hooks.register("register_admin_viewset")
def partners_viewsets() -> PartnersGroup:
    """Put the group on the desk."""
    return PartnersGroup()
