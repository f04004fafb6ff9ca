"""Pages about oneself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partners import actions
from partners.forms import ProfileForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language and low-data preference of the person signed in."""
    user = request.user
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        actions.change_profile(user=user, by=user, **form.cleaned_data)  # type: ignore[arg-type]
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Your account was saved."))
            return redirect("partners:profile")
    memberships = user.memberships.select_related("organisation")  # type: ignore[union-attr]
    return render(request, "partners/profile.html", {"form": form, "memberships": memberships})
