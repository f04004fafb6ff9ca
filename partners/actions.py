"""What is done to people and organisations. Each change is in the audit, with who did it."""

from typing import Any

from django.db import models, transaction

from audit.actions import record
from core.actor import Actor
from partners.models import Consortium, Membership, Organisation, Participation, User

# What the audit keeps of a change: the facts that decide about access, never a password.
TRACKED: dict[type[models.Model], tuple[str, ...]] = {
    User: ("email", "is_active", "groups"),
    Organisation: ("slug", "kind", "active"),
    Membership: ("user_id", "organisation_id", "role", "since", "until"),
    Consortium: ("name",),
    Participation: ("consortium_id", "organisation_id", "role", "since", "until"),
}


def track(model: type[models.Model], *names: str) -> None:
    """Have changes of a model of a higher app written down, with these facts."""
    TRACKED[model] = names


def record_change(thing: models.Model, what: str, *, by: Actor) -> None:
    """Write down that `by` created, changed or deleted `thing` (`what`), with its facts now."""
    tracked = TRACKED[thing._meta.concrete_model or type(thing)]
    facts = {name: _plain(getattr(thing, name)) for name in tracked}
    record(
        f"{thing._meta.app_label}.{thing._meta.model_name}-{what}",
        thing,
        by=by,
        organisation_id=_organisation_of(thing),
        facts=facts,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, models.Manager):
        return sorted(str(each) for each in value.all())
    return value if isinstance(value, str | int | bool | None) else str(value)


def _organisation_of(thing: models.Model) -> int | None:
    if isinstance(thing, Organisation):
        return thing.pk
    return getattr(thing, "organisation_id", None)


@transaction.atomic
def change_profile(*, user: User, name: str, language: str, low_data: bool, by: Actor) -> User:
    """What people say about themselves: name, language, whether pictures load by themselves."""
    user.name, user.language, user.low_data = name, language, low_data
    user.save(update_fields=["name", "language", "low_data"])
    record_change(user, "changed", by=by)
    return user
