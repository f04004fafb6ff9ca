"""The living page of components: every one of them, in all its states, in both languages."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core.policies import may_see_components
from core.ui import charts, icons, marks


class SampleForm(forms.Form):
    """One field of each shape."""

    title = forms.CharField(label=_("Title"), help_text=_("What one would look for it by."))
    summary = forms.CharField(label=_("Summary"), widget=forms.Textarea, required=False)
    visited = forms.DateField(
        label=_("Date of the visit"), widget=forms.DateInput(attrs={"type": "date"})
    )
    audience = forms.ChoiceField(
        label=_("Who may see it?"),
        widget=forms.RadioSelect,
        choices=[(key, mark.word) for key, mark in list(marks.AUDIENCES.items())[:3]],
        initial="owner",
    )
    agreed = forms.BooleanField(label=_("I have asked the people concerned."))


class SampleUpload(forms.Form):
    """The file drop."""

    file = forms.FileField(label=_("Your file"), help_text=_("Nothing is shared yet."))


PROVINCES = [("Sud-Kivu", 1920), ("Ituri", 1134), ("Nord-Kivu", 742), ("Maniema", 422)]
VISITS = [
    ("demo-0068", date(2023, 10, 14), "Ituri", 320, _("seen")),
    ("demo-0848", date(2023, 9, 2), "Sud-Kivu", 85, _("none")),
    ("demo-1827", date(2023, 8, 28), "Maniema", None, None),
]
COLUMNS = [
    {"label": _("Site"), "sort_url": "?sort=site"},
    {"label": _("Date"), "sort_url": "?sort=date", "sorted": "descending"},
    {"label": _("Province"), "sort_url": "?sort=province"},
    {"label": _("Workers"), "numeric": True, "sort_url": "?sort=workers", "unit": _("people")},
    {"label": _("Armed presence")},
]
# Made-up places, spread like a field season.
PLACES = [(28.6 + i % 5 * 0.27, 1.9 - i * 0.24) for i in range(22)]
MILESTONES = [
    charts.Milestone(_("First field visits"), date(2026, 2, 10), reached=True),
    charts.Milestone(_("Training of trainers"), date(2026, 9, 4), reached=True),
    charts.Milestone(_("Workshop with civil society"), date(2027, 3, 9)),
]


def _samples() -> dict[str, Any]:
    page = Paginator(range(1000), 50).page(7)
    return {
        "icons": list(icons.DRAWINGS),
        "audiences": list(marks.AUDIENCES),
        "sensitivities": list(marks.SENSITIVITIES),
        "notes": list(marks.NOTES),
        "form": SampleForm(),
        "wrong_form": SampleForm({"title": "", "visited": "31/02/2026", "audience": "owner"}),
        "upload": SampleUpload(),
        "limit": 200_000_000,
        "provinces": PROVINCES,
        "columns": COLUMNS,
        "visits": VISITS,
        "counts": [2, 5, 13, 24, 41, 33, 18, 9, 4, 1],
        "facts": [(_("Owner"), "CSO Démo Kivu"), (_("Licence"), "ODC-BY 1.0"), (_("Columns"), 24)],
        "places": PLACES,
        "milestones": MILESTONES,
        "start": date(2025, 10, 1),
        "today": date(2026, 11, 25),
        "step_names": [_("Send"), _("Check"), _("Describe"), _("Share")],
        "crumbs": [(_("Data"), "#"), (_("Research for Impact"), "#"), (_("This dataset"), "")],
        "tab_links": [
            {"title": _("Table"), "url": "#", "current": True, "count": 4218},
            {"title": _("Columns"), "url": "#", "current": False, "count": 24},
            {"title": _("Sharing"), "url": "#", "current": False, "count": None},
        ],
        "page": page,
    }


def components_page(request: HttpRequest) -> HttpResponse:
    """Show them, to whoever builds or edits; to others the page does not exist."""
    if not may_see_components(request.user):
        raise Http404
    return render(request, "core/components_page.html", _samples())
