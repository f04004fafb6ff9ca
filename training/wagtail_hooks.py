"""The courses' place on the editor's desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from training.models import Course


class CourseViewSet(SnippetViewSet):
    """What all languages of a course share: its short name, project and pass mark."""

    model = Course
    icon = "form"
    menu_label = _("Courses")
    menu_order = 320
    add_to_admin_menu = True
    list_display = ("title", "project", "pass_mark")
    search_fields = ("title", "slug")
    panels: Any = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("project"),
        FieldPanel("pass_mark"),
    ]


register_snippet(CourseViewSet)
