"""How a person wants to hear of things."""

from typing import Any

from django import forms
from django.db.models import TextChoices

from notifications import registry
from notifications.models import Preference


class PreferencesForm(forms.Form):
    """One choice for each kind of message: an e-mail at once, or the inbox only."""

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = dict(Preference.objects.filter(user=user).values_list("kind", "channel"))
        for kind in registry.all_kinds():
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label,
                choices=Preference.Channel.choices,
                initial=chosen.get(kind.name, kind.mail),
                widget=forms.RadioSelect,
            )

    @property
    def channels(self) -> list[tuple[str, str]]:
        """The choices, as (kind, channel)."""
        return list(self.cleaned_data.items())


class TopicForm(forms.Form):
    """What to follow, and whether to begin or to stop."""

    class Wish(TextChoices):
        """What the button asks."""

        FOLLOW = "follow"
        UNFOLLOW = "unfollow"

    topic = forms.RegexField(r"\A[a-z-]+:[\w-]+\Z", max_length=80)
    wish = forms.ChoiceField(choices=Wish.choices, required=False)
    next = forms.CharField(required=False)
