"""What may stand in an address. `<number:pk>`: a number that a database can be asked for."""

from django.urls.converters import IntConverter


class Number(IntConverter):
    """Up to eighteen digits; more name nothing, and Django's own `int` would ask for them."""

    regex = "[0-9]{1,18}"
