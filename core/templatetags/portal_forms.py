"""Tags of forms: fields with their help and errors, and the file drop. See docs/components.md."""

from typing import Any

from django.forms import BaseForm, BoundField
from django.template import Library

from core.ui import fields

register = Library()


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One field with its label, help and errors."""
    return {"field": bound, "shape": fields.shape(bound), "wrongs": fields.wrongs(bound)}


@register.simple_tag
def wrongs(bound: BoundField) -> list[fields.Wrong]:
    """What is wrong with a field that a page lays out itself."""
    return fields.wrongs(bound)


@register.inclusion_tag("components/fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """Every field of a form, errors first."""
    return {"form": form}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong, with a link to each field; nothing while nothing is wrong."""
    wrong = [(bound, fields.wrongs(bound)[0]) for bound in form if bound.errors]
    return {"form": form, "wrong": wrong}


@register.inclusion_tag("components/file_drop.html")
def file_drop(bound: BoundField, limit: int, formats: object = "") -> dict[str, Any]:
    """A file input that also takes a dropped file; `limit` in bytes, `formats` in words."""
    return {"field": bound, "limit": limit, "formats": formats, "wrongs": fields.wrongs(bound)}
