"""What datasets tell people. Importing this package registers its kinds of messages."""

from datasets.notifications import recalls, requests, sharing

__all__ = ["recalls", "requests", "sharing"]
