"""Every address of the portal."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from core.components_page import components_page
from home.urls import translated as home_translated

urlpatterns = [
    path("cms/", include(wagtailadmin_urls)),
    path("", include("home.urls")),
    *i18n_patterns(
        path("_components/", components_page, name="components"),
        path("account/profile/", include("partners.urls")),
        path("account/", include("allauth.account.urls")),
        path("", include("notifications.urls")),
        path("", include("training.urls")),
        path("", include("datasets.urls")),
        path("", include(home_translated)),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]
