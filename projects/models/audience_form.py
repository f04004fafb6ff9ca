"""The part of the desk's form that says who may read a page."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from partners.enums import Audience


class AudienceForm(WagtailAdminPageForm):
    """Refuses an audience of nobody: such a page would be published and never be seen."""

    def clean(self) -> dict[str, Any]:
        """A consortium needs its project, named organisations need their names."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        audience = cleaned.get("audience")
        alone = "project" in cleaned and cleaned["project"] is None
        if audience == Audience.CONSORTIUM and alone:
            self.add_error("project", _("Choose the project whose consortium may read this."))
        if audience == Audience.NAMED and not cleaned.get("named_organisations"):
            self.add_error(
                "named_organisations", _("Choose the organisations, or another audience.")
            )
        return cleaned
