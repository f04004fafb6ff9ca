"""Values bound to a statement by name, so that pieces of SQL can be put together in any order."""

import re
import secrets
from typing import Any


class Bound:
    """Values by name. Names begin with a random ``word``: no column can be taken for one."""

    def __init__(self) -> None:
        self.word = f"v{secrets.token_hex(6)}_"
        self._values: dict[str, Any] = {}
        self._pattern = re.compile(rf"\${self.word}\d+")

    def value(self, value: Any) -> str:
        """The SQL that stands for ``value``."""
        name = f"{self.word}{len(self._values)}"
        self._values[name] = value
        return f"${name}"

    def used_in(self, sql: str) -> dict[str, Any]:
        """The values that ``sql`` needs, by name."""
        names = {found[1:] for found in self._pattern.findall(sql)}
        return {name: self._values[name] for name in names}
