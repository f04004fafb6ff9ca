"""Tidying the text of a cell: spaces around it, invisible characters, decomposed accents."""

import re
import unicodedata
from dataclasses import dataclass

INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
EDGES = " \t\r\n\x0b\x0c\x00\u00a0\u202f\u2007\u2009\u3000"
# «Ã©» or «â€™»: UTF-8 that was read as cp1252 and encoded again.
MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf™œž˜“”]")


@dataclass
class Tidied:
    """How many cells were tidied or look damaged; counted while reading."""

    invisible: int = 0
    mojibake: int = 0
    replaced: int = 0

    def cell(self, text: str) -> str | None:
        """The tidy text of a cell, ``None`` when nothing is left of it."""
        stripped = text.strip(EDGES)
        if not stripped.isascii():
            stripped = self._beyond_ascii(stripped)
        return stripped or None

    def _beyond_ascii(self, text: str) -> str:
        if "\ufffd" in text:
            self.replaced += 1
        if ("Ã" in text or "Â" in text or "â€" in text) and MOJIBAKE.search(text):
            self.mojibake += 1
        tidy = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
        # A hard space inside words must not stop «Nord Kivu» from matching «Nord Kivu»;
        # numbers keep meaning the same, since a space groups thousands as well.
        tidy = tidy.replace("\u00a0", " ").replace("\u202f", " ").strip(EDGES)
        if tidy != text:
            self.invisible += 1
        return tidy
