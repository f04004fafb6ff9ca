"""The kind of message these tests are about."""

from tests.telling import in_french, shared, work_off

__all__ = ["in_french", "shared", "work_off"]
