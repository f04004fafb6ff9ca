"""Projects and programmes on the Wagtail desk, kept by administrators."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from partners.actions import track
from partners.desk import AdministratorsOnly
from partners.wagtail_hooks import AuditedViewSet
from projects.models import Programme, Project

for model in (Project, Programme):
    register_permission_policy(model, AdministratorsOnly(model))

# Whom a consortium's data, pages and courses are for hangs on it.
track(Project, "slug", "consortium_id")


class ProjectViewSet(AuditedViewSet):
    """Projects: what pages, data and courses refer to."""

    model = Project
    icon = "folder-open-inverse"
    list_display = ["title_fr", "slug", "consortium", "starts", "months"]
    panels = [
        FieldPanel("slug"),
        FieldPanel("title_fr"),
        FieldPanel("title_en"),
        FieldPanel("consortium"),
        FieldPanel("starts"),
        FieldPanel("months"),
    ]


class ProgrammeViewSet(ModelViewSet):
    """Programmes: what pages are tagged with."""

    model = Programme
    icon = "tag"
    list_display = ["title_fr", "slug", "position"]
    add_to_admin_menu = False
    copy_view_enabled = False
    panels = [
        FieldPanel("slug"),
        FieldPanel("title_fr"),
        FieldPanel("title_en"),
        FieldPanel("position"),
    ]


class ProjectsGroup(ModelViewSetGroup):
    """One menu entry for both."""

    menu_label = _("Projects")
    menu_icon = "folder-open-inverse"
    menu_order = 250
    items = (ProjectViewSet, ProgrammeViewSet)


@hooks.register("register_admin_viewset")
def projects_viewsets() -> ProjectsGroup:
    """Put the group on the desk."""
    return ProjectsGroup()
