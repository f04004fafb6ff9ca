"""How allauth signs people up here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Registration is open only where the operator says so; people land in their language."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.OPEN_REGISTRATION

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The front page in the person's own language."""
        language = request.user.language  # type: ignore[union-attr]
        return f"/{language}/"
