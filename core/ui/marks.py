"""Audiences, sensitivities and states: one colour, one icon and one word each, everywhere."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Mark:
    """How one value looks: the word, the icon beside it, and the tone of both."""

    word: str | Promise
    icon: str
    tone: str


AUDIENCES: dict[str, Mark] = {
    "owner": Mark(_("Owner only"), "owner", "plain"),
    "named": Mark(_("Named organisations"), "named", "gold"),
    "consortium": Mark(_("Consortium"), "consortium", "malachite"),
    "registered": Mark(_("Registered people"), "registered", "tin"),
    "public": Mark(_("Public"), "public", "cobalt"),
}

SENSITIVITIES: dict[str, Mark] = {
    "low": Mark(_("Low sensitivity"), "low", "malachite"),
    "moderate": Mark(_("Moderate sensitivity"), "moderate", "gold"),
    "high": Mark(_("High sensitivity"), "high", "copper"),
    "severe": Mark(_("Severe sensitivity"), "severe", "red"),
}

JOB_STATES: dict[str, Mark] = {
    "queued": Mark(_("Waiting its turn"), "clock", "plain"),
    "running": Mark(_("Under way"), "refresh", "cobalt"),
    "done": Mark(_("Done"), "done", "malachite"),
    "failed": Mark(_("It did not work"), "error", "red"),
}

NOTES: dict[str, Mark] = {
    "info": Mark(_("Good to know"), "info", "cobalt"),
    "attention": Mark(_("Please note"), "attention", "gold"),
    "danger": Mark(_("Warning"), "error", "red"),
    "success": Mark(_("Done"), "done", "malachite"),
}

# Django's message levels, in our words.
MESSAGE_NOTES = {
    "debug": "info",
    "info": "info",
    "success": "success",
    "warning": "attention",
    "error": "danger",
}
