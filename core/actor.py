"""Who does something: a person, or the portal itself. Never nobody."""

from typing import TYPE_CHECKING, Final, TypeAlias, Union

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class System:
    """The portal acting by itself, in the background or from the command line."""

    pk: None = None

    def __str__(self) -> str:
        return "system"


SYSTEM: Final = System()

Actor: TypeAlias = Union["AbstractBaseUser", System]
