"""The datasets a reader may see, on the page of their project."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from datasets.listing import Listed, listed
from datasets.models import Dataset, Edition
from projects.models import Project
from projects.sections import Section, register

SHOWN = 6


def datasets_of(project: Project, user: Any) -> list[Listed]:
    """The newest datasets of `project` that exist for `user`."""
    datasets = Dataset.objects.visible_to(user).published().filter(project=project)
    return listed(
        Edition.objects.visible_to(user), datasets.select_related("owner", "project")[:SHOWN]
    )


register(
    Section(
        name="datasets",
        title=_("Data"),
        template="datasets/section.html",
        items=datasets_of,
        more="datasets:catalogue",
        order=30,
    )
)
