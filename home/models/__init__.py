"""The home page, standard pages, pictures and documents."""

from home.models.files import PortalDocument, PortalImage, PortalRendition
from home.models.pages import HomePage, StandardPage

__all__ = ["HomePage", "PortalDocument", "PortalImage", "PortalRendition", "StandardPage"]
