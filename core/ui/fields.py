"""A form field as the page shows it: label, help, errors and control belong together."""

from dataclasses import dataclass

from django import forms
from django.forms import BoundField

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
