"""Kinds and roles of organisations and people; the audiences anything can have."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a person does in an organisation."""

    MEMBER = "member", _("Member")
    STEWARD = "data-steward", _("Data steward")
    COORDINATOR = "coordinator", _("Coordinator")


class OrganisationKind(models.TextChoices):
    """What an organisation is to the programme."""

    LEAD_INSTITUTE = "lead-institute", _("Lead institute")
    CO_APPLICANT = "co-applicant", _("Co-applicant")
    PARTNER_CSO = "partner-cso", _("Partner CSO")
    OBSERVER = "observer", _("Observer")


class ConsortiumRole(models.TextChoices):
    """What an organisation is to one project."""

    LEAD = "lead", _("Lead")
    CO_APPLICANT = "co-applicant", _("Co-applicant")
    ASSOCIATE = "associate", _("Associate")
    FUNDER = "funder", _("Funder")


class Audience(models.TextChoices):
    """Who may have a thing, from the narrowest to the widest."""

    OWNER = "owner", pgettext_lazy("audience", "Owner only")
    NAMED = "named", pgettext_lazy("audience", "Named organisations")
    CONSORTIUM = "consortium", pgettext_lazy("audience", "Consortium")
    REGISTERED = "registered", pgettext_lazy("audience", "Registered people")
    PUBLIC = "public", pgettext_lazy("audience", "Public")
