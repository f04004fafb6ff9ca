"""The broker of a single machine: a folder of messages, each there as a whole or not at all.

kombu's own writes a message in place, where a worker may read it half-written and stop. Ours
appears, and is taken, by a rename. What a crash loses here `jobs.reconcile` sends again.
"""

import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils import json


class Channel(filesystem.Channel):
    """Reads and writes whole messages."""

    @property
    def folder(self) -> Path:
        """Where messages wait; one folder is both in and out."""
        return Path(self.data_folder_in)

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}.msg"
        half = self.folder / f".{name}"
        half.write_text(json.dumps(payload), encoding="utf-8")
        half.rename(self.folder / name)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for name in sorted(os.listdir(self.folder)):
            if name.startswith(".") or name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = self.folder / f".taken-{name}"
            try:
                (self.folder / name).rename(taken)
            except FileNotFoundError:
                continue  # another worker was quicker
            text = taken.read_text(encoding="utf-8")
            taken.unlink()
            return json.loads(text)
        raise Empty


class Transport(filesystem.Transport):
    """The folder as Celery knows it."""

    Channel = Channel
