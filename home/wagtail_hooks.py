"""The desk in the portal's name and colours, with what a role needs."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from home import desk


@hooks.register("insert_global_admin_css")
def desk_colours() -> SafeString:
    """The portal's colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))


@hooks.register("construct_main_menu")
def main_menu(request: HttpRequest, menu_items: list[Any]) -> None:
    """Only what a role needs."""
    menu_items[:] = desk.offered(menu_items, request.user)


@hooks.register("construct_homepage_panels")
def first_steps(request: HttpRequest, panels: list[Any]) -> None:
    """Before what Wagtail lists: what one came for."""
    panels.append(desk.FirstSteps())


@hooks.register("construct_settings_menu")
def settings_menu(request: HttpRequest, menu_items: list[Any]) -> None:
    """Without what has its own place."""
    menu_items[:] = desk.settings_offered(menu_items)
