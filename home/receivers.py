"""What others tell us, passed on: a picture was stored, somebody signed in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate, post_save
from django.dispatch import receiver

from core.pictures import make_sizes
from home.desk import speak_their_language
from home.models import PortalImage
from home.setup import make_editors


@receiver(post_save, sender=PortalImage, dispatch_uid="home.picture-stored")
def picture_stored(sender: Any, instance: PortalImage, raw: bool = False, **rest: Any) -> None:
    """Make a picture's sizes now, so that no page has to."""
    if not raw:
        make_sizes(instance)


@receiver(post_migrate, dispatch_uid="home.migrated")
def migrated(sender: Any, **rest: Any) -> None:
    """Give the editors their rights once those rights exist: after the last of the apps."""
    if sender.name == "django.contrib.auth":
        make_editors()


@receiver(user_logged_in, dispatch_uid="home.signed-in")
def signed_in(sender: Any, user: Any, **rest: Any) -> None:
    """The desk speaks the language of who works there."""
    speak_their_language(user)
