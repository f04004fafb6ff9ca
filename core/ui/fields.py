"""A form field as the page shows it: label, help, errors and control belong together."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.forms import BoundField
from django.utils.translation import gettext as _

# Controls made of several inputs need a legend instead of a label.
_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True)
class FieldShape:
    """Which of the three ways a field is laid out in."""

    kind: str
    optional: bool


def shape(field: BoundField) -> FieldShape:
    """`group` for radios and many boxes, `tick` for one box, `line` for everything else."""
    widget = field.field.widget
    if isinstance(widget, _GROUPS):
        kind = "group"
    elif isinstance(widget, forms.CheckboxInput):
        kind = "tick"
    else:
        kind = "line"
    return FieldShape(kind, optional=not field.field.required and kind == "line")


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a field; `named` when the sentence itself says which field it is."""

    sentence: str
    named: bool = False


def wrongs(field: BoundField) -> list[Wrong]:
    """The errors of a field, in words that say what to do.

    A form that has a sentence of its own for an empty field keeps it.
    """
    found = field.form.errors.as_data().get(field.name, [])
    return [_wrong(field, error) for error in found]


def _wrong(field: BoundField, error: ValidationError) -> Wrong:
    if error.code == "required" and error.message == forms.Field.default_error_messages["required"]:
        return Wrong(_empty(field), named=True)
    if error.code == "invalid" and error.message == EmailValidator.message:
        return Wrong(_("Write an e-mail address such as name@example.org."))
    return Wrong(" ".join(error.messages))


def _empty(field: BoundField) -> str:
    """What to do about a field that was left empty."""
    widget, label = field.field.widget, {"label": field.label}
    if isinstance(widget, forms.CheckboxInput):
        return _("Tick “%(label)s” to go on.") % label
    if isinstance(widget, (*_GROUPS, forms.Select)):
        return _("Choose something under “%(label)s”.") % label
    return _("“%(label)s” is empty: please fill it in.") % label
