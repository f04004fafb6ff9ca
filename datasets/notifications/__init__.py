"""What datasets tell people. Importing this package registers its kinds of messages."""

from datasets.notifications import requests, sharing

__all__ = ["requests", "sharing"]
