"""Private storage: files without an address of their own. Only policies lead to them."""

from django.core.files.storage import Storage, storages


def private_storage() -> Storage:
    """The storage of data files, chosen when the portal starts."""
    return storages["private"]
