"""States, sensitivities and licences of datasets."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.enums import Audience


class Sensitivity(models.TextChoices):
    """OCHA's four levels of information sensitivity."""

    LOW = "low", pgettext_lazy("sensitivity", "Low")
    MODERATE = "moderate", pgettext_lazy("sensitivity", "Moderate")
    HIGH = "high", pgettext_lazy("sensitivity", "High")
    SEVERE = "severe", pgettext_lazy("sensitivity", "Severe")


# High and severe data never get the public audience (rule 5 of the sharing model).
NEVER_PUBLIC = (Sensitivity.HIGH, Sensitivity.SEVERE)


# Whether a dataset exists may itself be told to everybody, but never of severe data.
CAN_BE_DISCOVERABLE = (Sensitivity.LOW, Sensitivity.MODERATE, Sensitivity.HIGH)


class RequestState(models.TextChoices):
    """Where a request for access stands."""

    OPEN = "open", pgettext_lazy("request", "Waiting for an answer")
    ASKED_BACK = "asked-back", pgettext_lazy("request", "A question for you")
    APPROVED = "approved", pgettext_lazy("request", "Approved")
    REFUSED = "refused", pgettext_lazy("request", "Refused")
    TAKEN_BACK = "taken-back", pgettext_lazy("request", "Taken back")


UNDECIDED = (RequestState.OPEN, RequestState.ASKED_BACK)


class Licence(models.TextChoices):
    """Licences a steward chooses from, by SPDX identifier where there is one."""

    ODC_BY = "ODC-By-1.0", "ODC-BY 1.0"
    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC0 = "CC0-1.0", "CC0 1.0"
    CONFIDENTIAL = "LicenseRef-partners-only", _("Partners only, not to be passed on")


class ReleaseState(models.TextChoices):
    """A release is published once; later it can only be withdrawn."""

    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Had(models.TextChoices):
    """What somebody had of an edition that is recalled; the graver stands first."""

    DOWNLOADED = "downloaded", pgettext_lazy("recall", "Downloaded")
    VIEWED = "viewed", pgettext_lazy("recall", "Looked at")


class EditionName(models.TextChoices):
    """The usual editions. A steward may name others later."""

    FULL = "full", pgettext_lazy("edition", "full")
    PARTNER = "partner", pgettext_lazy("edition", "partner")
    PUBLIC = "public", pgettext_lazy("edition", "public")


# Severe data needs a second steward and MFA before anybody outside may open it (rule 5). Until the
# portal can ask for both, it stays with its owner.
OWNER_ALONE = (Sensitivity.SEVERE,)


def audiences_for(sensitivity: str) -> list[Audience]:
    """The audiences that data of this sensitivity may be given, narrowest first."""
    if sensitivity in OWNER_ALONE:
        return [Audience.OWNER]
    if sensitivity in NEVER_PUBLIC:
        return [audience for audience in Audience if audience != Audience.PUBLIC]
    return list(Audience)
